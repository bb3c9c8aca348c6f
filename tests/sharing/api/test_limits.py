"""How often, and how much at once: each system its own share of each door, and a clear word when it is used up."""

import time
from typing import Any

import pytest
from django.test import Client

from sharing.api import throttle
from sharing.services import callers
from tests.sharing.hospital import NOW, Hospital

pytestmark = pytest.mark.usefixtures("still_clock")


@pytest.fixture(autouse=True)
def _small_shares(settings: Any) -> None:
    settings.API_CALLS_A_MINUTE = {"decisions": 12, "intake": 12, "changes": 12, "fhir": 12}
    settings.API_UNKNOWN_A_MINUTE = settings.API_PUBLIC_A_MINUTE = settings.VERIFICATIONS_A_MINUTE = 2


def slowed(response: Any, *, at_most: int) -> None:
    assert (response.status_code, response["Content-Type"]) == (429, "application/problem+json")
    assert response.json()["type"] == "urn:mes-partages:problem:too-many-requests"
    assert 0 < int(response["Retry-After"]) <= at_most


def token_of(chu: Hospital, client: Client, *granted: str) -> str:
    other = callers.register_calling_system("Autre logiciel", organisations=[chu.chu], granted=granted, at=NOW)
    form = {"grant_type": "client_credentials", "client_id": other.client_id, "client_secret": other.client_secret}
    return str(client.post("/oauth2/token", form).json()["access_token"])


def test_a_system_that_used_up_its_share_waits_ten_seconds_at_most_and_slows_nobody_else(
    chu: Hospital, client: Client, ask: Any, question: Any
) -> None:
    body = question(chu.seen)
    assert [ask(body).status_code for _ in range(2)] == [200, 200]
    slowed(ask(body), at_most=10)
    slowed(ask({"evaluations": [body]}), at_most=10)

    assert ask(body, bearer=token_of(chu, client, "decisions")).status_code == 200


def test_each_door_has_its_own_share(chu: Hospital, client: Client, ask: Any, question: Any) -> None:
    both = token_of(chu, client, "decisions", "intake")
    assert [ask(question(chu.seen), bearer=both).status_code for _ in range(3)] == [200, 200, 429]
    assert ask({}, bearer=both, path="/intake/v1/deaths").status_code == 400


def test_a_share_is_whole_again_in_the_next_spell(
    chu: Hospital, ask: Any, question: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [ask(question(chu.seen)).status_code for _ in range(3)][-1] == 429
    now = time.time()
    monkeypatch.setattr(throttle.time, "time", lambda: now + throttle.SPELL)
    assert ask(question(chu.seen)).status_code == 200


def test_tokens_that_open_nothing_are_counted_by_address(chu: Hospital, ask: Any, question: Any) -> None:
    def wrong(**more: Any) -> Any:
        return ask(question(chu.seen), bearer="unknown", **more)

    assert [wrong().status_code for _ in range(2)] == [401, 401]
    slowed(wrong(), at_most=60)
    assert wrong(REMOTE_ADDR="10.0.0.7").status_code == 401
    assert ask(question(chu.seen)).status_code == 200


def test_a_fhir_door_says_it_in_an_operation_outcome(chu: Hospital, client: Client, ask: Any) -> None:
    bearer = token_of(chu, client, "intake")
    answers = [ask({}, bearer=bearer, path="/intake/v1/fhir") for _ in range(3)]
    outcome = answers[-1].json()
    assert answers[-1].status_code == 429
    assert (outcome["resourceType"], outcome["issue"][0]["code"]) == ("OperationOutcome", "throttled")
    assert 0 < int(answers[-1]["Retry-After"]) <= 10


@pytest.mark.parametrize("path", ["/api/schema/", "/cds-services"])
def test_what_anyone_may_read_is_counted_by_address(path: str, client: Client) -> None:
    assert [client.get(path).status_code for _ in range(2)] == [200, 200]
    slowed(client.get(path), at_most=60)
    assert client.get(path, REMOTE_ADDR="10.0.0.7").status_code == 200


def test_the_page_that_verifies_receipts_is_counted_by_address_and_says_so_in_a_page(db: None, client: Client) -> None:
    path = "/mes-donnees/verifier/"
    assert [client.post(path, {"recu": "x"}).status_code for _ in range(2)] == [200, 200]
    page = client.post(path, {"recu": "x"})
    assert (page.status_code, page["Content-Type"]) == (429, "text/html; charset=utf-8")
    assert 0 < int(page["Retry-After"]) <= 60
    assert client.get(path).status_code == 200


def test_a_token_request_larger_than_a_mebibyte_or_of_too_many_fields_is_refused(db: None, client: Client) -> None:
    form = {"grant_type": "client_credentials"}
    large = client.post("/oauth2/token", "a=" + "b" * 1_100_000, content_type="application/x-www-form-urlencoded")
    many = client.post("/oauth2/token", form | {f"field{number}": "" for number in range(600)})
    assert (large.status_code, large.json()["type"]) == (413, "urn:mes-partages:problem:body-too-large")
    assert (many.status_code, many.json()) == (400, {"error": "invalid_request"})


def test_a_cache_that_does_not_answer_is_left_alone_for_a_while(settings: Any, tmp_path: Any) -> None:
    default = settings.CACHES["default"]
    settings.CACHES = {"default": {**default, "LOCATION": f"unix://{tmp_path}/nobody.sock?db=1"}}
    assert throttle.seconds_to_wait("x", at_most=0) == 0
    assert f"unix://{tmp_path}/nobody.sock?db=1" in throttle._away
