"""What those who survive a patient would be answered, by the engine itself, about his own record as it is today (R52–R55).

His death, and whoever asks, are supposed in the facts alone: nothing is written, nobody is told.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from consents.calendar import paris_day
from consents.vocabulary import AFTER_DEATH_PURPOSES, Purpose, SurvivorRelation
from sharing.engine.facts import Facts, Person, Survivor
from sharing.engine.question import Asker, Question
from sharing.services import own_view
from sharing.services.answers import Decisions, decide_each_safely

#: Someone whom the patient did not name: an heir like any other.
SOMEONE = "someone"


@dataclass(frozen=True, slots=True)
class Told:
    """For one motive: how many of the `known` documents would be told, at most, and by which rule the record is refused."""

    motive: Purpose
    documents: int
    refused: str


@dataclass(frozen=True, slots=True)
class Prospect:
    """`known`: the documents that the patient himself may see. `told`: by person, `SOMEONE` first, then by motive."""

    known: int
    told: Mapping[str, tuple[Told, ...]]


def prospect(patient_id: uuid.UUID, *, at: datetime, persons: Sequence[str] = ()) -> Prospect:
    """If he died today and an heir asked. `persons`: heirs who bear those identifiers."""
    facts = own_view.around(patient_id, at=at)
    shown = own_view.own_documents(facts, str(patient_id), at=at)
    supposed = _supposed(facts, persons, at)
    return Prospect(len(shown), {who: _told(who, supposed, shown, at) for who in (SOMEONE, *persons)})


def rehearse(
    patient_id: uuid.UUID, declare: Callable[[], object], *, at: datetime, persons: Callable[[], Sequence[str]]
) -> tuple[Prospect, Prospect]:
    """Before and after `declare`, a call of a service of consents, which is really made and undone. `persons`: those
    whom it names, asked once it is made. Raises what the service raises.
    """
    with transaction.atomic():
        declare()
        named = persons()
        after = prospect(patient_id, at=at, persons=named)
        transaction.set_rollback(True)
    return prospect(patient_id, at=at, persons=named), after


def _supposed(facts: Facts, persons: Sequence[str], at: datetime) -> Facts:
    """As it stands now, but for his death this very day, and these heirs."""
    if facts.patient is None:
        return facts
    heirs = tuple(Survivor(who, SurvivorRelation.HEIR) for who in (SOMEONE, *persons))
    dead = replace(facts.patient, died=paris_day(at), survivors=heirs)
    himself = replace(facts.persons.get(dead.id, Person(dead.id)), died=paris_day(at))
    known = {who: facts.persons.get(who, Person(who)) for who in (SOMEONE, *persons)}
    return replace(facts, patient=dead, persons={**facts.persons, **known, dead.id: himself})


def _told(who: str, facts: Facts, shown: set[str], at: datetime) -> tuple[Told, ...]:
    return tuple(_for_motive(motive, who, facts, shown, at) for motive in sorted(AFTER_DEATH_PURPOSES))


def _for_motive(motive: Purpose, who: str, facts: Facts, shown: set[str], at: datetime) -> Told:
    patient = facts.patient.id if facts.patient else None
    question = Question(Asker.person(who), patient, None, motive, at)
    decided: Decisions = decide_each_safely(question, [*sorted(shown), None], facts)
    whole = decided[None]
    permitted = sum(answer.permit for document, answer in decided.items() if document is not None)
    return Told(motive, permitted, "" if whole.permit else whole.rule)
