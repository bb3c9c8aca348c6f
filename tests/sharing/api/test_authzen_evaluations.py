"""AuthZEN 1.0, Access Evaluations: several in one body. Each test is a rule of the text."""

from collections.abc import Callable
from typing import Any

import pytest

from sharing.models import JournalLine
from tests.sharing.hospital import Hospital

Body = dict[str, Any]


@pytest.fixture
def series(chu: Hospital, ask: Any, question: Any) -> Callable[..., list[bool]]:
    """The decisions about these documents, under a semantic."""

    def decide(*documents: Any, semantic: str | None = None) -> list[bool]:
        options = {"evaluations_semantic": semantic} if semantic else {}
        body = {"evaluations": [question(each) if each else {} for each in documents], "options": options}
        return [each["decision"] for each in ask(body).json()["evaluations"]]

    return decide


def test_without_evaluations_or_with_none_it_is_a_single_evaluation(chu: Hospital, ask: Any, question: Any) -> None:
    for more in ({}, {"evaluations": []}):
        answer = ask(question(chu.seen) | more, path="/access/v1/evaluations").json()
        assert answer["decision"] is True
        assert "evaluations" not in answer


def test_several_answers_come_without_a_decision_of_their_own(chu: Hospital, ask: Any, question: Any) -> None:
    assert set(ask({"evaluations": [question(chu.seen)]}).json()) == {"evaluations"}


def test_answers_come_in_the_order_of_the_questions(chu: Hospital, series: Any) -> None:
    assert series(chu.hidden, chu.seen, chu.of_bea, chu.seen) == [False, True, False, True]


def test_each_of_the_four_defaults_holds_where_an_item_is_silent(chu: Hospital, ask: Any, question: Any) -> None:
    whole = question(chu.seen)
    for name in ("subject", "action", "resource", "context"):
        item = {key: value for key, value in whole.items() if key != name}
        answer = ask({name: whole[name], "evaluations": [item, item]}).json()
        assert [each["decision"] for each in answer["evaluations"]] == [True, True], name


def test_what_an_item_says_stands_before_the_default_and_replaces_it_whole(
    chu: Hospital, ask: Any, question: Any
) -> None:
    default, other = question(chu.seen), question(chu.hidden)
    items: list[Body] = [{}, {"resource": other["resource"]}, {"context": {}}, {"subject": {"type": "professional"}}]
    found = ask(default | {"evaluations": items}).json()["evaluations"]

    assert [each["decision"] for each in found] == [True, False, False, False]
    assert [each["context"].get("error", {}).get("pointer") for each in found] == [
        None, None, "/evaluations/2/context/purpose", "/evaluations/3/subject/id",
    ]  # fmt: skip


def test_the_defaults_need_not_be_whole_when_items_complete_them(chu: Hospital, ask: Any, question: Any) -> None:
    whole = question(chu.seen)
    top = {name: whole[name] for name in ("subject", "context")}
    item = {name: whole[name] for name in ("action", "resource")}
    assert ask(top | {"evaluations": [item]}).json()["evaluations"][0]["decision"] is True


def test_execute_all_is_what_is_meant_when_nothing_is_said(chu: Hospital, series: Any) -> None:
    asked = (chu.hidden, chu.seen, chu.hidden)
    assert series(*asked) == series(*asked, semantic="execute_all") == [False, True, False]


def test_deny_on_first_deny_ends_with_the_first_deny(chu: Hospital, series: Any) -> None:
    assert series(chu.seen, chu.hidden, chu.seen, semantic="deny_on_first_deny") == [True, False]
    assert series(chu.seen, chu.seen, semantic="deny_on_first_deny") == [True, True]


def test_deny_on_first_deny_ends_with_the_first_failure_too(chu: Hospital, series: Any) -> None:
    assert series(chu.seen, None, chu.seen, semantic="deny_on_first_deny") == [True, False]


def test_permit_on_first_permit_ends_with_the_first_permit(chu: Hospital, series: Any) -> None:
    assert series(chu.hidden, chu.seen, chu.seen, semantic="permit_on_first_permit") == [False, True]
    assert series(None, chu.hidden, chu.seen, semantic="permit_on_first_permit") == [False, False, True]


def test_what_comes_after_the_end_of_a_series_was_not_asked(chu: Hospital, series: Any) -> None:
    series(chu.seen, chu.hidden, chu.seen, semantic="permit_on_first_permit")
    assert JournalLine.objects.count() == 1


@pytest.mark.parametrize("word", ["all", "EXECUTE_ALL", "", 7, []])
def test_a_semantic_is_exactly_one_of_the_three(chu: Hospital, ask: Any, question: Any, word: object) -> None:
    answer = ask({"evaluations": [question(chu.seen)], "options": {"evaluations_semantic": word}})
    assert (answer.status_code, answer.json()["pointer"]) == (400, "/options/evaluations_semantic")


def test_options_that_are_unknown_are_ignored(chu: Hospital, ask: Any, question: Any) -> None:
    body = {"evaluations": [question(chu.seen)], "options": {"another_option": "value"}}
    assert ask(body).json()["evaluations"][0]["decision"] is True


def test_an_error_in_one_item_is_a_closed_decision_with_a_status_and_a_message(
    chu: Hospital, ask: Any, question: Any
) -> None:
    wrong, right = ask({"evaluations": [{}, question(chu.seen)]}).json()["evaluations"]

    assert (wrong["decision"], right["decision"]) == (False, True)
    assert wrong["context"]["error"]["status"] == 400
    assert wrong["context"]["error"]["message"]


def test_an_error_of_the_whole_is_told_by_the_transport(chu: Hospital, ask: Any, question: Any) -> None:
    assert ask({"evaluations": {}}).status_code == 400
    assert ask({"evaluations": [question(chu.seen)], "options": []}).status_code == 400
    assert ask({"evaluations": [question(chu.seen)] * 501}).status_code == 413
    assert ask({"evaluations": [question(chu.seen)]}, bearer="").status_code == 401
    assert not JournalLine.objects.exists()
