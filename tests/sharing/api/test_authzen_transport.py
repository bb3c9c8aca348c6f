"""AuthZEN 1.0: discovery, transport, what is required and what is ignored. Each test is a rule of the text."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from sharing.models import JournalRequest
from tests.sharing.hospital import Hospital

BOTH = ["/access/v1/evaluation", "/access/v1/evaluations"]
DOORS = [*BOTH, "/access/v1/search/resource", "/access/v1/search/subject"]


def test_metadata_are_json_at_the_well_known_address_and_may_be_kept_a_while(client: Client) -> None:
    answer = client.get("/.well-known/authzen-configuration")

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert "max-age=3600" in answer["Cache-Control"]


def test_the_identifier_of_the_decision_point_is_the_address_it_is_found_under(client: Client) -> None:
    found = client.get("/.well-known/authzen-configuration").json()
    assert found["policy_decision_point"] == settings.SITE_URL


def test_every_endpoint_of_the_metadata_exists_and_none_is_named_that_does_not(client: Client) -> None:
    found = client.get("/.well-known/authzen-configuration").json()
    named = {key: value.removeprefix(settings.SITE_URL) for key, value in found.items() if key.endswith("_endpoint")}

    assert named == {
        "access_evaluation_endpoint": "/access/v1/evaluation",
        "access_evaluations_endpoint": "/access/v1/evaluations",
        "search_resource_endpoint": "/access/v1/search/resource",
        "search_subject_endpoint": "/access/v1/search/subject",
    }
    assert {client.post(path, "{}", content_type="application/json").status_code for path in named.values()} == {401}
    assert client.post("/access/v1/search/action", "{}", content_type="application/json").status_code == 404


def test_metadata_without_a_value_are_left_out(client: Client) -> None:
    assert all(client.get("/.well-known/authzen-configuration").json().values())


@pytest.mark.parametrize("path", DOORS)
def test_a_caller_who_does_not_say_who_he_is_gets_401_and_the_scheme_expected(
    db: None, client: Client, path: str
) -> None:
    for headers in ({}, {"Authorization": "Bearer nothing"}):
        answer = client.post(path, "{}", content_type="application/json", headers=headers)
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
        assert answer["WWW-Authenticate"].startswith("Bearer realm=")


def test_a_caller_without_the_scope_gets_403_and_the_scope_named(chu: Hospital, ask: Any) -> None:
    answer = ask({}, path="/access/v1/search/subject")

    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert 'error="insufficient_scope", scope="patient_agent review"' in answer["WWW-Authenticate"]


def test_a_deny_is_200_with_decision_false_and_no_error(chu: Hospital, ask: Any, question: Any) -> None:
    answer = ask(question(chu.hidden))

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert answer.json()["decision"] is False
    assert "error" not in answer.json()["context"]


@pytest.mark.parametrize("path", BOTH)
@pytest.mark.parametrize("missing", ["subject", "subject/type", "subject/id", "action", "action/name", "resource",
                                     "resource/type", "resource/id"])  # fmt: skip
def test_a_required_member_that_is_missing_is_a_bad_request(
    chu: Hospital, ask: Any, question: Any, path: str, missing: str
) -> None:
    body = question(chu.seen)
    parent, _, name = missing.rpartition("/")
    del (body[parent] if parent else body)[name]
    answer = ask(body, path=path)

    assert answer.status_code == 400
    assert answer.json()["type"].endswith(":missing-member")
    assert answer.json()["pointer"] == f"/{missing}"


@pytest.mark.parametrize("kind", ["subject/id", "subject/type", "action/name", "resource/id", "resource/type"])
@pytest.mark.parametrize("value", [7, True, [], {}, ""])
def test_a_member_that_is_a_string_is_nothing_else(
    chu: Hospital, ask: Any, question: Any, kind: str, value: object
) -> None:
    body = question(chu.seen)
    parent, _, name = kind.rpartition("/")
    body[parent][name] = value
    assert ask(body).status_code == 400


def test_members_that_are_unknown_are_ignored_wherever_they_are(chu: Hospital, ask: Any, question: Any) -> None:
    body = question(chu.seen)
    for place in (body, body["subject"], body["subject"]["properties"], body["action"], body["resource"],
                  body["resource"]["properties"], body["context"]):  # fmt: skip
        place["x-later"] = {"deep": [1, None, {"more": "…"}]}
    body["action"]["properties"] = {"method": "GET"}

    assert ask(body).json()["decision"] is True
    assert ask({**body, "evaluations": [{"later": 1}], "options": {"later": 1}}).json()["evaluations"][0]["decision"]


def test_the_order_of_members_is_nothing(chu: Hospital, ask: Any, question: Any) -> None:
    assert ask(dict(reversed(question(chu.seen).items()))).json()["decision"] is True


@pytest.mark.parametrize("body", [[], "x", 7, None, True])
@pytest.mark.parametrize("path", [*BOTH, "/access/v1/search/resource"])
def test_the_top_of_a_body_is_an_object(ask: Any, body: object, path: str) -> None:
    assert ask(body, path=path).status_code == 400


@pytest.mark.parametrize("path", BOTH)
def test_another_content_type_is_refused(client: Client, token: str, path: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    assert client.post(path, "{}", content_type="text/plain", headers=headers).status_code == 415
    assert client.get(path, headers=headers).status_code == 405


@pytest.mark.parametrize("given", ["bfe9eb29-ab87-4ca3-be83-a1d5d8305716", "7", "any text: [at all]"])
def test_the_request_identifier_comes_back_as_it_was_given_whatever_the_answer(
    chu: Hospital, ask: Any, question: Any, given: str
) -> None:
    permit = ask(question(chu.seen), headers={"X-Request-ID": given})
    wrong = ask({}, headers={"X-Request-ID": given})
    unknown = ask({}, bearer="", headers={"X-Request-ID": given})

    assert {each["X-Request-ID"] for each in (permit, wrong, unknown)} == {given}
    assert [each.status_code for each in (permit, wrong, unknown)] == [200, 400, 401]
    assert JournalRequest.objects.get().request_id == given


def test_reasons_for_the_person_are_strings_by_language_and_say_no_more_than_the_code(
    chu: Hospital, ask: Any, question: Any
) -> None:
    seen = ask(question(chu.seen)).json()["context"]["reason_user"]
    refused = {
        str(ask(question(each)).json()["context"]["reason_user"]) for each in (chu.hidden, chu.of_bea, chu.out_of_remit)
    }

    assert seen == {"fr": "Vous pouvez consulter ce qui est demandé.", "en": "You may see what is asked for."}
    assert len(refused) == 1


def test_answers_are_kept_by_no_cache(chu: Hospital, ask: Any, question: Any) -> None:
    assert ask(question(chu.seen))["Cache-Control"] == "no-store"
