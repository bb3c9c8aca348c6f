"""The journal read back: what others asked about a patient and were answered (R91)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from sharing.models import JournalLine, JournalRequest


@dataclass(frozen=True, slots=True)
class LineCard:
    """One answer. `rule` is the true one: for the patient and the reviewer, never for the asker."""

    decision_id: str
    document: str | None
    document_named: str
    permit: bool
    rule: str
    code: str
    obligations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RequestCard:
    """One request; references are identifiers, None when what was named is not known."""

    id: str
    asked_at: datetime
    asker_kind: str
    asker_named: str
    asker: str | None
    on_behalf_of: str | None
    organisation: str | None
    system: str | None
    patient: str | None
    patient_named: str
    purpose: str
    stated_reason: str
    patient_revision: int | None
    permits: int
    denies: int
    rules: tuple[str, ...]


def requests_about(patient_id: uuid.UUID, *, start: int = 0, count: int = 50) -> list[RequestCard]:
    """The questions asked about one patient, the newest first. 2 statements."""
    return _cards(JournalRequest.objects.filter(patient=patient_id), start, count)


def last_requests(*, start: int = 0, count: int = 50) -> list[RequestCard]:
    """The last questions asked about anyone: for the reviewer. 2 statements."""
    return _cards(JournalRequest.objects.all(), start, count)


def number_about(patient_id: uuid.UUID) -> int:
    return JournalRequest.objects.filter(patient=patient_id).count()


def lines(request_id: uuid.UUID) -> list[LineCard]:
    """The answers of one request, in the order asked."""
    rows = JournalLine.objects.filter(request_id=request_id).order_by("position")
    return [
        LineCard(
            decision_id=str(row.decision_id),
            document=_ref(row.document),
            document_named=row.document_named,
            permit=row.permit,
            rule=row.rule,
            code=row.code,
            obligations=tuple(row.obligations),
        )
        for row in rows
    ]


def _cards(rows: QuerySet[JournalRequest], start: int, count: int) -> list[RequestCard]:
    permitted, denied = Count("lines", filter=Q(lines__permit=True)), Count("lines", filter=Q(lines__permit=False))
    page = list(rows.annotate(permits=permitted, denies=denied).order_by("-asked_at", "-id")[start : start + count])
    rules: dict[uuid.UUID, set[str]] = {row.id: set() for row in page}
    said = JournalLine.objects.filter(request__in=list(rules)).values_list("request_id", "rule").distinct()
    for request, rule in said:
        rules[request].add(rule)
    return [_card(row, row.permits, row.denies, rules[row.id]) for row in page]


def _card(row: JournalRequest, permits: int, denies: int, rules: set[str]) -> RequestCard:
    return RequestCard(
        id=str(row.id),
        asked_at=row.asked_at,
        asker_kind=row.asker_kind,
        asker_named=row.asker_named,
        asker=_ref(row.asker),
        on_behalf_of=_ref(row.on_behalf_of),
        organisation=_ref(row.organisation),
        system=_ref(row.system),
        patient=_ref(row.patient),
        patient_named=row.patient_named,
        purpose=row.purpose,
        stated_reason=row.stated_reason,
        patient_revision=row.patient_revision,
        permits=permits,
        denies=denies,
        rules=tuple(sorted(rules)),
    )


def _ref(value: uuid.UUID | None) -> str | None:
    return str(value) if value else None
