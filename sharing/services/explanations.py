"""Why an answer is what it is, and what would change it: for the patient and the reviewer.

Nothing is journaled: nobody asks for the record. The asker never gets it (decision.md §6).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from consents.selectors.called import called
from consents.vocabulary import Purpose
from sharing import gather
from sharing.asked import Asked
from sharing.engine.decision import Decision
from sharing.engine.explain import explain as engine_explain
from sharing.engine.facts import Preference
from sharing.engine.lists import default_purpose
from sharing.engine.question import Question
from sharing.engine.whatif import Change


@dataclass(frozen=True, slots=True)
class Explained:
    """The question, its answer with its trace, the words that took part, the smallest change, names."""

    question: Question
    decision: Decision
    change: Change | None
    words: Mapping[str, Preference]
    names: Mapping[str, str]


def explain(asked: Asked, *, at: datetime) -> Explained:
    """An empty purpose is the asker's own (vocabulary, table C). Raises QuestionError."""
    plain = replace(asked, purpose=asked.purpose or str(Purpose.CARE))
    (found,) = gather.gather([plain], gather.known([plain]), at=at)
    question, facts = found.question, found.facts
    if not asked.purpose:
        purpose = default_purpose(question.asker, question.patient, at, facts)
        question = replace(question, purpose=purpose)
    explained = engine_explain(question, facts)
    words = {word.id: word for word in facts.patient.preferences} if facts.patient else {}
    names = called(_references(question, explained.change, words, explained.decision))
    return Explained(question, explained.decision, explained.change, words, names)


def _references(
    question: Question, change: Change | None, words: Mapping[str, Preference], decision: Decision
) -> Iterator[str]:
    """Every identifier that the explanation will name."""
    yield from filter(None, (question.asker.ref, question.asker.organisation, question.patient, question.about))
    for word in words.values():
        yield from (word.voice, word.to.ref, word.about.ref)
    if change is not None:
        yield change.voice
        yield from (end.ref for end in (change.to, change.about) if end is not None)
    if decision.trace.basis is not None and decision.trace.basis.organisation:
        yield decision.trace.basis.organisation
    if decision.trace.assisted:
        yield decision.trace.assisted
