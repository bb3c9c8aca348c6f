"""`/fhir/Subscription`: asked for, read, changed, ended, by the system it belongs to and by nobody else."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.operationoutcome import OperationOutcome
from fhir.resources.R4B.subscription import Subscription as FhirSubscription

from sharing.fhir import xml
from sharing.fhir.subscriptions import names
from sharing.models import Subscription
from sharing.services import callers
from sharing.services.subscriptions import cards
from tests.sharing.api.fhir.conftest import Fhir, token_of
from tests.sharing.api.fhir.subscribing import HOOK, TOPIC, asked
from tests.sharing.hospital import BEFORE, Hospital


@pytest.fixture
def others(client: Client, chu: Hospital) -> str:
    """The token of another hospital's software."""
    given = callers.register_calling_system("Clinique", organisations=[chu.clinic], granted=["fhir"], at=BEFORE)
    return token_of(client, given)


def test_what_is_created_is_requested_and_valid_and_keeps_its_headers_to_itself(fhir: Fhir) -> None:
    response = fhir("POST", "Subscription", asked())
    told = response.json()
    FhirSubscription.model_validate(told)
    assert (response.status_code, told["status"], told["criteria"]) == (201, "requested", TOPIC)
    assert response["ETag"] == 'W/"1"'
    assert response["Location"].endswith(f"/fhir/Subscription/{told['id']}/_history/1")
    assert told["channel"]["header"] == ["Authorization: ********"]
    assert b"secret-du-client" not in bytes(Subscription.objects.get().headers)
    assert fhir("GET", f"Subscription/{told['id']}").json() == told
    assert fhir("GET", f"Subscription/{told['id']}/_history/1").json() == told


def test_xml_says_the_same_both_ways(fhir: Fhir) -> None:
    numbers = {
        "extension": [{"url": names.HEARTBEAT, "valueUnsignedInt": 300}, {"url": names.MOST, "valuePositiveInt": 7}]
    }
    kind = "application/fhir+xml"
    sent = xml.to_xml(asked(channel=numbers))
    response = fhir("POST", "Subscription", sent, content_type=kind, headers={"Accept": kind})
    assert (response.status_code, response["Content-Type"]) == (201, kind)
    told = xml.from_xml(response.content)
    assert told == fhir("GET", f"Subscription/{told['id']}").json()
    assert [each.get("valueUnsignedInt", each.get("valuePositiveInt")) for each in told["channel"]["extension"]] == [
        300,
        10,
        7,
    ]


def test_what_we_do_less_of_than_is_asked_shows_in_the_answer(fhir: Fhir) -> None:
    wanted = {
        names.HEARTBEAT: ("valueUnsignedInt", 1),
        names.TIMEOUT: ("valueUnsignedInt", 600),
        names.MOST: ("valuePositiveInt", 5000),
    }
    extension = [{"url": url, kind: value} for url, (kind, value) in wanted.items()]
    told = fhir("POST", "Subscription", asked(channel={"extension": extension})).json()
    given = {
        each["url"]: each.get("valueUnsignedInt", each.get("valuePositiveInt")) for each in told["channel"]["extension"]
    }
    assert given == {names.HEARTBEAT: 60, names.TIMEOUT: 10, names.MOST: 100}


PAYLOAD = {"extension": [{"url": names.CONTENT, "valueCode": "full-resource"}]}
FILTER = {
    "extension": [
        {"url": names.CONTENT.replace("payload-content", "filter-criteria"), "valueString": "Consent?patient=Patient/1"}
    ]
}


