"""The wishes not to know that stand (R02c): when each was said, about which document; nothing of the document itself."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from consents.models import NotToKnow


@dataclass(frozen=True, slots=True)
class WishCard:
    document: str
    said_at: datetime


def standing(patient_id: uuid.UUID, *, at: datetime) -> tuple[WishCard, ...]:
    """The newest first; one for each document. 1 statement."""
    stands = Q(begins_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))
    rows = NotToKnow.objects.filter(stands, patient=patient_id).order_by("-declared_at", "-revision")
    latest = {str(row.document_id): row for row in reversed(rows)}
    return tuple(WishCard(key, row.declared_at) for key, row in reversed(latest.items()))
