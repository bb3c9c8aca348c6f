"""`/fhir/Subscription`: asked for, read, changed, ended, by the system it belongs to and by nobody else."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.capabilitystatement import CapabilityStatement
from fhir.resources.R4B.operationoutcome import OperationOutcome
from fhir.resources.R4B.subscription import Subscription as FhirSubscription

from sharing.fhir import xml
from sharing.fhir.subscriptions import names
from sharing.models import Subscription
from sharing.services import callers, planning
from sharing.services.subscriptions import asking, cards, delivery, events
from tests.sharing.api.fhir.conftest import Fhir, token_of
from tests.sharing.hospital import BEFORE, Hospital
from tests.sharing.notices.receiver import Receiver, listening
from tests.sharing.notices.sending import HERE

TOPIC = "http://localhost:8000/SubscriptionTopic/consent-changed"
HOOK = "https://dpi.example.fr/fhir-hook"


def asked(**more: Any) -> dict[str, Any]:
    channel = {
        "type": "rest-hook",
        "endpoint": HOOK,
        "payload": "application/fhir+json",
        "_payload": {"extension": [{"url": names.CONTENT, "valueCode": "id-only"}]},
        "header": ["Authorization: Bearer secret-du-client"],
    }
    whole = {"resourceType": "Subscription", "status": "requested", "reason": "Cache", "criteria": TOPIC}
    return {**whole, "channel": {**channel, **more.pop("channel", {})}, **more}


@pytest.fixture(autouse=True)
def nothing_waits(chu: Hospital) -> None:
    """What was declared before is planned before."""
    planning.plan_notices(at=datetime.now(UTC))


@pytest.fixture
def created(fhir: Fhir) -> dict[str, Any]:
    response = fhir("POST", "Subscription", asked())
    assert response.status_code == 201, response.content
    return dict(response.json())


@pytest.fixture
def others(client: Client, chu: Hospital) -> str:
    """The token of another hospital's software."""
    given = callers.register_calling_system("Clinique", organisations=[chu.clinic], granted=["fhir"], at=BEFORE)
    return token_of(client, given)


def changed(chu: Hospital) -> None:
    now = datetime.now(UTC)
    chu.oppose(chu.nora, chu.seen, at=now)
    planning.plan_notices(at=now)
    events.number_all(at=now)


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


@pytest.mark.parametrize(
    ("more", "status", "element"),
    [
        ({"channel": {"_payload": PAYLOAD}}, 422, "Subscription.channel.payload.extension.value"),
        ({"channel": {"_payload": None}}, 422, "Subscription.channel.payload.extension"),
        ({"channel": {"payload": "text/plain"}}, 422, "Subscription.channel.payload"),
        ({"channel": {"type": "websocket"}}, 422, "Subscription.channel.type"),
        ({"channel": {"type": "email"}}, 422, "Subscription.channel.type"),
        ({"channel": {"type": None}}, 422, "Subscription.channel.type"),
        ({"channel": {"endpoint": "http://dpi.example.fr/hook"}}, 422, "Subscription.channel.endpoint"),
        ({"channel": {"endpoint": "https://dpi.example.fr:22/hook"}}, 422, "Subscription.channel.endpoint"),
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
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_with_its_element(
    fhir: Fhir, more: dict[str, Any], status: int, element: str
) -> None:
    body = asked(**(more if more.get("channel", {}) is not None else {}))
    body |= {"channel": None} if "channel" in more and more["channel"] is None else {}
    response = fhir("POST", "Subscription", body)
    assert response.status_code == status, response.content
    OperationOutcome.model_validate(response.json())
    assert response.json()["issue"][0]["expression"] == [element]
    assert not Subscription.objects.exists()


def test_it_is_turned_off_and_on_again_and_keeps_the_headers_that_it_had(fhir: Fhir, created: dict[str, Any]) -> None:
    path = f"Subscription/{created['id']}"
    off = fhir("PUT", path, created | {"status": "off"})
    assert (off.status_code, off.json()["status"], off["ETag"]) == (200, "off", 'W/"2"')
    again = fhir("PUT", path, off.json() | {"status": "requested"}, headers={"If-Match": 'W/"2"'})
    assert (again.status_code, again.json()["status"]) == (200, "requested")
    assert cards.headers(Subscription.objects.get()) == ("Authorization: Bearer secret-du-client",)


def test_the_same_again_changes_nothing(fhir: Fhir, created: dict[str, Any]) -> None:
    response = fhir("PUT", f"Subscription/{created['id']}", created)
    assert (response.status_code, response["ETag"]) == (200, 'W/"1"')


def test_a_stale_version_is_refused_and_another_id_too(fhir: Fhir, created: dict[str, Any]) -> None:
    path = f"Subscription/{created['id']}"
    assert fhir("PUT", path, created | {"status": "off"}, headers={"If-Match": 'W/"9"'}).status_code == 412
    assert fhir("PUT", path, created | {"id": str(uuid.uuid4())}).status_code == 400
    assert fhir("DELETE", path, headers={"If-Match": 'W/"9"'}).status_code == 412


def test_what_is_removed_is_not_found_any_more_and_its_headers_are_gone(fhir: Fhir, created: dict[str, Any]) -> None:
    path = f"Subscription/{created['id']}"
    assert fhir("DELETE", path).status_code == 204
    for method in ("GET", "DELETE"):
        assert fhir(method, path).status_code == 404
    assert fhir("GET", "Subscription").json()["total"] == 0
    assert bytes(Subscription.objects.get().headers) == b""


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "$status", "$events"])
def test_anothers_and_none_are_the_same_bytes_at_the_same_cost(
    fhir: Fhir, created: dict[str, Any], others: str, method: str
) -> None:
    answers = []
    for named in (created["id"], str(uuid.uuid4())):
        path = f"Subscription/{named}" + (f"/{method}" if method.startswith("$") else "")
        body = created | {"id": named} if method == "PUT" else None
        with CaptureQueriesContext(
            connection,
        ) as cost:
            response = fhir("GET" if method.startswith("$") else method, path, body, bearer=others)
        answers.append((response.status_code, response.content, len(cost)))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404
    assert fhir("GET", "Subscription", bearer=others).json()["total"] == 0


