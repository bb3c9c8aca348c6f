"""Everything that came to a patient's lines, newest first: requests, and reviewers who read them (R88, R91)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, QuerySet, Value

from consents.calendar import after_last_instant, first_instant
from consents.selectors.readers import Reader
from sharing.models import JournalRequest, ReviewRead
from sharing.selectors import accesses
from sharing.selectors.accesses import EVERY, AccessCard, Kind, WantedAccesses

_ASKED, _READ = "asked", "read"


@dataclass(frozen=True, slots=True)
class ReadCard:
    """A reviewer was shown a list that named this patient: `page` and `shape` as `ReviewRead` keeps them."""

    id: str
    asked_at: datetime
    page: str
    shape: str


Visit = AccessCard | ReadCard


@dataclass(frozen=True, slots=True)
class Visits:
    """`lines`, from the `first` asked for on, out of `total`."""

    total: int
    lines: tuple[Visit, ...]


def visits(
    patient_id: uuid.UUID, *, first: int, most: int, reader: Reader | None = None, wanted: WantedAccesses = EVERY
) -> Visits:
    """Nine statements at most, whatever the size of the journal and of the page."""
    reads = reader or Reader.patient(patient_id)
    asked = accesses.rows(patient_id, reader=reads, wanted=wanted)
    read = _read(patient_id, reads, wanted)
    page = _page(asked, read, first, most)
    return Visits(asked.count() + read.count(), _in_order(patient_id, page, reads))


def count(patient_id: uuid.UUID, *, reader: Reader | None = None) -> int:
    """How many lines there are, unfiltered."""
    reads = reader or Reader.patient(patient_id)
    return accesses.count(patient_id, reader=reads) + _read(patient_id, reads, EVERY).count()


def _read(patient_id: uuid.UUID, reader: Reader, wanted: WantedAccesses) -> QuerySet[ReviewRead]:
    """For the patient alone: that a reviewer read of a secret access would tell another of it."""
    if not reader.himself or wanted.asker or wanted.place or wanted.kind is not Kind.ANY:
        return ReviewRead.objects.none()
    rows = ReviewRead.objects.filter(patients__contains=[patient_id])
    if wanted.since:
        rows = rows.filter(at__gte=first_instant(wanted.since))
    return rows.filter(at__lt=after_last_instant(wanted.until)) if wanted.until else rows


def _page(
    asked: QuerySet[JournalRequest], read: QuerySet[ReviewRead], first: int, most: int
) -> Sequence[dict[str, Any]]:
    """Which lines stand on this page: the two sources in one order of time, one statement."""
    named = {"which": Value(_ASKED, CharField()), "moment": F("asked_at")}
    also = {"which": Value(_READ, CharField()), "moment": F("at")}
    together = asked.order_by().annotate(**named).values("pk", "which", "moment")
    if not read.query.is_empty():
        together = together.union(read.order_by().annotate(**also).values("pk", "which", "moment"), all=True)
    return list(together.order_by("-moment", "which", "-pk")[first : first + most])


def _in_order(patient_id: uuid.UUID, page: Sequence[dict[str, Any]], reader: Reader) -> tuple[Visit, ...]:
    of = {which: [row["pk"] for row in page if row["which"] == which] for which in (_ASKED, _READ)}
    found: dict[str, Visit] = {}
    if of[_ASKED]:
        rows = JournalRequest.objects.filter(pk__in=of[_ASKED])
        found |= {card.id: card for card in accesses.cards(patient_id, rows, reader=reader)}
    if of[_READ]:
        found |= {str(row.pk): _card(row) for row in ReviewRead.objects.filter(pk__in=of[_READ])}
    return tuple(found[str(row["pk"])] for row in page)


def _card(row: ReviewRead) -> ReadCard:
    return ReadCard(str(row.pk), row.at, row.page, row.shape)
