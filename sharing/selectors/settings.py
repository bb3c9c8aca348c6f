"""The patient's settings as they hold: the engine's reading of what every voice said, and of silence.

And what they come to in an emergency, on this record. Nothing is journaled: the patient looks at his own record.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from consents.selectors import portrait as cards
from consents.selectors.portrait import ProfessionalCard
from consents.vocabulary import Choice, SettingName
from sharing.engine import settings, voices
from sharing.engine.facts import Facts, Setting
from sharing.services import in_emergency, own_view

_SHOWN = (
    SettingName.EMERGENCY_SAMU,
    SettingName.EMERGENCY_BREAK_GLASS,
    SettingName.EMERGENCY_HIDDEN,
    SettingName.EMERGENCY_BLOCKS_HOLD,
    SettingName.TREATING_PHYSICIAN_SEES_HIDDEN,
    SettingName.TREATING_PHYSICIAN_INFORMED,
)


@dataclass(frozen=True, slots=True)
class SettingCard:
    """`value` is what holds, the strictest of all voices; `own` what the one who looks, most often the patient, said
    himself, if anything, and when. `stricter`: the voices whose word holds against his."""

    name: SettingName
    value: Choice
    own: Choice | None
    said_at: datetime | None
    stricter: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InEmergency:
    """`documents`: those the patient sees. `someone`, `regulator`: how many of them a stranger would be shown.

    `blocked`: the health professionals around him to whom the record stays closed even then (R37).
    """

    settings: Mapping[SettingName, SettingCard]
    documents: int
    someone: int
    regulator: int
    blocked: tuple[ProfessionalCard, ...]


def standing(
    patient_id: uuid.UUID, *, voice: uuid.UUID | None = None, at: datetime
) -> Mapping[SettingName, SettingCard]:
    """`voice`: the one who looks, when he is not the patient."""
    return _settings(own_view.around(patient_id, at=at), str(voice or patient_id), at)


def in_an_emergency(patient_id: uuid.UUID, *, reader: uuid.UUID | None = None, at: datetime) -> InEmergency:
    """`reader`: one who speaks for the patient, and is shown nothing that is secret from him."""
    facts, looks = own_view.around(patient_id, at=at), str(reader or patient_id)
    shown = own_view.own_documents(facts, looks, at=at)
    answers = in_emergency.answers(own_view.told_to(facts, looks, at=at), at=at)
    counts = {ref: sum(decisions[one].permit for one in shown) for ref, decisions in answers.items()}
    known = own_view.known_around(facts, looks, at=at)
    blocked = [ref for ref, decisions in answers.items() if ref in known and decisions[None].rule == "R37"]
    return InEmergency(
        settings=_settings(facts, looks, at),
        documents=len(shown),
        someone=counts[in_emergency.SOMEONE],
        regulator=counts[in_emergency.REGULATOR],
        blocked=tuple(cards.professionals(blocked).values()),
    )


def _settings(facts: Facts, looks: str, at: datetime) -> dict[SettingName, SettingCard]:
    speaking = voices.speaking(facts, at)
    said = [(voice.owner, one) for voice in speaking for one in voice.settings]
    own = {one.name: one for owner, one in said if owner == looks}
    holding = {name: settings.chosen(speaking, name) for name in _SHOWN}
    return {
        name: _card(
            name, value, own.get(name), [owner for owner, one in said if (one.name, one.value) == (name, value)]
        )
        for name, value in holding.items()
    }


def _card(name: SettingName, value: Choice, own: Setting | None, voices: list[str | None]) -> SettingCard:
    """Those who said what holds, unless he said it himself."""
    stricter = () if own and own.value is value else tuple(each for each in voices if each is not None)
    return SettingCard(name, value, own.value if own else None, own.declared_at if own else None, stricter)