def test_a_search_finds_by_what_is_said_of_it(fhir: Fhir, created: dict[str, Any]) -> None:
    fhir("POST", "Subscription", asked(status="off"))
    for query, total in (
        ("", 2), ("?status=off", 1), ("?status=off,requested", 2), (f"?_id={created['id']}", 1),
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


def test_the_status_of_one_or_of_several_is_a_searchset_of_parameters(fhir: Fhir, created: dict[str, Any]) -> None:
    fhir("POST", "Subscription", asked(status="off"))
    one = fhir("GET", f"Subscription/{created['id']}/$status").json()
    Bundle.model_validate(one)
    (entry,) = one["entry"]
    told = {each["name"]: each for each in entry["resource"]["parameter"]}
    assert (one["type"], told["type"]["valueCode"], told["status"]["valueCode"]) == (
        "searchset",
        "query-status",
        "requested",
    )
    assert len(fhir("GET", "Subscription/$status").json()["entry"]) == 2
    assert len(fhir("GET", f"Subscription/$status?id={created['id']}").json()["entry"]) == 1
    body = {"resourceType": "Parameters", "parameter": [{"name": "status", "valueCode": "off"}]}
    assert fhir("POST", "Subscription/$status", body).json()["total"] == 1


def test_events_that_were_missed_are_given_again_by_their_numbers(
    fhir: Fhir, created: dict[str, Any], chu: Hospital
) -> None:
    for _ in range(3):
        changed(chu)
    path = f"Subscription/{created['id']}/$events"
    every = fhir("GET", path).json()
    Bundle.model_validate(every)
    assert (every["type"], _numbers(every)) == ("history", ["1", "2", "3"])
    assert _numbers(fhir("GET", f"{path}?eventsSinceNumber=2&eventsUntilNumber=2").json()) == ["2"]
    since = {"resourceType": "Parameters", "parameter": [{"name": "eventsSinceNumber", "valueString": "3"}]}
    assert _numbers(fhir("POST", path, since).json()) == ["3"]
    empty = fhir("GET", f"{path}?content=empty")
    assert len(empty.json()["entry"]) == 1
    assert "Patient" not in empty.content.decode()
    assert fhir("GET", f"{path}?content=full-resource").status_code == 422
    assert fhir("GET", f"{path}?eventsSinceNumber=deux").status_code == 400


def _numbers(bundle: dict[str, Any]) -> list[str]:
    told = [each for each in bundle["entry"][0]["resource"]["parameter"] if each["name"] == "notification-event"]
    return [part["valueString"] for each in told for part in each["part"] if part["name"] == "event-number"]


def test_from_the_request_to_the_notification_of_a_real_declaration(
    fhir: Fhir, chu: Hospital, client: Client, token: str
) -> None:
    """The patient is named as in an answer about her: the caller keeps that name beside what it caches."""
    with listening() as receiver:
        created = fhir("POST", "Subscription", asked(channel={"endpoint": receiver.url})).json()
        delivery.tell(at=datetime.now(UTC), private_hosts=HERE)
        assert fhir("GET", f"Subscription/{created['id']}").json()["status"] == "active"
        changed(chu)
        delivery.tell(at=datetime.now(UTC), private_hosts=HERE)
        _valid(receiver)
        focus = events.name(_evaluated(client, token, chu)["context"]["patient"])
        told = receiver.received[-1].body.decode()
        assert f"/fhir/Patient/{focus}" in told
        assert chu.ana_ins.value not in told


def _valid(receiver: Receiver) -> None:
    assert len(receiver.received) == 2
    for each in receiver.received:
        Bundle.model_validate_json(each.body)
        assert each.headers["authorization"] == "Bearer secret-du-client"


def _evaluated(client: Client, token: str, chu: Hospital) -> Any:
    who = {"system": chu.ana_ins.system, "value": chu.ana_ins.value}
    body = {
        "subject": {"type": "professional", "id": chu.martin_rpps, "properties": {"organisation": chu.finess}},
        "action": {"name": "read"},
        "resource": {"type": "document", "id": str(chu.seen), "properties": {"patient": who}},
        "context": {"purpose": "care"},
    }
    headers = {"Authorization": f"Bearer {token}"}
    return client.post("/access/v1/evaluation", body, content_type="application/json", headers=headers).json()


def test_a_system_may_have_twenty_and_no_more(fhir: Fhir) -> None:
    for _ in range(asking.MOST_OF_A_SYSTEM):
        assert fhir("POST", "Subscription", asked()).status_code == 201
    assert fhir("POST", "Subscription", asked()).status_code == 422


def test_metadata_names_the_topic_the_profile_and_what_can_be_done(client: Client) -> None:
    said = client.get("/fhir/metadata").json()
    CapabilityStatement.model_validate(said)
    (found,) = [each for each in said["rest"][0]["resource"] if each["type"] == "Subscription"]
    assert found["extension"] == [{"url": names.TOPIC_EXTENSION, "valueCanonical": TOPIC}]
    assert found["supportedProfile"] == [names.PROFILE]
    assert [each["name"] for each in found["operation"]] == ["status", "events"]
