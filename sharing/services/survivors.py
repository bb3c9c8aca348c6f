"""After a death: an heir or partner asks, an establishment transmits, the answer has its reasons (R52–R55, R57).

The record as a whole is asked first, and says why nothing is given. A document that is not given has one reason,
whichever rule closed it: opposed, kept secret by a minor, about somebody else, unknown. What nobody may be told while
the patient lives is answered as about somebody unknown.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from consents.vocabulary import AFTER_DEATH_PURPOSES
from consents.words import Identifier
from sharing.asked import Asked, AskerKind, AskerNamed
from sharing.services import decisions
from sharing.services.answers import Answer
from sharing.services.callers import Proof


class Grounds(StrEnum):
    """Why, in a word that may be told; sharing.api.words puts it into a sentence."""

    GIVEN = "given"
    NOT_ENTITLED = "not_entitled"
    OPPOSED_IN_LIFE = "opposed_in_life"
    NOT_FOR_THIS = "not_for_this"


#: The rules whose reason is told, when they decide about the whole record.
_TOLD = {"R54": Grounds.OPPOSED_IN_LIFE, "R52": Grounds.NOT_ENTITLED, "R05": Grounds.NOT_ENTITLED}


@dataclass(frozen=True, slots=True)
class Transmitted:
    """Who asks, as the establishment knows him, and from where his request is sent."""

    survivor: Identifier
    organisation: Identifier
    patient: Identifier
    document: uuid.UUID | Identifier | None
    purpose: str


@dataclass(frozen=True, slots=True)
class Given:
    answer: Answer
    grounds: Grounds


def answer(client_id: str, asked: Transmitted, *, proof: Proof, at: datetime, request_id: str) -> Given:
    """Answered and kept in the journal, with the survivor's name. Raises what stands in the place of an answer."""
    record = _question(asked)
    questions = [record] if asked.document is None else [record, replace(record, document=asked.document)]
    found = decisions.answer_system(client_id, questions, proof=proof, at=at, request_id=request_id)
    answers = [_or_raise(each) for each in found]
    return Given(answers[-1], _grounds(answers))


def _question(asked: Transmitted) -> Asked:
    """With one of the three motives, and no other purpose: a survivor has nothing else to state (R53)."""
    assert asked.purpose in AFTER_DEATH_PURPOSES
    asker = AskerNamed(AskerKind.PERSON, asked.survivor, asked.organisation)
    return Asked(asker, asked.patient, None, asked.purpose)


def _grounds(answers: list[Answer]) -> Grounds:
    whole, last = answers[0], answers[-1]
    if last.permit:
        return Grounds.GIVEN
    if whole.permit:
        return Grounds.NOT_FOR_THIS
    return _TOLD.get(whole.rule, Grounds.NOT_ENTITLED)


def _or_raise(result: object) -> Answer:
    if isinstance(result, Answer):
        return result
    assert isinstance(result, BaseException)
    raise result
