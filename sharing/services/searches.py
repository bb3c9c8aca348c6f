"""What may he see: the list that a calling system is shown of one patient's documents, written down as shown.

With the list comes the answer about the record as a whole. Each document shown is a line of the journal, with its
rule; what may not be seen leaves no trace in the answer: no gap, no count, no total.
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sharing import gather, journal
from sharing.asked import Asked
from sharing.engine.decision import Decision
from sharing.gather import Gathered
from sharing.services import answers, callers, decisions, freshness, lists, paging
from sharing.services.answers import Answer, decide_each_safely
from sharing.services.callers import NOTHING_PROVEN, Caller, Proof
from sharing.services.decisions import Answered
from sharing.services.paging import Part, Wanted


@dataclass(frozen=True, slots=True)
class Found:
    """`documents`: our identifiers, the newest deposit first; `following`: the token of the next page, or empty."""

    record: Answer
    documents: tuple[str, ...]
    following: str


def documents(
    client_id: str, asked: Asked, page: Wanted, *, proof: Proof = NOTHING_PROVEN, at: datetime, request_id: str = ""
) -> Found:
    """One page; `asked` is about the record as a whole.

    Raises `NotOfCaller`, `NotGranted`, `QuestionError`, `NoSuchPage`, and `Behind` or `NotThisPatients` as its token says.
    """
    return freshness.patiently(lambda: _documents(client_id, asked, page, proof, at=at, request_id=request_id))


def _documents(client_id: str, asked: Asked, page: Wanted, proof: Proof, *, at: datetime, request_id: str) -> Found:
    with decisions.one_moment():
        caller = callers.caller(client_id, proof=proof)
        named = gather.known([asked])
        placed = decisions.askable(asked, named, caller, at=at)
        if not isinstance(placed, Asked):
            raise placed
        part = paging.opened(page, reader=caller.id, question=_same(asked), at=at)
        (gathered,) = gather.gather([placed], named, at=at, every=True)
        record = _record(placed, gathered, caller, at)
        after = str(uuid.UUID(bytes=part.after)) if part.after else None
        shown, more = lists.shown(gathered.question, gathered.facts, after=after, size=part.size)
        _write(record, shown, caller, request_id, at)
    documents = tuple(document for document, _ in shown)
    last = uuid.UUID(documents[-1]).bytes if documents else part.after
    following = paging.onwards(Part(last, part.size), reader=caller.id, question=_same(asked), at=at) if more else ""
    return Found(record.answer, documents, following)


def _same(asked: Asked) -> bytes:
    """What must not change from one page to the next: who asks about whom, from where, for what purpose, stating what.

    The freshness token may: a newer one only makes the next page fresher.
    """
    return hashlib.sha256(repr(replace(asked, at_least="")).encode()).digest()


def _record(asked: Asked, gathered: Gathered, caller: Caller, at: datetime) -> Answered:
    decision = decide_each_safely(gathered.question, [None], gathered.facts)[None]
    answer = answers.answer(decision, gathered, caller=caller, named=str(asked.patient), at=at)
    return Answered(asked, gathered, answer)


def _write(
    record: Answered, shown: Sequence[tuple[str, Decision]], caller: Caller, request_id: str, at: datetime
) -> None:
    """The answer about the record, then each document shown."""
    lines = [_document(record, uuid.UUID(document), decision) for document, decision in shown]
    journal.write(decisions.requests([record, *lines]), system=caller.id, request_id=request_id, at=at)


def _document(record: Answered, document: uuid.UUID, decision: Decision) -> Answered:
    return Answered(
        replace(record.asked, document=document),
        replace(record.gathered, document=document),
        replace(record.answer, decision_id=uuid.uuid4(), decision=decision),
    )
