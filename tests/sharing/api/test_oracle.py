"""Hidden, unknown, another patient's, out of remit: one answer, one size, the same work (decision.md §6)."""

import re
import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from sharing.models import JournalLine
from tests.sharing.hospital import Hospital

_CHANGING = re.compile(rb'"decision_id":"[0-9a-f-]{36}"')


def outwardly(response: Any) -> tuple[int, bytes, dict[str, str]]:
    """All that a caller sees, ids apart."""
    headers = {name: value for name, value in response.headers.items() if name != "X-Request-ID"}
    return response.status_code, _CHANGING.sub(b"", response.content), headers


def queries(act: Callable[[], Any]) -> tuple[Any, int]:
    with CaptureQueriesContext(connection) as captured:
        response = act()
    return response, len(captured)


def test_what_may_not_be_seen_cannot_be_told_from_what_does_not_exist(chu: Hospital, ask: Any, question: Any) -> None:
    shown, statements = queries(lambda: ask(question(chu.seen)))
    refused = {
        "hidden": chu.hidden,
        "another patient's": chu.of_bea,
        "out of remit": chu.out_of_remit,
        "unknown": uuid.UUID("0b7f5c1e-6a1d-4f7e-9a55-3f1f0a6c2d10"),
    }
    answers = {name: queries(lambda each=each: ask(question(each))) for name, each in refused.items()}

    assert shown.json()["decision"] is True
    assert {outwardly(response)[:2] for response, _ in answers.values()} == {outwardly(answers["unknown"][0])[:2]}
    assert len({str(outwardly(response)) for response, _ in answers.values()}) == 1
    assert {count for _, count in answers.values()} == {statements}
    rules = set(JournalLine.objects.filter(permit=False).values_list("rule", flat=True))
    assert rules == {"R05", "R06", "R08"}


def test_a_known_patient_without_basis_looks_like_an_unknown_one(chu: Hospital, ask: Any, question: Any) -> None:
    def record(patient: Any) -> tuple[Any, int]:
        body = question("x", patient=patient)
        body["resource"]["type"] = "record"
        return queries(lambda: ask(body))

    (stranger, cost), (nobody, same_cost) = record(chu.bea_ins), record(chu.nobody_ins)

    def without_token(response: Any) -> dict[str, Any]:
        context = response.json()["context"]
        return {
            name: len(value) if name in ("token", "patient", "decision_id") else value
            for name, value in context.items()
        }

    assert without_token(stranger) == without_token(nobody)
    assert (len(stranger.content), cost) == (len(nobody.content), same_cost)
    assert stranger.json()["context"]["code"] == "consent_required"


def test_an_unknown_professional_looks_like_one_of_another_hospital(chu: Hospital, ask: Any, question: Any) -> None:
    elsewhere, cost = queries(lambda: ask(question(chu.seen, rpps=chu.leroy_rpps)))
    unknown, same_cost = queries(lambda: ask(question(chu.seen, rpps="10009999995")))

    assert outwardly(elsewhere) == outwardly(unknown)
    assert (elsewhere.status_code, cost) == (403, same_cost)
    assert not JournalLine.objects.exists()


def test_two_hundred_documents_cost_the_queries_of_one(chu: Hospital, ask: Any, question: Any) -> None:
    top = question(chu.seen)
    documents = [chu.report(number) for number in range(198)] + [chu.hidden, chu.of_bea]
    resources = [{"resource": question(document)["resource"]} for document in documents]
    top.pop("resource")

    one, cost = queries(lambda: ask(top | {"evaluations": resources[:1]}))
    many, same_cost = queries(lambda: ask(top | {"evaluations": resources}))

    assert cost == same_cost
    assert one.json()["evaluations"][0]["decision"] is True
    assert [each["decision"] for each in many.json()["evaluations"]] == [True] * 198 + [False, False]
    assert JournalLine.objects.count() == 201


def test_in_a_series_what_may_not_be_seen_is_one_answer_too(chu: Hospital, ask: Any, question: Any) -> None:
    refused = [chu.hidden, chu.of_bea, chu.out_of_remit, uuid.UUID("0b7f5c1e-6a1d-4f7e-9a55-3f1f0a6c2d10")]
    answers = ask({"evaluations": [question(each) for each in refused]}).json()["evaluations"]
    for each in answers:
        del each["context"]["decision_id"]
    assert answers == [answers[0]] * 4
    assert answers[0]["decision"] is False


def test_a_list_with_what_is_hidden_is_the_list_without_it(chu: Hospital, ask: Any, question: Any) -> None:
    def listed() -> tuple[int, bytes, int]:
        body = question("") | {"page": {"limit": 2}}
        del body["resource"]["id"]
        answer, count = queries(lambda: ask(body, path="/access/v1/search/resource"))
        return answer.status_code, re.sub(rb'"(decision_id|valid_until|token)":"[^"]+"', b"", answer.content), count

    before = listed()
    for number in range(3):
        chu.oppose(chu.martin, chu.report(number))
    assert listed() == before
