"""The questions that one professional could ask about the patient's record, put in his place.

The patient looks at his own record: the engine answers, nothing is journaled, nobody is told.
"""

from dataclasses import dataclass
from datetime import datetime

from consents.vocabulary import Profession, Purpose
from sharing.engine.case import Case
from sharing.engine.facts import Facts
from sharing.engine.lists import default_purpose
from sharing.engine.question import Asker, EmergencyStatement, Question

#: Stands for what he would have to state before the glass is broken (decision.md §5).
_STATED = EmergencyStatement(unable_to_consent=True, immediate_risk=True, reason="asked by the patient himself")


@dataclass(frozen=True, slots=True)
class Asking:
    """`question` is about the record as a whole. `places`: all of his at that moment, in their order.

    `purposes`: those that he may state from the place asked from; the one he means when he states none is first.
    """

    question: Question
    places: tuple[str, ...]
    purposes: tuple[Purpose, ...]


def askings(facts: Facts, professional: str, *, place: str = "", purpose: str = "", at: datetime) -> list[Asking]:
    """From the place named, or from each of his; never none. A place or a purpose that is not his is left aside."""
    known = facts.professionals.get(professional)
    places = known.organisations if known else ()
    chosen: list[str | None] = [place] if place in places else [*places] or [None]
    return [_asking(Asker.professional(professional, each), facts, places, purpose, at) for each in chosen]


def urgent(asking: Asking, facts: Facts) -> Question | None:
    """The same in an emergency; nothing for one who may not break the glass."""
    question = asking.question
    if not Case.of(question, facts).may_break_the_glass:
        return None
    return Question(question.asker, question.patient, question.about, Purpose.EMERGENCY, question.at, _STATED)


def _asking(asker: Asker, facts: Facts, places: tuple[str, ...], purpose: str, at: datetime) -> Asking:
    patient = facts.patient.id if facts.patient else None
    usual = default_purpose(asker, patient, at, facts)
    purposes = (usual, *_others(Case.of(Question(asker, patient, None, usual, at), facts)))
    meant = next((each for each in purposes if each == purpose), usual)
    statement = _STATED if meant is Purpose.EMERGENCY else None
    return Asking(Question(asker, patient, None, meant, at, statement), places, purposes)


def _others(case: Case) -> tuple[Purpose, ...]:
    """What he may state besides (vocabulary, table C)."""
    analyses = case.professional is not None and case.professional.profession is Profession.DIM_PHYSICIAN
    doors = (
        (Purpose.EMERGENCY, case.may_break_the_glass),
        (Purpose.SAMU_CALL, case.regulates),
        (Purpose.ACTIVITY_ANALYSIS, analyses),
    )
    return tuple(purpose for purpose, may_state in doors if may_state)
