"""One question, and several: the AuthZEN shape of what is asked and answered."""

import uuid
from typing import Any

from django.db import connection
from django.test import Client

from consents.vocabulary import Purpose
from sharing.models import JournalLine, JournalRequest
from tests.sharing.hospital import Hospital


def test_a_permit_says_until_when_and_gives_a_token(chu: Hospital, ask: Any, question: Any) -> None:
    answer = ask(question(chu.seen), headers={"X-Request-ID": "chu-000042"})

    context = answer.json()["context"]
    assert answer.json()["decision"] is True
    assert set(context) == {"code", "reason_user", "obligations", "decision_id", "patient", "token", "valid_until"}
    assert (context["code"], context["obligations"]) == ("permit", [])
    assert answer["X-Request-ID"] == "chu-000042"
    assert JournalRequest.objects.get().request_id == "chu-000042"
    assert JournalLine.objects.get().decision_id == uuid.UUID(context["decision_id"])


def test_the_rule_never_leaves_the_house(chu: Hospital, ask: Any, question: Any) -> None:
    assert b"R08" not in ask(question(chu.hidden)).content


def test_members_that_we_do_not_know_are_ignored(chu: Hospital, ask: Any, question: Any) -> None:
    body = question(chu.seen) | {"trace": True}
    body["context"]["colour"] = {"deep": [1, 2]}
    body["subject"]["properties"]["ward"] = "B"
    assert ask(body).json()["decision"] is True


def test_the_short_form_names_the_patient_by_ins_alone(chu: Hospital, ask: Any, question: Any) -> None:
    body = question(chu.seen)
    body["resource"]["properties"] = {"ins": chu.ana_ins.value, "ins_system": chu.ana_ins.system}
    assert ask(body).json()["decision"] is True


def test_a_document_is_named_by_its_source_too(chu: Hospital, ask: Any, question: Any) -> None:
    body = question("seen")
    body["resource"]["properties"]["system"] = "1.2.3"
    assert ask(body).json()["decision"] is True


def test_without_a_named_organisation_he_asks_from_his_first_one_of_the_callers(
    chu: Hospital, ask: Any, question: Any
) -> None:
    body = question(chu.seen, rpps="8" + chu.martin_rpps)
    del body["subject"]["properties"]
    assert ask(body).json()["decision"] is True
    assert JournalRequest.objects.get().organisation == chu.chu


def test_a_batch_is_answered_in_its_order_and_a_bad_item_sinks_no_other(chu: Hospital, ask: Any, question: Any) -> None:
    good, foreign = question(chu.seen), question(chu.seen, rpps=chu.leroy_rpps)
    items: list[Any] = [good, {"resource": {"type": "spaceship", "id": "1"}}, 7, foreign, question(chu.hidden)]
    answer = ask({**{name: good[name] for name in ("subject", "action", "context")}, "evaluations": items})

    results = answer.json()["evaluations"]
    errors = [each["context"].get("error", {}).get("type", "").rpartition(":")[2] for each in results]
    assert answer.status_code == 200
    assert [each["decision"] for each in results] == [True, False, False, False, False]
    assert errors == ["", "unknown-resource-type", "invalid-member", "professional-not-of-caller", ""]
    assert JournalLine.objects.count() == 2


def test_a_batch_of_which_nothing_can_be_answered_is_a_problem(chu: Hospital, ask: Any, question: Any) -> None:
    body = question(chu.seen)
    body["context"]["purpose"] = "curiosity"
    answer = ask(body | {"evaluations": [{}, {}]})

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert [each["pointer"] for each in answer.json()["errors"]] == [
        "/evaluations/0/context/purpose",
        "/evaluations/1/context/purpose",
    ]


def test_a_series_ends_at_the_first_deny_or_the_first_permit(chu: Hospital, ask: Any, question: Any) -> None:
    items = [question(chu.seen), question(chu.hidden), question(chu.seen)]

    def decisions(word: str) -> list[bool]:
        answer = ask({"evaluations": items, "options": {"evaluations_semantic": word}})
        return [each["decision"] for each in answer.json()["evaluations"]]

    assert decisions("execute_all") == [True, False, True]
    assert decisions("deny_on_first_deny") == [True, False]
    assert decisions("permit_on_first_permit") == [True]
    assert JournalLine.objects.count() == 6


def test_the_plural_route_without_evaluations_answers_one(chu: Hospital, ask: Any, question: Any) -> None:
    assert ask(question(chu.seen), path="/access/v1/evaluations").json()["decision"] is True


def test_without_the_journal_nothing_is_answered_and_nothing_is_told(chu: Hospital, ask: Any, question: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE sharing_journalline ADD CONSTRAINT broken CHECK (false) NOT VALID")
    answer = ask(question(chu.seen))

    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert set(answer.json()) == {"type", "title", "status", "detail"}
    assert answer.json()["type"] == "urn:mes-partages:problem:journal-unavailable"
    assert not JournalRequest.objects.exists()


def test_every_purpose_of_the_vocabulary_is_understood(chu: Hospital, ask: Any, question: Any) -> None:
    for purpose in Purpose:
        body = question(chu.seen)
        body["context"] = {
            "purpose": purpose.value,
            "emergency": {"unable_to_consent": True, "immediate_risk": True, "reason": "trouvée inconsciente"},
        }
        assert ask(body).status_code == 200, purpose


def test_the_opposition_answers_permit_then_not_visible_then_permit(chu: Hospital, ask: Any, question: Any) -> None:
    from tests.sharing.hospital import NOW

    before = ask(question(chu.seen)).json()
    chu.oppose(chu.martin, chu.seen, at=NOW)
    during = ask(question(chu.seen)).json()
    chu.withdraw(chu.martin, chu.seen, at=NOW)
    after = ask(question(chu.seen)).json()

    assert [each["context"]["code"] for each in (before, during, after)] == ["permit", "not_visible", "permit"]
    assert len({each["context"]["token"] for each in (before, during, after)}) == 3


def test_the_decision_point_says_where_it_is(client: Client) -> None:
    found = client.get("/.well-known/authzen-configuration").json()
    assert found["access_evaluations_endpoint"].endswith("/access/v1/evaluations")
