"""Settings: emergency choices, the treating physician's rights, relatives' wishes (R25, R30, R34–R37, R42).

The keys given replace; the others stay. One value a voice: where two voices differ the stricter holds, which
the engine weighs.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from consents.actor import Actor
from consents.errors import InvalidFact
from consents.models import Person, Setting
from consents.services import acts, naming, passing, turns
from consents.services.acts import Entered
from consents.services.turns import Matter, Turn
from consents.vocabulary import Choice, DeclarationKind, SettingName

_OPEN = frozenset({Choice.ALLOW, Choice.REFUSE})
_YES_NO = frozenset({Choice.YES, Choice.NO})
EMERGENCY: Mapping[SettingName, frozenset[Choice]] = {
    SettingName.EMERGENCY_BREAK_GLASS: _OPEN,
    SettingName.EMERGENCY_SAMU: _OPEN,
    SettingName.EMERGENCY_HIDDEN: _OPEN,
    SettingName.EMERGENCY_BLOCKS_HOLD: _YES_NO,
}
TREATING_PHYSICIAN: Mapping[SettingName, frozenset[Choice]] = {
    SettingName.TREATING_PHYSICIAN_SEES_HIDDEN: _YES_NO,
    SettingName.TREATING_PHYSICIAN_INFORMED: _YES_NO,
}
WISHES = frozenset({Choice.OPPOSED, Choice.ONLY, Choice.NO_WISH})


@transaction.atomic
def choose_for_emergencies(
    patient_id: UUID, *, choices: Mapping[SettingName, Choice], by: Actor, at: datetime, shown: int | None = None
) -> Entered:
    """Break-glass, SAMU, hidden documents, whether blocks hold (R34–R37).

    `shown`: the ledger's revision that the page showed. A choice that opens is refused with StaleRevision when
    anything was declared since, as a grant would be (decision.md §1.6); one that closes never is.
    """
    _known(choices, EMERGENCY)
    turn = turns.take(patient_id, matter=Matter.SHARED, by=by, at=at)
    _is_fresh(turn, choices, shown)
    return settle(turn, DeclarationKind.EMERGENCY, choices)


@transaction.atomic
def choose_for_treating_physician(
    patient_id: UUID, *, choices: Mapping[SettingName, Choice], by: Actor, at: datetime, shown: int | None = None
) -> Entered:
    """Whether he sees what is hidden (R30), and is told of others' interventions (R25). `shown`: as above."""
    _known(choices, TREATING_PHYSICIAN)
    turn = turns.take(patient_id, matter=Matter.SHARED, by=by, at=at)
    _is_fresh(turn, choices, shown)
    return settle(turn, DeclarationKind.TREATING_PHYSICIAN, choices)


@transaction.atomic
def wish_for_relatives(
    patient_id: UUID, *, grave_prognosis: Choice, only: Sequence[UUID] = (), by: Actor, at: datetime
) -> Entered:
    """Who may be told, by a doctor, of a grave prognosis (R42): nobody, `only` these, or no wish."""
    if grave_prognosis not in WISHES:
        raise InvalidFact("grave_prognosis", "unknown_word")
    if (grave_prognosis is Choice.ONLY) != bool(only):
        raise InvalidFact("only", "names_those_who_may_be_told")
    turn = turns.take(patient_id, matter=Matter.SHARED, by=by, at=at)
    people = [naming.known(Person, key, "unknown_recipient") for key in only]
    return settle(turn, DeclarationKind.RELATIVES, {SettingName.GRAVE_PROGNOSIS: grave_prognosis}, people)


def _known(choices: Mapping[SettingName, Choice], allowed: Mapping[SettingName, frozenset[Choice]]) -> None:
    if not choices:
        raise InvalidFact("choices", "empty")
    for name, value in choices.items():
        if value not in allowed.get(name, frozenset()):
            raise InvalidFact(str(name), "unknown_word")


def _is_fresh(turn: Turn, choices: Mapping[SettingName, Choice], shown: int | None) -> None:
    if any((name, value) in passing.OPENING for name, value in choices.items()):
        turns.is_fresh(turn, shown)


def settle(
    turn: Turn, kind: DeclarationKind, choices: Mapping[SettingName, Choice], only: Sequence[Person] = ()
) -> Entered:
    """Replace the keys given, of this voice, and write it down."""
    content: dict[str, Any] = {"set": {name.value: value.value for name, value in choices.items()}}
    if only:
        content["only"] = acts.references(person.pk for person in only)
    earlier = [row for name in choices for row in acts.standing(turn, Setting, name=name.value)]
    owned = [row for row in earlier if turn.owns(row.voice_id, row.declared_at)]
    content["ended"] = passing.end(turn, owned, at=turn.at)
    passing.end(turn, passing.former_quality(turn, earlier), at=turn.at)
    entered = acts.enter(turn, kind, content)
    for name, value in choices.items():
        row = Setting.objects.create(name=name.value, value=value.value, **acts.spoken(turn, entered))
        row.only.set(only)
    return entered
