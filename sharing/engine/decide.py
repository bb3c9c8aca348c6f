"""The order of questions (decision.md §4): the first line that answers ends it.

One question, one answer: permit or deny, with the rule that decided. When anything is missing,
unknown, contradictory or fails, the answer is deny (R05).
"""

from collections.abc import Callable, Hashable, Iterable

from sharing.engine import alike, present
from sharing.engine.answer import Answer, deny
from sharing.engine.case import Case
from sharing.engine.decision import Decision
from sharing.engine.facts import Facts
from sharing.engine.item import WHOLE_RECORD, Item, find
from sharing.engine.question import Question, QuestionError
from sharing.engine.rules import (
    activity_analysis,
    after_death,
    assistant,
    author,
    mandate,
    never,
    patient,
    professional,
    purposes,
    relative,
    representative,
    unknown,
)

Line = Callable[[Case, Item], Answer | None]

#: Lines 3 to 10. The author who is concerned himself keeps his own documents (§9.6).
LINES: tuple[Line, ...] = (
    after_death.answer,
    author.who_is_concerned_himself,
    patient.answer,
    representative.answer,
    relative.answer,
    mandate.answer,
    author.answer,
    activity_analysis.answer,
    professional.answer,
)


def decide(question: Question, facts: Facts) -> Decision:
    """The answer to one question; QuestionError when it is malformed, and never answered."""
    return decide_each(question, (question.about,), facts)[question.about]


def decide_each(question: Question, abouts: Iterable[str | None], facts: Facts) -> dict[str | None, Decision]:
    """The same question about several documents: each by itself, what they share worked out once.

    `question.about` is left aside; None among `abouts` is the record as a whole.
    """
    case = Case.of(question, facts)
    decided: dict[Hashable, Decision] = {}
    return {about: _decide_one(case, about, decided) for about in abouts}


def _decide_one(case: Case, about: str | None, decided: dict[Hashable, Decision]) -> Decision:
    """Total: an exception inside a rule is a deny, R05, with the error in the trace."""
    try:
        kind = alike.likeness(about, case)
        if kind not in decided:
            item = find(about, case.facts)
            said = answer(case, item)
            decided[kind] = present.decision(said, case, item or WHOLE_RECORD, about)
        return decided[kind]
    except QuestionError:
        raise
    except Exception as error:
        return present.failure(error, about)


def answer(case: Case, item: Item | None) -> Answer:
    """Lines 1 and 2, then the others; what nobody answers is denied."""
    refused = _unknown_or_never(case, item)
    if refused is not None or item is None:
        return refused or deny("R05", "4.1")
    answered = next((said for line in LINES if (said := line(case, item)) is not None), None)
    if answered is None:
        return deny("R05", "4")
    bound = assistant.opposed(case, item) if answered.permit else None
    return bound or answered


def _unknown_or_never(case: Case, item: Item | None) -> Answer | None:
    """Line 2 answers even when patient or document is unknown, so it is asked before them."""
    refused = unknown.asker(case) or never.asker(case) or unknown.assisted(case)
    if refused is not None:
        return refused
    purposes.require_statement(case)
    return unknown.patient_or_document(case, item) or unknown.capacity(case) or purposes.may_be_stated(case)
