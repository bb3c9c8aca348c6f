"""A care episode that a minor keeps secret: by whom, where, which days; and the documents of it (R62, R63)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from consents.errors import InvalidFact, Refused
from consents.models import CareEntry, Document, Organisation, Professional, Secrecy
from consents.services import naming


@dataclass(frozen=True, slots=True)
class Episode:
    """What `professional` writes or `organisation` makes, one of them at least, from the day `since` to the day
    `until`, in Paris and both included; None: no end.
    """

    since: date
    professional: UUID | None = None
    organisation: UUID | None = None
    until: date | None = None

    @property
    def content(self) -> dict[str, Any]:
        """In the ledger's words."""
        return {
            "professional": str(self.professional or ""),
            "organisation": str(self.organisation or ""),
            "since": self.since.isoformat(),
            "until": self.until.isoformat() if self.until else None,
        }


def columns(patient_id: UUID, episode: Episode, *, at: datetime) -> dict[str, Any]:
    """The columns that name it; a professional or a place that never took part in this care is unknown (R05)."""
    if episode.until is not None and episode.until < episode.since:
        raise InvalidFact("until", "before_it_begins")
    if episode.professional is None and episode.organisation is None:
        raise InvalidFact("episode", "empty")
    _took_part(patient_id, episode, at)
    return {
        "professional": _named(Professional, episode.professional),
        "organisation": _named(Organisation, episode.organisation),
        "since": episode.since,
        "until": episode.until,
    }


def any_covers(rows: Collection[Secrecy], documents: Collection[UUID]) -> bool:
    """Whether one of these episodes holds one of these documents; what tells no day is of it, unless it came before."""
    papers = Document.objects.filter(pk__in=documents).select_related("organisation")
    return any(_covers(row, paper) for paper in papers for row in rows)


def _covers(row: Secrecy, paper: Document) -> bool:
    places = {paper.organisation_id, paper.organisation.part_of_id if paper.organisation else None} - {None}
    by_him = row.professional_id is not None and row.professional_id == paper.author_id
    if row.since is None or not (by_him or row.organisation_id in places):
        return False
    if paper.made_on is None:
        return paper.deposited_on >= row.since
    return row.since <= paper.made_on and (row.until is None or paper.made_on <= row.until)


def _took_part(patient_id: UUID, episode: Episode, at: datetime) -> None:
    named = {"professional_id": episode.professional, "organisation_id": episode.organisation}
    named = {column: key for column, key in named.items() if key is not None}
    if not CareEntry.objects.filter(patient_id=patient_id, begins_at__lte=at, **named).exists():
        raise Refused("R05", "unknown_recipient")


def _named(model: Any, key: UUID | None) -> Any:
    return naming.known(model, key, "unknown_recipient") if key else None
