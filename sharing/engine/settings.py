"""What the patient chose once for all: where two voices set a setting, the stricter holds.

A setting never lifts another voice's opposition (decision.md §9.5).
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

from consents.silence import SILENCE
from consents.vocabulary import Choice, SettingName, Stance
from sharing.engine.decision import Wish
from sharing.engine.facts import Preference, Setting
from sharing.engine.preferences import LeftOut

#: From the strictest to the most lenient value of each setting (decision.md §1).
_STRICTNESS: Mapping[SettingName, tuple[Choice, ...]] = {
    SettingName.EMERGENCY_BREAK_GLASS: (Choice.REFUSE, Choice.ALLOW),
    SettingName.EMERGENCY_SAMU: (Choice.REFUSE, Choice.ALLOW),
    SettingName.EMERGENCY_HIDDEN: (Choice.REFUSE, Choice.ALLOW),
    SettingName.EMERGENCY_BLOCKS_HOLD: (Choice.YES, Choice.NO),
    SettingName.TREATING_PHYSICIAN_SEES_HIDDEN: (Choice.NO, Choice.YES),
    SettingName.TREATING_PHYSICIAN_INFORMED: (Choice.NO, Choice.YES),
    SettingName.GRAVE_PROGNOSIS: (Choice.OPPOSED, Choice.ONLY, Choice.NO_WISH),
    SettingName.THROUGH_PHYSICIAN: (Choice.YES, Choice.NO),
}


class Speaks(Protocol):
    """A voice, as far as its settings go."""

    @property
    def owner(self) -> str | None: ...
    @property
    def settings(self) -> tuple[Setting, ...]: ...


def is_strict(setting: Setting) -> bool:
    """Does it close something? Such a setting outlives the voice that said it."""
    return setting.value is not _STRICTNESS[setting.name][-1]


def chosen(voices: Iterable[Speaks], name: SettingName) -> Choice:
    """The strictest of what the voices set; what silence means when none did."""
    values = [setting.value for setting in _said(voices, name)]
    return min(values, key=_STRICTNESS[name].index, default=SILENCE[name])


def wish(voices: Iterable[Speaks]) -> Wish:
    """The wish after a grave prognosis (R42): opposed, only these persons, or no wish."""
    said = _said(voices, SettingName.GRAVE_PROGNOSIS)
    choice = min(
        (setting.value for setting in said),
        key=_STRICTNESS[SettingName.GRAVE_PROGNOSIS].index,
        default=Choice.NO_WISH,
    )
    if choice is not Choice.ONLY:
        return Wish(choice)
    named = [set(setting.persons) for setting in said if setting.value is Choice.ONLY]
    return Wish(choice, tuple(sorted(set.intersection(*named))))


def lifting(voices: Iterable[Speaks], name: SettingName, value: Choice) -> LeftOut | None:
    """Which oppositions that value leaves out; None when it does not hold at all (§9.5).

    A voice's setting counts for that voice's oppositions. Among words that came to one voice from
    several people, one person's setting counts for his own and for the voice's own.
    """
    voices = tuple(voices)
    if chosen(voices, name) is not value:
        return None
    said = {voice.owner: {setting.voice for setting in voice.settings if setting.name is name} for voice in voices}

    def counts(owner: str | None, word: Preference) -> bool:
        speakers = said.get(owner, set())
        if word.stance is not Stance.OPPOSE or not speakers:
            return False
        return bool(speakers & {owner, word.voice}) or word.voice == owner

    return counts


def _said(voices: Iterable[Speaks], name: SettingName) -> list[Setting]:
    return [setting for voice in voices for setting in voice.settings if setting.name is name]
