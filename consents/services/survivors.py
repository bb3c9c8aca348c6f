"""Whom a patient refuses, by name, for after his death; and who is that person among those who survive him (R52, R54).

He names someone in his own words: a name. Whoever survives him under that name is refused, whatever the date of
birth: in doubt the secret is kept (R05).
"""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from consents import ledger
from consents.errors import InvalidFact
from consents.models import Person, PostMortemOpposition, Survivor
from consents.services.intake import people
from consents.vocabulary import PostMortemScope

_COPIED = ("patient_id", "voice_id", "scope", "begins_at", "ends_at", "declared_at", "revision")


@dataclass(frozen=True, slots=True)
class Called:
    """Someone as the patient names her; never matched with anybody while he lives."""

    given_name: str
    family_name: str
    born_on: date


def called(patient_id: UUID, who: Called, *, at: datetime) -> UUID:
    """The person of these words; the same one when this patient named her before."""
    if not who.given_name.strip() or not who.family_name.strip():
        raise InvalidFact("person", "empty")
    wanted = (who.given_name, who.family_name, who.born_on)
    for _row, named in _opposed(patient_id):
        if (named.birth_given_names, named.birth_name, named.born_on) == wanted:
            return named.pk
    return people.record_person(
        at=at, birth_name=who.family_name, birth_given_names=who.given_name, born_on=who.born_on
    ).id


def settle(patient_id: UUID) -> None:
    """Each opposition to a person also names the survivors who bear her name. The ledger keeps the patient's own words;
    these rows only say whom they reach.
    """
    survivors = [row.survivor for row in Survivor.objects.filter(deceased=patient_id).select_related("survivor")]
    if not survivors:
        return
    ledger.hold(patient_id)
    said = list(_opposed(patient_id))
    reached = {(row.revision, named.pk) for row, named in said}
    for row, named in said:
        for survivor in survivors:
            if (row.revision, survivor.pk) not in reached and _bear_one_name(named, survivor):
                reached.add((row.revision, survivor.pk))
                _reach(row, survivor)


def _opposed(patient_id: UUID) -> list[tuple[PostMortemOpposition, Person]]:
    rows = PostMortemOpposition.objects.filter(patient=patient_id, scope=PostMortemScope.PERSON.value)
    found = rows.select_related("person").order_by("begins_at", "pk")
    return [(row, row.person) for row in found if row.person is not None]


def _reach(row: PostMortemOpposition, survivor: Person) -> None:
    same = {column: getattr(row, column) for column in _COPIED}
    PostMortemOpposition.objects.create(person=survivor, **same)


def _bear_one_name(named: Person, survivor: Person) -> bool:
    """By the name at birth or the one in use, whatever the accents; a survivor without a given name is in doubt."""
    families = {_plain(name) for name in (survivor.birth_name, survivor.used_name) if name}
    firsts = {_plain(name) for name in (survivor.birth_given_names, survivor.used_given_name) if name}
    given = {part for name in firsts for part in name.split()}
    return _plain(named.birth_name) in families and (
        not given or not given.isdisjoint(_plain(named.birth_given_names).split())
    )


def _plain(name: str) -> str:
    bare = unicodedata.normalize("NFD", name.casefold())
    letters = (" " if one in "-'’ " else one for one in bare if not unicodedata.combining(one))
    return " ".join("".join(letters).split())
