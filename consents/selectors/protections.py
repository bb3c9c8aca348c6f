"""The measures that protect an adult: who holds each, since when, until when (R72–R74). What it opens is the engine's answer."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from consents.models import Protection
from consents.vocabulary import ASSISTANCE_MEASURES, ProtectionMeasure


@dataclass(frozen=True, slots=True)
class MeasureCard:
    """`assists`: its holder reads only with the adult's own grant (R73)."""

    id: str
    guardian: uuid.UUID
    name: str
    measure: ProtectionMeasure
    begins_at: datetime | None
    ends_at: datetime | None
    reference: str

    @property
    def assists(self) -> bool:
        return self.measure in ASSISTANCE_MEASURES


def in_force(*, at: datetime) -> Q:
    """Of a measure that has begun, has not ended, and whose holder lives: at the minute."""
    begun = Q(begins_at__isnull=True) | Q(begins_at__lte=at)
    left = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    return begun & left & (Q(guardian__died_at__isnull=True) | Q(guardian__died_at__gt=at))


def protecting(patient_id: uuid.UUID, *, at: datetime) -> tuple[MeasureCard, ...]:
    """Those in force, the oldest first. One statement."""
    rows = Protection.objects.filter(in_force(at=at), protected=patient_id).select_related("guardian")
    return tuple(_card(row) for row in rows.order_by("begins_at", "pk"))


def _card(row: Protection) -> MeasureCard:
    return MeasureCard(
        id=str(row.pk),
        guardian=row.guardian_id,
        name=str(row.guardian),
        measure=ProtectionMeasure(row.measure),
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        reference=row.reference,
    )
