"""How long a stay in an establishment lasts, by the care that is given there (R46, CSP L1111-6)."""

import uuid
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Least

from consents.models import CareEntry, Organisation, TrustedPerson
from consents.selectors.portrait import PlaceCard
from consents.vocabulary import CARE_TEAM_KINDS, CareBasis


def lasting() -> QuerySet[Any]:
    """Every designation with `until`: its own end or its stay's, whichever comes first; none while neither is known.

    A stay goes on while someone of the establishment has the patient in his care without a gap; it ends at the first
    instant when nobody has.
    """
    return TrustedPerson.objects.annotate(until=Least(F("ends_at"), Subquery(_end_of_stay())))


def pending(*, at: datetime) -> QuerySet[Any]:
    """Those that wait for the second signature, of a patient who lives."""
    left = Q(until__isnull=True) | Q(until__gt=at)
    lives = Q(patient__died_at__isnull=True) | Q(patient__died_at__gt=at)
    return lasting().filter(left, lives, begins_at__lte=at, accepted_at=None, signature=None)


def _end_of_stay() -> QuerySet[CareEntry, datetime | None]:
    """The first end of a care entry there that no other entry goes beyond."""
    there = CareEntry.objects.filter(
        patient=OuterRef("patient"), organisation=OuterRef("stay"), basis=CareBasis.ESTABLISHMENT.value
    )
    beyond = CareEntry.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=OuterRef("ends_at")),
        patient=OuterRef("patient"),
        organisation=OuterRef("organisation"),
        basis=CareBasis.ESTABLISHMENT.value,
        begins_at__lte=OuterRef("ends_at"),
    )
    ends = there.filter(~Exists(beyond), ends_at__gt=OuterRef("begins_at"))
    return ends.order_by("ends_at").values_list("ends_at", flat=True)[:1]


def stays(patient_id: uuid.UUID, *, at: datetime) -> tuple[PlaceCard, ...]:
    """The establishments in which the patient stays at that moment."""
    in_care = CareEntry.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=at),
        patient_id=patient_id,
        basis=CareBasis.ESTABLISHMENT.value,
        begins_at__lte=at,
    )
    kinds = sorted(kind.value for kind in CARE_TEAM_KINDS)
    rows = Organisation.objects.filter(pk__in=in_care.values("organisation"), kind__in=kinds).order_by("name", "pk")
    return tuple(PlaceCard(str(row.pk), row.name, row.kind) for row in rows)
