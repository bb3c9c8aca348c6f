"""What a new adult's parents had chosen and that is now his own, to keep or to withdraw (R70, decision.md §1.3)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from consents.calendar import majority
from consents.selectors import facts as rows_of
from consents.selectors import families, portrait
from consents.selectors.facts import DocumentsWanted
from consents.selectors.portrait import WordCard
from consents.vocabulary import Choice, SettingName
from sharing import world
from sharing.engine import settings, voices


@dataclass(frozen=True, slots=True)
class InheritedSetting:
    """The value that holds: of two parents' the stricter."""

    name: SettingName
    value: Choice
    said_at: datetime
    voice: str


@dataclass(frozen=True, slots=True)
class Inherited:
    words: tuple[WordCard, ...] = ()
    settings: tuple[InheritedSetting, ...] = ()

    def __len__(self) -> int:
        return len(self.words) + len(self.settings)


def inherited(patient_id: uuid.UUID, *, at: datetime) -> Inherited:
    """Empty for whoever nobody spoke for before eighteen: asked in two statements then."""
    if not families.was_spoken_for(patient_id, at=at):
        return Inherited()
    loaded = world.load(rows_of.persons([patient_id]), DocumentsWanted(), world.Named(), at=at)
    facts, patient = loaded.facts(patient_id), str(patient_id)
    if facts.patient is None or at < majority(facts.patient.born):
        return Inherited()
    birthday, speaking = majority(facts.patient.born), voices.speaking(facts, at)
    own = [voice for voice in speaking if voice.owner == patient]
    words = {word.id for voice in own for word in voice.words if word.voice != patient and word.declared_at < birthday}
    chosen = {
        one.name: InheritedSetting(one.name, one.value, one.declared_at, one.voice)
        for voice in own
        for one in voice.settings
        if one.voice != patient and one.declared_at < birthday and one.value is settings.chosen(speaking, one.name)
    }
    cards = portrait.standing_words(patient_id, at=at)
    return Inherited(tuple(card for card in cards if card.id in words), tuple(chosen[name] for name in sorted(chosen)))
