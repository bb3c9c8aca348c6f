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
    """`value` is what holds, the strictest of all voices; `own` what the patient said, if anything, and when."""

    name: SettingName
    value: Choice
    own: Choice | None
    said_at: datetime | None


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


def standing(patient_id: uuid.UUID, *, at: datetime) -> Mapping[SettingName, SettingCard]:
    return _settings(own_view.around(patient_id, at=at), str(patient_id), at)


def in_an_emergency(patient_id: uuid.UUID, *, at: datetime) -> InEmergency:
    facts = own_view.around(patient_id, at=at)
    shown = own_view.own_documents(facts, str(patient_id), at=at)
    answers = in_emergency.answers(facts, at=at)
    counts = {ref: sum(decisions[one].permit for one in shown) for ref, decisions in answers.items()}
    known = own_view.around_him(facts, shown)
    blocked = [ref for ref, decisions in answers.items() if ref in known and decisions[None].rule == "R37"]
    return InEmergency(
        settings=_settings(facts, str(patient_id), at),
        documents=len(shown),
        someone=counts[in_emergency.SOMEONE],
        regulator=counts[in_emergency.REGULATOR],
        blocked=tuple(cards.professionals(blocked).values()),
    )


def _settings(facts: Facts, patient: str, at: datetime) -> dict[SettingName, SettingCard]:
    speaking = voices.speaking(facts, at)
    own = {said.name: said for voice in speaking if voice.owner == patient for said in voice.settings}
    return {name: _card(name, settings.chosen(speaking, name), own.get(name)) for name in _SHOWN}


def _card(name: SettingName, value: Choice, own: Setting | None) -> SettingCard:
    return SettingCard(name, value, own.value if own else None, own.declared_at if own else None)
