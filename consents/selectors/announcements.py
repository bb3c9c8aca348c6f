"""Results that a professional keeps for an announcement visit (R31, CSP R1111-53): which wait, which may have come out.

Whether one still waits is the engine's word; these only say where to look.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from consents.calendar import first_instant, month_later, paris_day
from consents.models import Document

_SHORTEST_MONTH, _LONGEST_MONTH = timedelta(days=28), timedelta(days=31)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """A document that was kept for an announcement; `over_at`: when the wait ends, by an announcement or by the month."""

    document: uuid.UUID
    patient: uuid.UUID
    deposited_at: datetime
    over_at: datetime


def untold(told: QuerySet[Any], *, at: datetime) -> Iterator[list[Kept]]:
    """Deposits of the last month that wait and that no row of `told` names in its `about`; by patient, in batches."""
    recent = Q(deposited_on__gte=paris_day(at) - _LONGEST_MONTH, deposited_at__lte=at)
    waiting = Document.objects.filter(recent, announcement_pending=True, announced_at__isnull=True)
    return _batches(waiting.filter(~Exists(told.filter(about=OuterRef("pk")))))


def over(waited: QuerySet[Any], *, at: datetime) -> Iterator[list[Kept]]:
    """Documents that a row of `waited` names in its `about`, whose wait may have ended; by patient, in batches."""
    ended = Q(announced_at__lte=at) | Q(announcement_pending=False)
    late = Q(deposited_on__lte=paris_day(at) - _SHORTEST_MONTH)
    return _batches(Document.objects.filter(ended | late, pk__in=waited.values("about")))


def _batches(rows: QuerySet[Document]) -> Iterator[list[Kept]]:
    """Never a patient in two batches."""
    batch: list[Kept] = []
    for kept in _cards(rows.order_by("patient_id", "deposited_at", "pk").iterator(_AT_ONCE)):
        if len(batch) >= _AT_ONCE and kept.patient != batch[-1].patient:
            yield batch
            batch = []
        batch.append(kept)
    if batch:
        yield batch


def _cards(rows: Iterable[Document]) -> Iterator[Kept]:
    for row in rows:
        month = first_instant(month_later(row.deposited_on))
        over_at = min(month, row.announced_at) if row.announced_at else month
        yield Kept(row.pk, row.patient_id, row.deposited_at, over_at)
