"""Reports of accesses: the patient's own, and those that reviewers examine (R88, R91, R95)."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from consents.selectors import review as people
from consents.selectors.review import PersonLine, Wanted
from sharing.models import AccessReport, AccessReportEvent, JournalRequest
from sharing.reported import Status
from sharing.selectors import review
from sharing.selectors.review import QuestionLine


@dataclass(frozen=True, slots=True)
class EventCard:
    """`by` is the reviewer's account, for reviewers only: the patient is answered by the service."""

    at: datetime
    status: str
    outcome: str
    said: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class ReportCard:
    """One report as the one who made it reads it; `request` is the access, `status` how far it has come."""

    id: str
    request: str
    reason: str
    words: str
    reported_at: datetime
    status: str
    events: tuple[EventCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedReports(Wanted):
    status: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report among everybody's: `since` is when it came to its `status`; `question` the access itself."""

    id: str
    reported_at: datetime
    reason: str
    status: str
    since: datetime
    outcome: str
    question: QuestionLine

    @property
    def patient(self) -> PersonLine | None:
        return self.question.patient


@dataclass(frozen=True, slots=True)
class Case:
    """All that is needed to judge one report; `words` are the patient's own."""

    line: ReportLine
    words: str
    events: tuple[EventCard, ...]


def mine(patient_id: uuid.UUID, *, by: uuid.UUID) -> QuerySet[AccessReport]:
    """What this person reported about this patient, the newest first. Turned into cards by `cards`."""
    return AccessReport.objects.filter(patient=patient_id, reported_by=by).order_by("-reported_at", "-id")


def cards(rows: Iterable[AccessReport]) -> tuple[ReportCard, ...]:
    """One statement more than `rows`."""
    page = list(rows)
    events = _events(page)
    return tuple(
        ReportCard(
            id=str(row.pk),
            request=str(row.request_id),
            reason=row.reason,
            words=row.words,
            reported_at=row.reported_at,
            status=events[row.pk][-1].status,
            events=tuple(EventCard(one.at, one.status, one.outcome, one.said) for one in events[row.pk]),
        )
        for row in page
    )


def report(patient_id: uuid.UUID, report_id: uuid.UUID, *, by: uuid.UUID) -> ReportCard | None:
    found = cards(mine(patient_id, by=by).filter(pk=report_id))
    return found[0] if found else None


def of_requests(patient_id: uuid.UUID, requests: Iterable[str], *, by: uuid.UUID) -> dict[str, ReportCard]:
    """The last report of each of these accesses that this person reported."""
    rows = mine(patient_id, by=by).filter(request__in=list(requests)).order_by("number")
    return {card.request: card for card in cards(rows)}


def reports(wanted: WantedReports) -> QuerySet[AccessReport]:
    """Everybody's, the newest first. Turned into lines by `report_lines`."""
    latest = AccessReportEvent.objects.filter(report=OuterRef("pk")).order_by("-position")
    rows = AccessReport.objects.annotate(status=Subquery(latest.values("status")[:1]))
    rows = rows.filter(wanted.within("reported_at"), _about(wanted))
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.reason:
        rows = rows.filter(reason=wanted.reason)
    return rows.order_by("-reported_at", "-id")


def waiting() -> int:
    """How many have no answer yet."""
    answered = AccessReportEvent.objects.filter(status=Status.ANSWERED.value)
    return AccessReport.objects.exclude(pk__in=answered.values("report")).count()


def report_lines(rows: Iterable[AccessReport]) -> tuple[ReportLine, ...]:
    """9 statements at most, whatever the number of rows."""
    return tuple(case.line for case in _cases(rows))


def case(report_id: uuid.UUID) -> Case | None:
    found = _cases(AccessReport.objects.filter(pk=report_id))
    return found[0] if found else None


def _about(wanted: WantedReports) -> Q:
    kept = Q()
    if wanted.patient:
        kept &= Q(patient__in=people.people_called(wanted.patient))
    if wanted.professional:
        called = people.professionals_called(wanted.professional)
        kept &= Q(request__asker__in=called) | Q(request__asker_named__endswith=f"|{wanted.professional}")
    if wanted.place:
        kept &= Q(request__organisation__in=people.places_called(wanted.place))
    return kept


def _cases(rows: Iterable[AccessReport]) -> list[Case]:
    page = list(rows)
    events, asked = _events(page), _questions(page)
    return [_case(row, events[row.pk], asked[str(row.request_id)]) for row in page]


def _case(row: AccessReport, events: list[AccessReportEvent], asked: QuestionLine) -> Case:
    last = events[-1]
    line = ReportLine(str(row.pk), row.reported_at, row.reason, last.status, last.at, last.outcome, asked)
    told = tuple(EventCard(one.at, one.status, one.outcome, one.said, str(one.by)) for one in events)
    return Case(line, row.words, told)


def _questions(page: list[AccessReport]) -> Mapping[str, QuestionLine]:
    rows = JournalRequest.objects.filter(pk__in=[row.request_id for row in page])
    return {line.id: line for line in review.question_lines(rows)}


def _events(page: list[AccessReport]) -> dict[uuid.UUID, list[AccessReportEvent]]:
    found: dict[uuid.UUID, list[AccessReportEvent]] = {row.pk: [] for row in page}
    for event in AccessReportEvent.objects.filter(report__in=page).order_by("position"):
        found[event.report_id].append(event)
    return found
