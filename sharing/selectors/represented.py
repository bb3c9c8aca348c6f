"""Whom a person may stand for today, by the engine's answer about each record (R59, R60, R64, R70, R72, R73)."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from consents.selectors import facts as rows_of
from consents.selectors import families
from consents.selectors.facts import DocumentsWanted
from consents.selectors.families import PersonCard
from consents.selectors.readers import Reader
from sharing import world
from sharing.engine import voices
from sharing.engine.facts import Facts
from sharing.selectors import readers

#: Read through a doctor: he may not read here, and still decides (R64).
THROUGH_A_DOCTOR = "R64"
#: He assists an adult: he reads what she granted him, and decides nothing (R73).
ASSISTED = "R73"


@dataclass(frozen=True, slots=True)
class Represented:
    """`others`: who else decides for this patient at that moment, by name (decision.md §1.3)."""

    person: PersonCard
    reads: Reader
    others: Mapping[str, str]

    @property
    def through_a_doctor(self) -> bool:
        return self.reads.rule == THROUGH_A_DOCTOR

    @property
    def assists(self) -> bool:
        return self.reads.rule == ASSISTED


def represented(patient_id: uuid.UUID, by: uuid.UUID, *, at: datetime) -> Represented | None:
    """None for whoever is nobody's, not his, of age, withdrawn from him or dead: all alike."""
    found = _represented([patient_id], by, DocumentsWanted(every=True), at)
    return found[0] if found else None


def children(of: uuid.UUID, *, at: datetime) -> tuple[Represented, ...]:
    """The children over whom this person holds authority, the eldest first; of their documents nothing is read."""
    return tuple(_represented(families.ever_held(of), of, DocumentsWanted(), at))


def wards(of: uuid.UUID, *, at: datetime) -> tuple[Represented, ...]:
    """Those whom a measure has this person represent, or assist and read, at that moment (R72, R73)."""
    return tuple(_represented(families.ever_named(of), of, DocumentsWanted(every=True), at))


def _represented(
    patients: Sequence[uuid.UUID], by: uuid.UUID, wanted: DocumentsWanted, at: datetime
) -> list[Represented]:
    if not patients or by in patients:
        return []
    named = world.Named(persons=frozenset({by}))
    known = world.load(rows_of.persons(patients), wanted, named, at=at)
    facts = {each: known.facts(each) for each in patients}
    reads = {each: readers.of_facts(facts[each], each, by, at=at) for each in patients}
    standing = [each for each in patients if _stands(reads[each])]
    others = {each: _others(facts[each], by, at) for each in standing}
    cards = families.cards([*standing, *(uuid.UUID(one) for each in others.values() for one in each)])
    return [
        Represented(cards[str(each)], reads[each], {one: cards[one].name for one in others[each]}) for each in standing
    ]


def _stands(reads: Reader) -> bool:
    """Of the record as a whole; for one who assists, a grant about a part of it is enough to read that part."""
    partly = reads.rule == ASSISTED and bool(reads.documents)
    return reads.admitted or reads.rule == THROUGH_A_DOCTOR or partly


def _others(facts: Facts, by: uuid.UUID, at: datetime) -> list[str]:
    owners = (voice.owner for voice in voices.speaking(facts, at))
    return [owner for owner in owners if owner is not None and owner != str(by)]
