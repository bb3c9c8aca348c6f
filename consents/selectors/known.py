"""What is kept already, as an import needs to know it before it adds anything."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from consents.models import CareEntry, Document


@dataclass(frozen=True, slots=True)
class CarePeriod:
    id: uuid.UUID
    professional: uuid.UUID
    organisation: uuid.UUID | None
    basis: str
    begins_at: datetime
    ends_at: datetime | None
    source: str
    source_value: str


@dataclass(frozen=True, slots=True)
class KnownDocument:
    id: uuid.UUID
    deposited_at: datetime


@dataclass(frozen=True, slots=True)
class PlacedDocument:
    """`part_of` is the legal entity of the organisation where it was made."""

    id: uuid.UUID
    deposited_at: datetime
    organisation: uuid.UUID | None
    part_of: uuid.UUID | None


def care_periods(patient_id: uuid.UUID) -> list[CarePeriod]:
    """Every care entry of a patient, past ones included. 1 statement."""
    rows = CareEntry.objects.filter(patient_id=patient_id).order_by("begins_at", "id")
    columns = ("id", "professional_id", "organisation_id", "basis", "begins_at", "ends_at", "source", "source_value")
    return [CarePeriod(*row) for row in rows.values_list(*columns)]


def documents(patient_id: uuid.UUID, sources: Collection[tuple[str, str]]) -> dict[tuple[str, str], KnownDocument]:
    """A patient's documents by the numbers of their sources. 1 statement."""
    rows = Document.objects.filter(patient_id=patient_id, source_value__in={value for _, value in sources})
    found = rows.values_list("source_system", "source_value", "id", "deposited_at")
    return {
        (system, value): KnownDocument(key, deposited_at)
        for system, value, key, deposited_at in found
        if (system, value) in sources
    }


def document(patient_id: uuid.UUID, named: uuid.UUID | tuple[str, str]) -> PlacedDocument | None:
    """One of a patient's documents, by our identifier or by its source's number. 1 statement."""
    if isinstance(named, uuid.UUID):
        rows = Document.objects.filter(patient_id=patient_id, pk=named)
    else:
        rows = Document.objects.filter(patient_id=patient_id, source_system=named[0], source_value=named[1])
    found = rows.values_list("id", "deposited_at", "organisation_id", "organisation__part_of_id").first()
    return PlacedDocument(*found) if found else None
