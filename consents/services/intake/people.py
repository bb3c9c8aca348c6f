"""People: the traits of the national identity, and identifiers of other systems."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from consents import verification
from consents.calendar import paris_day
from consents.errors import InvalidFact
from consents.models import Person, PersonIdentifier
from consents.services.intake import rows
from consents.services.intake.rows import Recorded
from consents.words import Identifier

_SEXES = ("female", "male", "unknown")
_STATUSES = ("PROV", "VALI", "RECUP", "QUAL")


@transaction.atomic
def record_person(
    *,
    at: datetime,
    birth_name: str,
    born_on: date,
    ins: str = "",
    ins_system: str = "",
    identifiers: Iterable[Identifier] = (),
    birth_given_names: str | None = None,
    used_name: str | None = None,
    used_given_name: str | None = None,
    birth_place: str | None = None,
    sex: str | None = None,
    identity_status: str | None = None,
    died_at: datetime | None = None,
) -> Recorded:
    """Keep a person, found by INS or by any other identifier; without one, someone new.

    An INS that belongs to somebody else's other identifiers is a collision, never a merge.
    """
    others = rows.clean(identifiers)
    ins_system = verification.system(ins_system)
    doubts = verification.ins(ins, ins_system) if ins or ins_system else []
    _plausible(birth_name, born_on, sex, identity_status, at)
    traits = {
        "birth_name": birth_name,
        "born_on": born_on,
        "birth_given_names": birth_given_names,
        "used_name": used_name,
        "used_given_name": used_given_name,
        "birth_place": birth_place,
        "sex": sex,
        "identity_status": identity_status,
        "died_at": died_at,
    }
    person, created = _find(ins, ins_system, others), False
    if person is None:
        person, created = Person(created_at=at, ins=ins, ins_system=ins_system), True
        _write_new(person, traits)
    else:
        rows.update(person, **traits, ins=ins or None, ins_system=ins_system or None)
    rows.keep_identifiers(PersonIdentifier, "person", person, others)
    return Recorded(person.pk, created, tuple(doubts))


def _plausible(birth_name: str, born_on: date, sex: str | None, status: str | None, at: datetime) -> None:
    if not birth_name.strip():
        raise InvalidFact("birth_name", "empty")
    if born_on > paris_day(at):
        raise InvalidFact("born_on", "in_the_future")
    if sex is not None and sex not in _SEXES:
        raise InvalidFact("sex", "unknown_word")
    if status is not None and status not in _STATUSES:
        raise InvalidFact("identity_status", "unknown_word")


def _find(ins: str, ins_system: str, others: list[Identifier]) -> Person | None:
    named = [*others, *([Identifier(ins_system, ins)] if ins else [])]
    found = rows.by_identifiers(PersonIdentifier, "person", named)
    health = [one for one in named if one.system in verification.INS_SYSTEMS]
    found += [Person.objects.filter(ins_system=one.system, ins=one.value).first() for one in health]
    person: Person | None = rows.only_one(found, "identifier")
    if person is not None and ins and person.ins and (person.ins, person.ins_system) != (ins, ins_system):
        raise InvalidFact("ins", "another_person")
    return person


def _write_new(person: Person, traits: dict[str, object]) -> None:
    for name, value in traits.items():
        if value is not None:
            setattr(person, name, value)
    person.save(force_insert=True)


def record_death(person_id: UUID, *, died_at: datetime) -> Recorded:
    """From that moment nobody opens the record for care any more (R52)."""
    person = rows.named(Person, person_id, "person")
    if paris_day(died_at) < person.born_on:
        raise InvalidFact("died_at", "before_birth")
    rows.update(person, died_at=died_at)
    return Recorded(person.pk, created=False)


def withdraw_death(person_id: UUID, *, died_at: datetime, instead: datetime | None = None) -> bool:
    """Said in error, and only when it is that moment which is kept; `instead`: what another source says.

    The record opens again to those to whom it was open.
    """
    return bool(Person.objects.filter(pk=person_id, died_at=died_at).update(died_at=instead))
