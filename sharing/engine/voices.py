"""Who speaks for the patient at a moment, and with which words (decision.md §1.3).

An adult speaks with one voice. For a minor each holder of parental authority is a voice; for a
protected adult, the adult and each representative for the person are voices. At eighteen the
parents' words become the patient's own. When a title ends otherwise, that voice's grants end with
it and its oppositions pass to the patient's other voices; with none left they still stand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from consents.calendar import majority
from consents.vocabulary import Stance
from sharing.engine.facts import Facts, PatientFacts, Period, Preference, Setting
from sharing.engine.settings import is_strict
from sharing.engine.titles import INSTANT, holds_authority, is_minor, speaking_periods


@dataclass(frozen=True, slots=True)
class Voice:
    """`owner` None: nobody is left to speak. A word keeps the identifier of who said it."""

    owner: str | None
    words: tuple[Preference, ...]
    settings: tuple[Setting, ...]


def speaking(facts: Facts, at: datetime) -> tuple[Voice, ...]:
    """The voices at that moment, each with its own words and those that came to it."""
    if facts.patient is None:
        return ()
    owners = tuple(_owners(facts, facts.patient, at))
    return tuple(_voice(owner, facts, facts.patient, owners, at) for owner in owners or (None,))


def _owners(facts: Facts, patient: PatientFacts, at: datetime) -> Iterator[str]:
    if not is_minor(patient, at):
        yield patient.id
    for person in sorted(_representatives(patient)):
        if person != patient.id and _speaks(person, facts, at):
            yield person


def _representatives(patient: PatientFacts) -> set[str]:
    holders = {authority.holder for authority in patient.authorities}
    return holders | {measure.guardian for measure in patient.measures}


def _speaks(person: str, facts: Facts, at: datetime) -> bool:
    return any(period.covers(at) for period in speaking_periods(person, facts))


def _voice(
    owner: str | None,
    facts: Facts,
    patient: PatientFacts,
    owners: tuple[str, ...],
    at: datetime,
) -> Voice:
    words = tuple(
        word
        for word in sorted(patient.preferences, key=lambda each: each.id)
        if word.period.covers(at) and _reaches(word, owner, facts, patient, owners, at)
    )
    settings = tuple(
        setting
        for setting in patient.settings
        if setting.period.covers(at) and _setting_reaches(setting, owner, facts, patient, owners, at)
    )
    return Voice(owner, words, settings)


def _reaches(
    word: Preference,
    owner: str | None,
    facts: Facts,
    patient: PatientFacts,
    owners: tuple[str, ...],
    at: datetime,
) -> bool:
    """Is this word in that voice: said by it, become its own, or passed to it?"""
    if word.voice in owners and not _became_the_patients(word, facts, patient, at):
        stands = word.stance is Stance.OPPOSE or _has_spoken_since(word, facts, patient, at)
        return word.voice == owner and stands
    if _became_the_patients(word, facts, patient, at):
        ours = owner == patient.id and not _dropped_at_majority(word, facts, patient)
        return ours and not _settled_since(word, owner, majority(patient.born), patient, at)
    if word.stance is Stance.GRANT:
        return False
    return not _settled_since(word, owner, _ended(word.voice, facts, at), patient, at)


def _setting_reaches(
    setting: Setting,
    owner: str | None,
    facts: Facts,
    patient: PatientFacts,
    owners: tuple[str, ...],
    at: datetime,
) -> bool:
    """Settings go the way of words: a lenient one ends with its voice, a strict one passes on."""
    if setting.voice == patient.id and is_minor(patient, at):
        return False
    if setting.voice in owners and not _became_the_patients(setting, facts, patient, at):
        stands = is_strict(setting) or _has_spoken_since(setting, facts, patient, at)
        return setting.voice == owner and stands
    if _became_the_patients(setting, facts, patient, at):
        ours = owner == patient.id
        return ours and not _set_since(setting, owner, majority(patient.born), patient, at)
    if not is_strict(setting):
        return False
    return not _set_since(setting, owner, _ended(setting.voice, facts, at), patient, at)


def _has_spoken_since(said: Preference | Setting, facts: Facts, patient: PatientFacts, at: datetime) -> bool:
    """Without a gap: what a voice opened ended with its title, and does not come back with another."""
    if said.voice == patient.id:
        return True
    reached = said.declared_at
    for period in sorted(speaking_periods(said.voice, facts), key=_begin):
        if period.has_begun(reached) and (period.ends is None or period.ends > reached):
            if period.ends is None:
                return True
            reached = period.ends
    return reached > at


def _begin(period: Period) -> float:
    return period.begins.timestamp() if period.begins else float("-inf")


def _became_the_patients(said: Preference | Setting, facts: Facts, patient: PatientFacts, at: datetime) -> bool:
    """Said before the eighteenth birthday by one who held authority until it.

    A guardian whose measure goes on keeps his own voice.
    """
    birthday = majority(patient.born)
    if at < birthday or said.voice == patient.id or said.declared_at >= birthday:
        return False
    last = birthday - INSTANT
    if not _speaks(said.voice, facts, last):
        return False
    return holds_authority(said.voice, patient, last) or not _speaks(said.voice, facts, birthday)


def _dropped_at_majority(word: Preference, facts: Facts, patient: PatientFacts) -> bool:
    """Where one parent granted what the other opposed, the grant is gone for good."""
    birthday = majority(patient.born)
    return word.stance is Stance.GRANT and any(
        other.stance is Stance.OPPOSE
        and other.voice not in (word.voice, patient.id)
        and _same_key(other, word)
        and other.declared_at < birthday
        and (other.period.ends is None or other.period.ends > birthday)
        for other in patient.preferences
    )


def _ended(person: str, facts: Facts, at: datetime) -> datetime | None:
    """When the last title of this person ended; None: it never was one."""
    ends = [period.ends for period in speaking_periods(person, facts) if period.has_begun(at)]
    return max((end for end in ends if end is not None and end <= at), default=None)


def _settled_since(
    word: Preference,
    owner: str | None,
    since: datetime | None,
    patient: PatientFacts,
    at: datetime,
) -> bool:
    """The voice it came to has said something for the same since then: it replaced the word."""
    return any(
        own.voice == owner
        and _same_key(own, word)
        and (since is None or own.declared_at >= since)
        and own.period.has_begun(at)
        for own in patient.preferences
    )


def _set_since(
    setting: Setting,
    owner: str | None,
    since: datetime | None,
    patient: PatientFacts,
    at: datetime,
) -> bool:
    return any(
        own.voice == owner
        and own.name is setting.name
        and (since is None or own.declared_at >= since)
        and own.period.has_begun(at)
        for own in patient.settings
    )


def _same_key(one: Preference, other: Preference) -> bool:
    return (one.to, one.about) == (other.to, other.about)
