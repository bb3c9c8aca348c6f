"""decision.md §1.3: whose word is whose at a moment. Each voice is a heap of words, weighed apart (§2)."""

# ruff: noqa: PERF401, SIM102
# Straight loops on purpose: each follows its sentence.

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from consents.calendar import first_instant, majority
from consents.vocabulary import REPRESENTATION_MEASURES, Choice, SettingName, Stance
from sharing.engine.facts import Period, Preference, Setting
from tests.sharing.reference.asked import Asked

Word = Preference | Setting
JUST_BEFORE = timedelta(microseconds=1)

#: The stricter value of each setting; the other one opens.
STRICTER = {
    SettingName.EMERGENCY_BREAK_GLASS: Choice.REFUSE,
    SettingName.EMERGENCY_SAMU: Choice.REFUSE,
    SettingName.EMERGENCY_HIDDEN: Choice.REFUSE,
    SettingName.EMERGENCY_BLOCKS_HOLD: Choice.YES,
    SettingName.TREATING_PHYSICIAN_SEES_HIDDEN: Choice.NO,
    SettingName.TREATING_PHYSICIAN_INFORMED: Choice.NO,
}


@dataclass
class Voice:
    """`owner` None: nobody is left to speak, and what closes still stands."""

    owner: str | None
    words: list[Preference] = field(default_factory=list)
    settings: list[Setting] = field(default_factory=list)


def voices(asked: Asked) -> list[Voice]:
    """ "An adult speaks with one voice. For a minor each holder of parental authority is a voice of its own; for a
    protected adult, the adult and each representative for the person are voices." """
    found = [Voice(owner) for owner in _owners(asked)] or [Voice(None)]
    for voice in found:
        for word in [*asked.patient.preferences, *asked.patient.settings]:
            if word.period.covers(asked.at) and _is_said_by(asked, voice.owner, word):
                (voice.words if isinstance(word, Preference) else voice.settings).append(word)
    return found


def _owners(asked: Asked) -> list[str]:
    return _speaking(asked, asked.at) if asked.is_minor() else [asked.patient.id, *_speaking(asked, asked.at)]


def _speaking(asked: Asked, at: datetime) -> list[str]:
    people = {each.holder for each in asked.patient.authorities} | {each.guardian for each in asked.patient.measures}
    return sorted(one for one in people if _any_covers(_titles(asked, one), at))


def _titles(asked: Asked, person: str) -> list[Period]:
    """Parental authority until eighteen, representation for the person; all end with the life of who held them."""
    eighteen = majority(asked.patient.born)
    found = [_cut(each.held, eighteen) for each in asked.patient.authorities if each.holder == person]
    for each in asked.patient.measures:
        if each.guardian == person and each.measure in REPRESENTATION_MEASURES:
            found.append(each.period)
    known = asked.facts.persons.get(person)
    if known is not None and known.died is not None:
        found = [_cut(each, first_instant(known.died)) for each in found]
    return found


def _cut(period: Period, end: datetime) -> Period:
    return Period(period.begins, end if period.ends is None else min(period.ends, end))


def _is_said_by(asked: Asked, owner: str | None, word: Word) -> bool:
    """ "A voice replaces and withdraws only its own words"; and whose own a word has become."""
    if isinstance(word, Setting) and word.name not in STRICTER:
        return False
    if word.voice == asked.patient.id:
        return owner == word.voice
    # "At eighteen the parents' words become the patient's own, to replace or withdraw"
    if _became_the_patients(asked, word):
        dropped = isinstance(word, Preference) and _the_stricter_alone_became_his(asked, word)
        return (
            owner == asked.patient.id
            and not dropped
            and not _replaced(asked, owner, word, majority(asked.patient.born))
        )
    if word.voice in _owners(asked) and (_closes(word) or _lasts(asked, word)):
        return owner == word.voice
    # "When authority or a measure ends otherwise, that voice's grants end with it and its oppositions pass to the
    # patient's other voices."
    return _closes(word) and not _replaced(asked, owner, word, _lost(asked, word.voice))


def _became_the_patients(asked: Asked, word: Word) -> bool:
    """A guardian whose measure goes on past eighteen keeps his own voice; a parent's words are the child's."""
    eighteen = majority(asked.patient.born)
    last = eighteen - JUST_BEFORE
    if asked.is_minor() or word.declared_at >= eighteen or word.voice not in _speaking(asked, last):
        return False
    holder = any(each.holder == word.voice and each.held.covers(last) for each in asked.patient.authorities)
    return holder or word.voice not in _speaking(asked, eighteen)


def _the_stricter_alone_became_his(asked: Asked, word: Preference) -> bool:
    """ "where two parents' words … differ, the stricter alone becomes his": a grant that another opposed is gone."""
    eighteen = majority(asked.patient.born)
    for other in asked.patient.preferences:
        same = (other.to, other.about) == (word.to, word.about)
        another = other.voice not in (word.voice, asked.patient.id) and other.declared_at < eighteen
        stands = other.period.ends is None or other.period.ends > eighteen
        if same and another and stands and word.stance is Stance.GRANT and other.stance is Stance.OPPOSE:
            return True
    return False


def _replaced(asked: Asked, owner: str | None, word: Word, since: datetime | None) -> bool:
    """ "A new preference of the same voice and the same `to × about` replaces the earlier one from the moment it begins;
    what is replaced does not come back." "In a setting the keys given replace." """
    for other in [*asked.patient.preferences, *asked.patient.settings]:
        if other.voice == owner and _key(other) == _key(word) and other.period.has_begun(asked.at):
            if since is None or other.declared_at >= since:
                return True
    return False


def _key(word: Word) -> object:
    return (word.to, word.about) if isinstance(word, Preference) else word.name


def _lost(asked: Asked, person: str) -> datetime | None:
    """When he last lost his voice."""
    ends = [each.ends for each in _titles(asked, person) if each.has_begun(asked.at) and each.ends is not None]
    return max((each for each in ends if each <= asked.at), default=None)


def _lasts(asked: Asked, word: Word) -> bool:
    """Whether its speaker has spoken for the patient without a gap since he said it."""
    periods = _titles(asked, word.voice)
    moments = {word.declared_at, asked.at}
    for period in periods:
        moments |= {end for end in (period.begins, period.ends) if end and word.declared_at <= end <= asked.at}
    return all(_any_covers(periods, moment) for moment in moments)


def _any_covers(periods: list[Period], moment: datetime) -> bool:
    return any(period.covers(moment) for period in periods)


def _closes(word: Word) -> bool:
    if isinstance(word, Preference):
        return word.stance is Stance.OPPOSE
    return STRICTER[word.name] is word.value
