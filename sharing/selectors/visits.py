"""Everything that came to a patient's lines, newest first: requests, documents opened without one, and reviewers who
read these lines (R88, R91).
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, QuerySet, Value

from consents.calendar import after_last_instant, first_instant
from consents.selectors.readers import Reader
from sharing.models import DocumentOpening, JournalRequest, ReviewRead
from sharing.selectors import accesses, opened
from sharing.selectors.accesses import EVERY, AccessCard, Kind, WantedAccesses
from sharing.selectors.opened import OpeningCard

_ASKED, _READ, _OPENED = "asked", "read", "opened"
_COLUMNS = ("pk", "which", "moment")


@dataclass(frozen=True, slots=True)
class ReadCard:
    """A reviewer was shown a list that named this patient: `page` and `shape` as `ReviewRead` keeps them."""

    id: str
    asked_at: datetime
    page: str
    shape: str


Visit = AccessCard | ReadCard | OpeningCard


@dataclass(frozen=True, slots=True)
class Visits:
    """All the lines that `reader` may know of and that are looked for, read a slice at a time.

    A count is three statements, a slice twelve at most, whatever the size of the journal and of the slice.
    """

    patient: uuid.UUID
    reader: Reader
    wanted: WantedAccesses = EVERY

    def count(self) -> int:
        return self._asked().count() + self._read().count() + self._opened().count()

    def __getitem__(self, part: slice) -> tuple[Visit, ...]:
        return _in_order(self.patient, _page(self._asked(), self._read(), self._opened())[part], self.reader)

    def _asked(self) -> QuerySet[JournalRequest]:
        return accesses.rows(self.patient, reader=self.reader, wanted=self.wanted)

    def _read(self) -> QuerySet[ReviewRead]:
        return _read(self.patient, self.reader, self.wanted)

    def _opened(self) -> QuerySet[DocumentOpening]:
        """For the patient alone: a document that another may not see may be the one opened."""
        return opened.alone(self.patient, self.wanted) if self.reader.himself else DocumentOpening.objects.none()


def visits(patient_id: uuid.UUID, *, reader: Reader, wanted: WantedAccesses = EVERY) -> Visits:
    return Visits(patient_id, reader, wanted)


def _read(patient_id: uuid.UUID, reader: Reader, wanted: WantedAccesses) -> QuerySet[ReviewRead]:
    """For the patient alone: that a reviewer read of a secret access would tell another of it."""
    if not reader.himself or wanted.asker or wanted.place or wanted.kind is not Kind.ANY:
        return ReviewRead.objects.none()
    rows = ReviewRead.objects.filter(patients__contains=[patient_id])
    if wanted.since:
        rows = rows.filter(at__gte=first_instant(wanted.since))
    return rows.filter(at__lt=after_last_instant(wanted.until)) if wanted.until else rows


def _page(
    asked: QuerySet[JournalRequest], read: QuerySet[ReviewRead], opened_: QuerySet[DocumentOpening]
) -> QuerySet[Any]:
    """Which line stands where: the sources in one order of time, one statement."""
    together: QuerySet[Any] = (
        asked.order_by().annotate(which=Value(_ASKED, CharField()), moment=F("asked_at")).values(*_COLUMNS)
    )
    also = [
        rows.order_by().annotate(which=Value(which, CharField()), moment=F(moment)).values(*_COLUMNS)
        for rows, which, moment in ((read, _READ, "at"), (opened_, _OPENED, "opened_at"))
        if not rows.query.is_empty()
    ]
    together = together.union(*also, all=True) if also else together
    return together.order_by("-moment", "which", "-pk")


def _in_order(patient_id: uuid.UUID, part: Iterable[dict[str, Any]], reader: Reader) -> tuple[Visit, ...]:
    page = list(part)
    of = {which: [row["pk"] for row in page if row["which"] == which] for which in (_ASKED, _READ, _OPENED)}
    found: dict[str, Visit] = {}
    if of[_ASKED]:
        rows = JournalRequest.objects.filter(pk__in=of[_ASKED])
        found |= {card.id: card for card in accesses.cards(patient_id, rows, reader=reader)}
    if of[_READ]:
        found |= {str(row.pk): _card(row) for row in ReviewRead.objects.filter(pk__in=of[_READ])}
    if of[_OPENED]:
        found |= opened.cards(patient_id, of[_OPENED])
    return tuple(found[str(row["pk"])] for row in page)


def _card(row: ReviewRead) -> ReadCard:
    return ReadCard(str(row.pk), row.at, row.page, row.shape)
