"""Which emergency card a patient carries, and whose card a reference is."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from consents.models import EmergencyCard
from consents.words import Identifier


@dataclass(frozen=True, slots=True)
class CardLine:
    """One card, past or present; its reference is known to nobody but the paper."""

    begins_at: datetime
    ends_at: datetime | None


def cards(patient_id: uuid.UUID) -> tuple[CardLine, ...]:
    """The newest first."""
    rows = EmergencyCard.objects.filter(patient=patient_id).order_by("-begins_at", "-pk")
    return tuple(CardLine(begins_at, ends_at) for begins_at, ends_at in rows.values_list("begins_at", "ends_at"))


def bearer(reference_hash: str, *, at: datetime) -> Identifier | None:
    """The national health identity behind a card that stands, while its bearer lives; one and the same nothing
    otherwise. 1 statement.
    """
    stands = Q(begins_at__lte=at) & (Q(ends_at=None) | Q(ends_at__gt=at))
    lives = Q(patient__died_at=None) | Q(patient__died_at__gt=at)
    found = EmergencyCard.objects.filter(stands, lives, reference_hash=reference_hash).exclude(patient__ins="")
    row = found.values_list(F("patient__ins_system"), F("patient__ins")).first()
    return Identifier(*row) if row else None
