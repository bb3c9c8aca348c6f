"""What would be answered in an emergency (decision.md §5), on the patient's own pages: asked of the engine, not journaled.

Nobody knows who will come: the questions are those of a physician named by no word, of a SAMU regulator, and of each
health professional around the patient, everything that must be stated being stated.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from consents.vocabulary import PROFESSION_KINDS, OrganisationKind, Profession, ProfessionKind, Purpose
from sharing.engine.facts import Facts, Organisation, Professional
from sharing.engine.question import Asker, EmergencyStatement, Question
from sharing.services import own_view
from sharing.services.answers import Decisions, decide_each_safely

#: Identifiers that no professional and no place of the directory has.
SOMEONE, REGULATOR = "someone-who-comes", "samu-regulator"
_SAMU = Organisation("samu-that-is-called", OrganisationKind.SAMU)
_STRANGERS = {
    SOMEONE: Professional(SOMEONE, Profession.PHYSICIAN),
    REGULATOR: Professional(REGULATOR, Profession.SAMU_REGULATOR, (_SAMU.id,)),
}
STRANGERS = frozenset(_STRANGERS)
_STATED = EmergencyStatement(unable_to_consent=True, immediate_risk=True, reason="calcul pour le patient")


def answers(facts: Facts, *, at: datetime) -> dict[str, Decisions]:
    """For each of them: what each document, and the record (None), would be answered; from his best place."""
    wider = replace(
        facts,
        professionals={**facts.professionals, **_STRANGERS},
        organisations={**facts.organisations, _SAMU.id: _SAMU},
    )
    return {one.id: _from_the_best_place(one, wider, at) for one in _asking(wider)}


def _asking(facts: Facts) -> Iterator[Professional]:
    """Those who may state an emergency in their own right (§5)."""
    return (one for one in facts.professionals.values() if PROFESSION_KINDS[one.profession] is ProfessionKind.HEALTH)


def _from_the_best_place(one: Professional, facts: Facts, at: datetime) -> Decisions:
    purpose = Purpose.SAMU_CALL if one.id == REGULATOR else Purpose.EMERGENCY
    statement = None if purpose is Purpose.SAMU_CALL else _STATED
    patient = facts.patient.id if facts.patient else None
    given = [
        decide_each_safely(
            Question(Asker.professional(one.id, place), patient, None, purpose, at, statement),
            [*facts.documents, None],
            facts,
        )
        for place in one.organisations or (None,)
    ]
    return {about: own_view.best(each[about] for each in given) for about in given[0]}