#: What is added to a good request, the status of the answer, the element it names.
REFUSED: tuple[tuple[dict[str, Any], int, str], ...] = (
    ({"channel": {"_payload": PAYLOAD}}, 422, "Subscription.channel.payload.extension.value"),
    ({"channel": {"_payload": None}}, 422, "Subscription.channel.payload.extension"),
    ({"channel": {"payload": "text/plain"}}, 422, "Subscription.channel.payload"),
    ({"channel": {"type": "websocket"}}, 422, "Subscription.channel.type"),
    ({"channel": {"type": "email"}}, 422, "Subscription.channel.type"),
    ({"channel": {"type": None}}, 422, "Subscription.channel.type"),
    ({"channel": {"endpoint": "http://dpi.example.fr/hook"}}, 422, "Subscription.channel.endpoint"),
    ({"channel": {"endpoint": "https://dpi.example.fr:22/hook"}}, 422, "Subscription.channel.endpoint"),
    ({"channel": {"endpoint": "https://dpi.example.fr:0/hook"}}, 422, "Subscription.channel.endpoint"),
    ({"channel": {"endpoint": None}}, 422, "Subscription.channel.endpoint"),
    ({"channel": {"header": ["webhook-signature: v1,faux"]}}, 422, "Subscription.channel.header[0]"),
    ({"channel": {"header": ["X-A: b", "Host: interne"]}}, 422, "Subscription.channel.header[1]"),
    ({"channel": {"header": ["X-A: b\r\nX-C: d"]}}, 422, "Subscription.channel.header[0]"),
    ({"channel": {"header": ["Authorization: ********"]}}, 422, "Subscription.channel.header[0]"),
    ({"channel": {"header": ["X-A: b"] * 11}}, 422, "Subscription.channel.header"),
    ({"channel": {"extension": [{"url": "https://x.example/y", "valueCode": "z"}]}}, 422, "Subscription.channel.extension[0]"),
    ({"channel": {"extension": [{"url": names.MOST, "valuePositiveInt": 0}]}}, 400, "Subscription.channel.extension[0].value"),
    ({"criteria": "https://x.example/SubscriptionTopic/admission"}, 422, "Subscription.criteria"),
    ({"criteria": "Consent?patient=Patient/1"}, 422, "Subscription.criteria"),
    ({"_criteria": FILTER}, 422, "Subscription.criteria.extension[0]"),
    ({"status": "entered-in-error"}, 422, "Subscription.status"),
    ({"status": None}, 422, "Subscription.status"),
    ({"reason": None}, 422, "Subscription.reason"),
    ({"end": "demain"}, 422, "Subscription.end"),
    ({"implicitRules": "https://x.example"}, 422, "Subscription.implicitRules"),
    ({"channel": None}, 422, "Subscription.channel"),
    ({"reason": 3}, 400, "Subscription.reason"),
)  # fmt: skip


def test_what_cannot_be_kept_is_refused_with_its_element(fhir: Fhir) -> None:
    for more, status, element in REFUSED:
        whole = more.get("channel", {}) is not None
        body = asked(**more) if whole else asked() | more
        response = fhir("POST", "Subscription", body)
        assert (response.status_code, response.json()["issue"][0]["expression"]) == (status, [element]), more
        OperationOutcome.model_validate(response.json())
    assert not Subscription.objects.exists()


def test_it_is_turned_off_and_on_again_and_keeps_the_headers_that_it_had(
    fhir: Fhir, subscribed: dict[str, Any]
) -> None:
    path = f"Subscription/{subscribed['id']}"
    off = fhir("PUT", path, subscribed | {"status": "off"})
    assert (off.status_code, off.json()["status"], off["ETag"]) == (200, "off", 'W/"2"')
    again = fhir("PUT", path, off.json() | {"status": "requested"}, headers={"If-Match": 'W/"2"'})
    assert (again.status_code, again.json()["status"]) == (200, "requested")
    assert cards.headers(Subscription.objects.get()) == ("Authorization: Bearer secret-du-client",)


