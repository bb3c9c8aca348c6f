"""The decision service: questions as named from outside, answered by the engine, kept in the journal.

One transaction: facts, answers and journal. If the journal cannot be written, nothing is answered.
"""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection, transaction

from sharing import gather, journal
from sharing.asked import Asked
from sharing.engine.decision import Decision
from sharing.engine.question import QuestionError
from sharing.gather import Gathered, Known
from sharing.services import answers, callers, freshness
from sharing.services.answers import Answer
from sharing.services.callers import NOTHING_PROVEN, Caller, NotGranted, NotOfCaller, Proof
from sharing.services.freshness import Behind, NotThisPatients

#: What stands in the place of an answer to a question that is none, or that this system may not ask.
Unanswered = QuestionError | NotOfCaller | NotGranted | Behind | NotThisPatients


def decide_many(
    asked: Sequence[Asked], *, system: Caller | None = None, at: datetime, request_id: str = ""
) -> list[Answer]:
    """The answers, in the order asked; raises `QuestionError` for the first question that is none."""
    with one_moment():
        found = _answers(list(asked), gather.known(asked), caller=system, at=at, request_id=request_id)
        return [_or_raise(each) for each in found]


def decide_one(asked: Asked, *, system: Caller | None = None, at: datetime, request_id: str = "") -> Answer:
    return decide_many([asked], system=system, at=at, request_id=request_id)[0]


def answer_system(
    client_id: str,
    asked: Sequence[Asked],
    *,
    proof: Proof = NOTHING_PROVEN,
    at: datetime,
    request_id: str = "",
    until: bool | None = None,
) -> list[Answer | Unanswered]:
    """What a calling system is answered; `until`: stop after the first permit (True) or the first deny (False).

    Each question is answered or refused by itself: one that this system may not ask sinks no other.
    """

    def attempt(*, wait: bool) -> list[Answer | Unanswered]:
        with one_moment():
            caller = callers.caller(client_id, proof=proof)
            named = gather.known(asked)
            placed = [askable(each, named, caller, at=at) for each in asked]
            for behind in (each for each in placed if wait and isinstance(each, Behind)):
                raise behind
            return _answers(placed, named, caller=caller, at=at, request_id=request_id, until=until)

    try:
        return freshness.patiently(lambda: attempt(wait=True))
    except Behind:
        return attempt(wait=False)


def askable(asked: Asked, named: Known, caller: Caller, *, at: datetime) -> Asked | Unanswered:
    """The question as this system may ask it now, or why not."""
    placed = callers.placed(asked, named, caller, at=at)
    if not isinstance(placed, Asked):
        return placed
    return freshness.wrong(placed, named, caller) or placed


@contextmanager
def one_moment() -> Iterator[None]:
    """One transaction, whose statements all see the database as it was at the first of them.

    Otherwise facts read one after the other could be those of two moments, and permit what neither did. What was
    committed before the question came is always seen.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _answers(
    placed: Sequence[Asked | Unanswered],
    named: Known,
    *,
    caller: Caller | None,
    at: datetime,
    request_id: str,
    until: bool | None = None,
) -> list[Answer | Unanswered]:
    """One answer or refusal for each question, up to the one that ends the series; the journal is written."""
    ready = [each for each in placed if isinstance(each, Asked)]
    if not ready:
        return [each for each in placed if not isinstance(each, Asked)]
    answered = iter(_answered(ready, gather.gather(ready, named, at=at), caller, at))
    results = _until(until, [each if not isinstance(each, Asked) else next(answered) for each in placed])
    kept = [each for each in results if isinstance(each, Answered)]
    journal.write(requests(kept), system=caller.id if caller else None, request_id=request_id, at=at)
    return [each.answer if isinstance(each, Answered) else each for each in results]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its facts and its answer, as the journal keeps it."""

    asked: Asked
    gathered: Gathered
    answer: Answer


def _answered(
    asked: Sequence[Asked], gathered: Sequence[Gathered], caller: Caller | None, at: datetime
) -> list["Answered | QuestionError"]:
    """Each question with its answer; the questions about one patient are decided together."""
    decided: dict[int, Decision | QuestionError] = {}
    for patient in {each.patient for each in gathered}:
        places = [place for place, each in enumerate(gathered) if each.patient == patient]
        questions = [gathered[place].question for place in places]
        decided |= zip(places, answers.decided(questions, gathered[places[0]].facts), strict=True)
    return [_one(asked[place], gathered[place], decided[place], caller, at) for place in range(len(asked))]


def _one(
    asked: Asked, gathered: Gathered, decision: Decision | QuestionError, caller: Caller | None, at: datetime
) -> "Answered | QuestionError":
    if isinstance(decision, QuestionError):
        return decision
    answer = answers.answer(decision, gathered, caller=caller, named=str(asked.patient), at=at)
    return Answered(asked, gathered, answer)


def _until(until: bool | None, results: list["Answered | Unanswered"]) -> list["Answered | Unanswered"]:
    """Up to and with the first permit (True) or the first deny (False); what comes after was not asked."""
    for place, each in enumerate(results):
        permitted = isinstance(each, Answered) and each.answer.permit
        if until is not None and until is permitted:
            return results[: place + 1]
    return results


def requests(answered: Sequence[Answered]) -> list[journal.Request]:
    """One request for each asker, patient, purpose and statement; its lines in the order asked."""
    together: dict[Asked, list[Answered]] = {}
    for each in answered:
        together.setdefault(replace(each.asked, document=None, at_least=""), []).append(each)
    return [_request(asked, group) for asked, group in together.items()]


def _request(asked: Asked, group: Sequence[Answered]) -> journal.Request:
    found = group[0].gathered
    return journal.Request(
        asker_kind=asked.asker.kind.value,
        asker_named=str(asked.asker.identifier),
        asker=found.asker,
        on_behalf_of=_assisted(group),
        organisation=found.organisation,
        patient_named=str(asked.patient),
        patient=found.patient,
        patient_revision=found.revision,
        purpose=asked.purpose,
        stated_reason=asked.statement.reason if asked.statement else "",
        matrix_version=found.facts.matrix.version,
        lines=tuple(_line(each) for each in group),
    )


def _assisted(group: Sequence[Answered]) -> uuid.UUID | None:
    """The professional in whose place a secretary or student was answered (R18)."""
    names = (each.answer.decision.trace.assisted for each in group)
    return next((uuid.UUID(name) for name in names if name), None)


def _line(each: Answered) -> journal.Line:
    decision = each.answer.decision
    return journal.Line(
        decision_id=each.answer.decision_id,
        document_named="" if each.asked.document is None else str(each.asked.document),
        document=each.gathered.document,
        permit=decision.permit,
        rule=decision.rule,
        code=decision.code.value,
        obligations=answers.sorted_words(decision.obligations),
    )


def _or_raise(result: Answer | Unanswered) -> Answer:
    if isinstance(result, Answer):
        return result
    raise result
