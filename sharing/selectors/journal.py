"""The answers of one request of the journal, read back (R91)."""

import uuid
from dataclasses import dataclass

from sharing.models import JournalLine


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


def _ref(value: uuid.UUID | None) -> str | None:
    return str(value) if value else None
