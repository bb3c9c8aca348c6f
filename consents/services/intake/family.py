"""Parental authority, protection measures, survivors: as judgments and the civil registry give them."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from consents.calendar import majority
from consents.errors import InvalidFact
from consents.models import ParentalAuthority, Person, Protection, Survivor
from consents.services import passing, survivors
from consents.services.intake import rows
from consents.services.intake.rows import Recorded
from consents.vocabulary import ProtectionMeasure, SurvivorRelation


@transaction.atomic
def record_authority(
    child_id: UUID, *, holder: UUID, begins_at: datetime | None = None, reference: str | None = None
) -> Recorded:
    """This person holds authority over the child, a parent or a minor's guardian alike (R59, §9.12)."""
    child, parent = _two(child_id, holder, "child", "holder")
    row, created = ParentalAuthority.objects.get_or_create(child=child, holder=parent)
    rows.update(row, begins_at=begins_at, reference=reference)
    if row.withdrawn_at is not None:
        row.withdrawn_at = None
        row.save(update_fields=["withdrawn_at"])
    return Recorded(row.pk, created)


@transaction.atomic
def withdraw_authority(child_id: UUID, *, holder: UUID, at: datetime, reference: str | None = None) -> Recorded:
    """A judge withdrew it (R60): this voice's grants end with it, its oppositions stay (decision.md §1.3)."""
    child, parent = _two(child_id, holder, "child", "holder")
    row, created = ParentalAuthority.objects.get_or_create(child=child, holder=parent)
    rows.update(row, withdrawn_at=at, reference=reference)
    if at < majority(child.born_on):
        passing.end_openings(child, parent, at=at)
    return Recorded(row.pk, created)


@transaction.atomic
def record_protection(
    protected_id: UUID,
    *,
    guardian: UUID,
    measure: ProtectionMeasure,
    begins_at: datetime | None = None,
    ends_at: datetime | None = None,
    reference: str | None = None,
) -> Recorded:
    """A protection measure and its scope (R72–R74), found by guardian, measure and begin."""
    adult, keeper = _two(protected_id, guardian, "protected", "guardian")
    said = rows.word(ProtectionMeasure, measure, "measure")
    if begins_at and ends_at and ends_at < begins_at:
        raise InvalidFact("ends_at", "before_it_begins")
    row, created = Protection.objects.get_or_create(protected=adult, guardian=keeper, measure=said, begins_at=begins_at)
    row.ends_at = ends_at
    row.reference = reference if reference is not None else row.reference
    row.save(update_fields=["ends_at", "reference"])
    return Recorded(row.pk, created)


@transaction.atomic
def record_survivor(
    deceased_id: UUID, *, survivor: UUID, relation: SurvivorRelation, proof: str | None = None
) -> Recorded:
    """An heir, spouse or partner of someone who died, and the proof that was seen (R52)."""
    dead, alive = _two(deceased_id, survivor, "deceased", "survivor")
    said = rows.word(SurvivorRelation, relation, "relation")
    row, created = Survivor.objects.get_or_create(deceased=dead, survivor=alive, relation=said)
    rows.update(row, proof=proof)
    survivors.settle(dead.pk)
    return Recorded(row.pk, created)


def _two(first: UUID, second: UUID, first_name: str, second_name: str) -> tuple[Person, Person]:
    if first == second:
        raise InvalidFact(second_name, "the_same_person")
    return rows.named(Person, first, first_name), rows.named(Person, second, second_name)
