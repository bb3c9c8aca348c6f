"""Whose children and wards, and who they are: names and birthdays. Whether authority still holds is the engine's answer (R59, R60, R70)."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q

from consents.models import ParentalAuthority, Person, Protection, Setting, SharingPreference


@dataclass(frozen=True, slots=True)
class PersonCard:
    """`given` is how he is called in a sentence: « Lina »."""

    id: str
    name: str
    given: str
    born_on: date


def ever_held(holder: uuid.UUID) -> list[uuid.UUID]:
    """Every child over whom this person was given authority, whatever became of it; the eldest first."""
    rows = ParentalAuthority.objects.filter(holder=holder).order_by("child__born_on", "child_id")
    return list(rows.values_list("child_id", flat=True))


def ever_named(guardian: uuid.UUID) -> list[uuid.UUID]:
    """Everyone for whom a measure ever named this person, whatever became of it; the eldest first."""
    rows = Protection.objects.filter(guardian=guardian).order_by("protected__born_on", "protected_id")
    return list(dict.fromkeys(rows.values_list("protected_id", flat=True)))


def cards(persons: Collection[uuid.UUID]) -> dict[str, PersonCard]:
    rows = Person.objects.filter(pk__in=persons)
    return {str(row.pk): PersonCard(str(row.pk), str(row), row.given_name or row.name, row.born_on) for row in rows}


def was_spoken_for(patient: uuid.UUID, *, at: datetime) -> bool:
    """Whether someone else's word about this patient's record may still stand. Two statements at most."""
    left = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    tables = (SharingPreference, Setting)
    return any(table.objects.filter(left, patient=patient).exclude(voice=F("patient")).exists() for table in tables)
