"""An answer at least as fresh as a token (decision.md §1.7): one reads one's own writes, or is not answered."""

import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from sharing import sealing
from sharing.models import JournalRequest
from sharing.services import decisions, freshness
from sharing.services.answers import Answer
from sharing.services.freshness import Behind
from tests.sharing.hospital import BEFORE, NOW, Hospital, hospital

Body = dict[str, Any]


@pytest.fixture
def asked(question: Any) -> Callable[..., Body]:
    def about(document: Any, token: object, **more: Any) -> Body:
        body: Body = question(document, **more)
        body["context"]["min_token"] = token
        return body

    return about


@pytest.fixture
def shared(transactional_db: None) -> Hospital:
    """A hospital that other connections see too."""
    return hospital()


def token_of(answer: Any) -> str:
    return str(answer.json()["context"]["token"])


def ahead(chu: Hospital, *, by: int = 1) -> str:
    """What a database that knows more words of Ana's would have given."""
    system = chu.credentials.system
    return sealing.freshness_token(system, chu.ana, 1 + by)


def test_one_reads_ones_own_writes_each_time_without_waiting(
    chu: Hospital, ask: Any, question: Any, asked: Any
) -> None:
    codes = []
    for _ in range(5):
        chu.oppose(chu.martin, chu.seen, at=NOW)
        codes.append(ask(asked(chu.seen, token_of(ask(question(chu.hidden))))).json()["context"]["code"])
        chu.withdraw(chu.martin, chu.seen, at=NOW)
        codes.append(ask(asked(chu.seen, token_of(ask(question(chu.hidden))))).json()["context"]["code"])
    assert codes == ["not_visible", "permit"] * 5


def test_decisions_are_read_where_declarations_are_written() -> None:
    """No replica answers: what was committed before the question came is always seen."""
    assert set(settings.DATABASES) == {"default"}
    assert not settings.DATABASE_ROUTERS


def test_an_earlier_token_is_always_fresh_enough(chu: Hospital, ask: Any, question: Any, asked: Any) -> None:
    token = token_of(ask(question(chu.seen)))
    chu.oppose(chu.martin, chu.seen, at=NOW)
    assert ask(asked(chu.seen, token)).json()["context"]["code"] == "not_visible"


def test_a_database_that_is_behind_waits_a_moment_then_gives_no_answer(chu: Hospital, ask: Any, asked: Any) -> None:
    began = time.monotonic()
    answer = ask(asked(chu.seen, ahead(chu)))

    assert (answer.status_code, answer["Retry-After"]) == (503, "1")
    assert answer.json()["type"].endswith(":not-fresh-yet")
    assert 0.8 < time.monotonic() - began < 5
    assert not JournalRequest.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_from_before_a_declaration_never_answers_for_after_it(shared: Hospital) -> None:
    """A database that is behind for good: the snapshot of a transaction that began before."""

    def declare() -> None:
        shared.oppose(shared.martin, shared.seen, at=BEFORE)
        connection.close()

    client, question = shared.credentials.client_id, shared.asked(shared.seen)
    fresh = shared.asked(shared.seen)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT 1 FROM consents_person")
        with ThreadPoolExecutor(1) as elsewhere:
            elsewhere.submit(declare).result()
        (stale,) = decisions.answer_system(client, [question], at=NOW)
        (refused,) = decisions.answer_system(client, [_at_least(fresh, ahead(shared))], at=NOW)
    (after,) = decisions.answer_system(client, [_at_least(fresh, ahead(shared))], at=NOW)

    assert isinstance(stale, Answer)
    assert stale.permit
    assert isinstance(refused, Behind)
    assert isinstance(after, Answer)
    assert not after.permit


@pytest.mark.django_db(transaction=True)
def test_a_database_that_catches_up_while_one_waits_answers(shared: Hospital) -> None:
    def declare() -> None:
        time.sleep(freshness.PAUSES[0] * 2)
        shared.oppose(shared.martin, shared.seen, at=BEFORE)
        connection.close()

    with ThreadPoolExecutor(1) as elsewhere:
        done = elsewhere.submit(declare)
        (answer,) = decisions.answer_system(
            shared.credentials.client_id, [_at_least(shared.asked(shared.seen), ahead(shared))], at=NOW
        )
        done.result()
    assert isinstance(answer, Answer)
    assert not answer.permit


def test_in_a_series_only_the_question_that_is_too_early_has_no_answer(
    chu: Hospital, ask: Any, question: Any, asked: Any
) -> None:
    early, late = ask({"evaluations": [asked(chu.seen, ahead(chu)), question(chu.seen)]}).json()["evaluations"]

    assert (early["decision"], early["context"]["error"]["status"]) == (False, 503)
    assert late["decision"] is True


def test_a_token_of_someone_else_or_of_another_system_or_no_token_at_all_is_refused(
    chu: Hospital, ask: Any, asked: Any
) -> None:
    own = ahead(chu, by=0)
    theirs = sealing.freshness_token(uuid.uuid4(), chu.ana, 1)
    answers = [
        ask(asked(chu.seen, own, patient=chu.bea_ins)),
        ask(asked(chu.seen, own, patient=chu.nobody_ins)),
        ask(asked(chu.seen, theirs)),
        ask(asked(chu.seen, "é")),
    ]

    assert {each.status_code for each in answers} == {400}
    assert {each.content for each in answers} == {answers[0].content}
    assert answers[0].json()["pointer"] == "/context/min_token"
    assert ask(asked(chu.seen, 7)).json()["type"].endswith(":invalid-member")


def test_the_token_about_a_stranger_is_taken_like_that_about_nobody(
    chu: Hospital, ask: Any, question: Any, asked: Any
) -> None:
    for patient in (chu.bea_ins, chu.nobody_ins):
        token = token_of(ask(question(chu.seen, patient=patient)))
        assert ask(asked(chu.seen, token, patient=patient)).status_code == 200


def test_a_list_may_be_asked_as_fresh_too(chu: Hospital, ask: Any, asked: Any) -> None:
    path = "/access/v1/search/resource"
    assert ask(asked(chu.seen, ahead(chu, by=0)), path=path).status_code == 200
    assert ask(asked(chu.seen, ahead(chu)), path=path).status_code == 503


def _at_least(asked: Any, token: str) -> Any:
    return replace(asked, at_least=token)
