"""Lists both ways, made of single questions (decision.md §4): what he may see, who may see it.

No gap, no count, no total: what may not be seen is left out, and a page says only whether another follows.
Nothing is journaled here: a door that shows a list to the one who asks journals it.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from consents.selectors import facts as rows_of
from consents.vocabulary import Purpose
from sharing import gather
from sharing.asked import Asked
from sharing.engine.decision import Decision
from sharing.engine.facts import Facts
from sharing.engine.lists import default_purpose, who_may_see
from sharing.engine.question import Asker, Question
from sharing.services import own_view
from sharing.services.answers import decide_each_safely

PAGE = 100
LARGEST_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Page:
    """Identifiers of documents, the newest deposit first; `after` asks for the next page, None: the last one."""

    documents: tuple[str, ...]
    after: str | None


def visible(asked: Asked, *, at: datetime, after: str | None = None, size: int = PAGE) -> Page:
    """What this asker may see of this patient's record; the document of `asked` is left aside.

    An empty purpose is the asker's own. A cursor that is none of ours begins again. Raises QuestionError.
    """
    plain = replace(asked, document=None, purpose=asked.purpose or str(Purpose.CARE))
    (found,) = gather.gather([plain], gather.known([plain]), at=at, every=True)
    question = found.question if asked.purpose else _meant(found.question, found.facts)
    permitted, more = shown(question, found.facts, after=after, size=min(size, LARGEST_PAGE))
    documents = tuple(document for document, _ in permitted)
    return Page(documents, documents[-1] if more else None)


def shown(question: Question, facts: Facts, *, after: str | None, size: int) -> tuple[list[tuple[str, Decision]], bool]:
    """What this question permits after the cursor, with why; and whether anything follows. Raises QuestionError."""
    permitted = _permitted(question, _from(facts, after), facts)
    found = [each for each, _ in zip(permitted, range(size + 1), strict=False)]
    return found[:size], len(found) > size


def everyone_who_sees(patient_id: uuid.UUID, document_id: uuid.UUID, *, at: datetime) -> tuple[Asker, ...]:
    """Everyone whose question, with his default purpose and from one of his places, is permitted.

    Emergencies and activity analysis are not counted. Assistants of those who take part are asked too.
    """
    around = own_view.around(patient_id, at=at)
    helped = rows_of.assistants(uuid.UUID(ref) for ref in around.professionals)
    facts = own_view.around(patient_id, at=at, also=helped) if helped else around
    return who_may_see(str(document_id), facts, at, _candidates(facts))


def _candidates(facts: Facts) -> Iterator[Asker]:
    for known in facts.professionals.values():
        for place in known.organisations or (None,):
            yield Asker.professional(known.id, place)
    if facts.patient is not None:
        yield from (Asker.person(person) for person in sorted({facts.patient.id, *facts.persons}))


def _meant(question: Question, facts: Facts) -> Question:
    purpose = default_purpose(question.asker, question.patient, question.at, facts)
    return replace(question, purpose=purpose)


def _from(facts: Facts, after: str | None) -> list[str]:
    """The documents that follow the cursor, in the order of the list."""
    order = sorted(facts.documents.values(), key=lambda each: (each.deposited_at, each.id), reverse=True)
    ids = [each.id for each in order]
    return ids[ids.index(after) + 1 :] if after is not None and after in facts.documents else ids


def _permitted(question: Question, documents: list[str], facts: Facts) -> Iterator[tuple[str, Decision]]:
    """Decided by hundreds, so that a page of a large record costs what it shows."""
    for first in range(0, len(documents), LARGEST_PAGE):
        some = documents[first : first + LARGEST_PAGE]
        decisions = decide_each_safely(question, some, facts)
        yield from ((document, decisions[document]) for document in some if decisions[document].permit)