def test_headers_that_are_not_shown_are_sent_to_no_other_address(fhir: Fhir, subscribed: dict[str, Any]) -> None:
    """Whoever holds a token for five minutes would else have the receiver's own secret sent to himself."""
    path = f"Subscription/{subscribed['id']}"
    elsewhere = subscribed | {"channel": subscribed["channel"] | {"endpoint": "https://autre.example/hook"}}
    response = fhir("PUT", path, elsewhere)
    assert (response.status_code, response.json()["issue"][0]["expression"]) == (
        422,
        ["Subscription.channel.header[0]"],
    )
    assert fhir("GET", path).json() == subscribed
    elsewhere["channel"]["header"] = ["Authorization: Bearer un-autre"]
    assert fhir("PUT", path, elsewhere).status_code == 200


def test_the_same_again_changes_nothing(fhir: Fhir, subscribed: dict[str, Any]) -> None:
    response = fhir("PUT", f"Subscription/{subscribed['id']}", subscribed)
    assert (response.status_code, response["ETag"]) == (200, 'W/"1"')


def test_a_stale_version_is_refused_and_another_id_too(fhir: Fhir, subscribed: dict[str, Any]) -> None:
    path = f"Subscription/{subscribed['id']}"
    assert fhir("PUT", path, subscribed | {"status": "off"}, headers={"If-Match": 'W/"9"'}).status_code == 412
    assert fhir("PUT", path, subscribed | {"id": str(uuid.uuid4())}).status_code == 400
    assert fhir("DELETE", path, headers={"If-Match": 'W/"9"'}).status_code == 412


def test_what_is_removed_is_not_found_any_more_and_its_headers_are_gone(fhir: Fhir, subscribed: dict[str, Any]) -> None:
    path = f"Subscription/{subscribed['id']}"
    assert fhir("DELETE", path).status_code == 204
    for method in ("GET", "DELETE"):
        assert fhir(method, path).status_code == 404
    assert fhir("GET", "Subscription").json()["total"] == 0
    assert bytes(Subscription.objects.get().headers) == b""


def test_anothers_and_none_are_the_same_bytes_at_the_same_cost(
    fhir: Fhir, subscribed: dict[str, Any], others: str
) -> None:
    for method in ("GET", "PUT", "DELETE", "$status", "$events"):
        answers = []
        for named in (subscribed["id"], str(uuid.uuid4())):
            path = f"Subscription/{named}" + (f"/{method}" if method.startswith("$") else "")
            body = subscribed | {"id": named} if method == "PUT" else None
            with CaptureQueriesContext(connection) as cost:
                response = fhir("GET" if method.startswith("$") else method, path, body, bearer=others)
            answers.append((response.status_code, response.content, len(cost)))
        assert answers[0] == answers[1], method
        assert answers[0][0] == 404
    assert fhir("GET", "Subscription", bearer=others).json()["total"] == 0


def test_a_search_costs_the_same_however_much_it_finds(fhir: Fhir, subscribed: dict[str, Any]) -> None:
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as cost:
            fhir("GET", "Subscription")
        costs.append(len(cost))
        fhir("POST", "Subscription", asked())
    assert costs[0] == costs[1]


def test_a_search_finds_by_what_is_said_of_it(fhir: Fhir, subscribed: dict[str, Any]) -> None:
    fhir("POST", "Subscription", asked(status="off"))
    for query, total in (
        ("", 2), ("?status=off", 1), ("?status=off,requested", 2), (f"?_id={subscribed['id']}", 1),
        (f"?url={HOOK}", 2), ("?url=https://x.example", 0), (f"?criteria={TOPIC}&type=rest-hook", 2), ("?payload=x", 0),
    ):  # fmt: skip
        found = fhir("GET", f"Subscription{query}").json()
        Bundle.model_validate(found)
        assert found["total"] == total, query
    form = "application/x-www-form-urlencoded"
    assert fhir("POST", "Subscription/_search", "status=off", content_type=form).json()["total"] == 1
    first = fhir("GET", "Subscription?_count=1").json()
    links = {each["relation"]: each["url"] for each in first["link"]}
    second = fhir("GET", links["next"].partition("/fhir/")[2]).json()
    assert len({each["entry"][0]["resource"]["id"] for each in (first, second)}) == 2
    assert fhir("GET", "Subscription?_page=x").status_code == 400
