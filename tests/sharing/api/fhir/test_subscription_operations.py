"""`$status`, `$events`, and the whole way from a request to a notification."""

from datetime import UTC, datetime
from typing import Any

from django.test import Client
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.capabilitystatement import CapabilityStatement

from sharing.fhir.subscriptions import names
from sharing.services.subscriptions import asking, delivery, events
from tests.sharing.api.fhir.conftest import Fhir
from tests.sharing.api.fhir.subscribing import TOPIC, asked, changed
from tests.sharing.hospital import Hospital
from tests.sharing.notices.receiver import Receiver, listening
from tests.sharing.notices.sending import HERE


def test_the_status_of_one_or_of_several_is_a_searchset_of_parameters(fhir: Fhir, subscribed: dict[str, Any]) -> None:
    fhir("POST", "Subscription", asked(status="off"))
    one = fhir("GET", f"Subscription/{subscribed['id']}/$status").json()
    Bundle.model_validate(one)
    (entry,) = one["entry"]
    told = {each["name"]: each for each in entry["resource"]["parameter"]}
    assert (one["type"], told["type"]["valueCode"], told["status"]["valueCode"]) == (
        "searchset",
        "query-status",
        "requested",
    )
    assert len(fhir("GET", "Subscription/$status").json()["entry"]) == 2
    assert len(fhir("GET", f"Subscription/$status?id={subscribed['id']}").json()["entry"]) == 1
    body = {"resourceType": "Parameters", "parameter": [{"name": "status", "valueCode": "off"}]}
    assert fhir("POST", "Subscription/$status", body).json()["total"] == 1


def test_events_that_were_missed_are_given_again_by_their_numbers(
    fhir: Fhir, subscribed: dict[str, Any], chu: Hospital
) -> None:
    for _ in range(3):
        changed(chu)
    path = f"Subscription/{subscribed['id']}/$events"
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
    fhir: Fhir, nothing_waits: None, chu: Hospital, client: Client, token: str
) -> None:
    """The patient is named as in an answer about her: the caller keeps that name beside what it caches."""
    with listening() as receiver:
        subscribed = fhir("POST", "Subscription", asked(channel={"endpoint": receiver.url})).json()
        delivery.tell(at=datetime.now(UTC), private_hosts=HERE)
        assert fhir("GET", f"Subscription/{subscribed['id']}").json()["status"] == "active"
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
