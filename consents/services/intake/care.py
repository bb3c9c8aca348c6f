"""Who takes part in whose care (CSP L1110-12)."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from consents.errors import InvalidFact
from consents.models import CareEntry, Organisation, Person, Professional
from consents.services.intake import rows
from consents.services.intake.rows import Recorded
from consents.vocabulary import CareBasis

_IN_A_STRUCTURE = frozenset({CareBasis.ESTABLISHMENT, CareBasis.COORDINATED})


@transaction.atomic
def record_care(
    patient_id: UUID,
    *,
    professional: UUID,
    basis: CareBasis,
    begins_at: datetime,
    ends_at: datetime | None = None,
    organisation: UUID | None = None,
    source: str = "",
    source_value: str = "",
) -> Recorded:
    """Keep a care entry, found by its source's number or by who, where, on which basis, over the same days.

    Found without a number, its days are only added to: a stay that has ended is not opened again.
    """
    said = rows.word(CareBasis, basis, "basis")
    if ends_at is not None and ends_at < begins_at:
        raise InvalidFact("ends_at", "before_it_begins")
    if organisation is None and said in _IN_A_STRUCTURE:
        raise InvalidFact("organisation", "missing")
    row = CareEntry(
        patient=rows.named(Person, patient_id, "patient"),
        professional=rows.named(Professional, professional, "professional"),
        organisation=rows.named(Organisation, organisation, "organisation"),
        basis=said,
        begins_at=begins_at,
        ends_at=ends_at,
        source=source,
        source_value=source_value,
    )
    known = _by_source(row)
    if known is not None:
        known.ends_at = ends_at
    elif (known := _overlapping(row)) is not None:
        row.begins_at = min(known.begins_at, begins_at)
        known.ends_at = ends_at or known.ends_at
    if known is not None:
        known.begins_at = row.begins_at
    _save(known or row)
    return Recorded((known or row).pk, created=known is None)


def _save(row: CareEntry) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise InvalidFact("period", "overlaps_another_entry") from error


def _by_source(row: CareEntry) -> CareEntry | None:
    if not row.source_value:
        return None
    return CareEntry.objects.filter(patient=row.patient, source=row.source, source_value=row.source_value).first()


def _overlapping(row: CareEntry) -> CareEntry | None:
    same = CareEntry.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=row.begins_at),
        patient=row.patient,
        professional=row.professional,
        organisation=row.organisation,
        basis=row.basis,
    )
    return (same.filter(begins_at__lt=row.ends_at) if row.ends_at else same).first()


def end_care(care_id: UUID, *, at: datetime) -> Recorded:
    """The stay or the role ends; what has not begun never does."""
    row = rows.named(CareEntry, care_id, "care")
    rows.update(row, ends_at=max(row.begins_at, at))
    return Recorded(row.pk, created=False)
