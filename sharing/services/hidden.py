"""Which documents the patient's words close to whoever comes, and by which words.

The engine is asked, on the patient's own record, what a physician named by no word at all would be answered,
only what was said to everyone being kept. Nothing is journaled: nobody asks.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from consents.vocabulary import Profession, Purpose, RecipientKind
from sharing.engine.facts import Facts, Professional
from sharing.engine.question import Asker, Question
from sharing.services.answers import decide_each_safely

#: Nobody: an identifier that no professional of the directory has.
_WHOEVER = Professional("whoever-comes", Profession.PHYSICIAN)


def from_everyone(facts: Facts, *, at: datetime) -> Mapping[str, tuple[str, ...]]:
    """For each document closed to everyone by a word: the identifiers of the words that decide it."""
    patient = facts.patient
    if patient is None:
        return {}
    said = tuple(word for word in patient.preferences if word.to.kind is RecipientKind.EVERYONE)
    alone = replace(
        facts,
        patient=replace(patient, preferences=said),
        professionals={**facts.professionals, _WHOEVER.id: _WHOEVER},
    )
    question = Question(Asker.professional(_WHOEVER.id), patient.id, None, Purpose.CARE, at)
    answers = decide_each_safely(question, facts.documents, alone)
    return {
        document: answer.trace.deciding
        for document, answer in answers.items()
        if document is not None and not answer.permit and answer.trace.deciding
    }
