"""Lists both ways, made of single questions (decision.md §4): no gap, no count, no total."""

from collections.abc import Iterable
from datetime import datetime

from consents.vocabulary import Purpose
from sharing.engine.case import Case
from sharing.engine.decide import decide, decide_each
from sharing.engine.facts import Facts
from sharing.engine.question import Asker, Question
from sharing.engine.rules import purposes


def default_purpose(asker: Asker, patient: str | None, at: datetime, facts: Facts) -> Purpose:
    """The purpose meant when none is stated (vocabulary, table C)."""
    return purposes.default(Case.of(Question(asker, patient, None, Purpose.CARE, at), facts))


def decide_list(question: Question, facts: Facts) -> tuple[str, ...]:
    """What this asker may see: the patient's documents that are permitted, in their order."""
    ours = [each.id for each in facts.documents.values() if each.patient == question.patient]
    decisions = decide_each(question, ours, facts)
    return tuple(document for document in ours if decisions[document].permit)


def who_may_see(document: str, facts: Facts, at: datetime, candidates: Iterable[Asker]) -> tuple[Asker, ...]:
    """Those whose question with their default purpose is permitted; emergencies and activity
    analysis are not counted.
    """
    known = facts.documents.get(document)
    patient = known.patient if known else None
    return tuple(
        asker
        for asker in candidates
        if decide(
            Question(asker, patient, document, default_purpose(asker, patient, at, facts), at),
            facts,
        ).permit
    )
