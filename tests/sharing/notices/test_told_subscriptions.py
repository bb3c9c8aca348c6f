"""FHIR subscriptions against a real receiver: handshake, events, what fails, what is caught up, what is never called."""

import json
import threading
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from sharing.channels.outcome import Outcome
from sharing.fhir import xml
from sharing.fhir.subscriptions import names, reading
from sharing.models import Notice, Subscription, SubscriptionEvent
from sharing.selectors import subscriptions as selected
from sharing.services import references
from sharing.services.subscriptions import asking, delivery, events, sending
from tests.sharing.notices.receiver import Received, Receiver
from tests.sharing.notices.sending import HERE, change
from tests.sharing.notices.story import NOW, SECRETS, Story, person

TOPIC = "http://localhost:8000/SubscriptionTopic/consent-changed"


def asked(endpoint: str, **more: Any) -> dict[str, Any]:
    """`channel` is added to the channel, the rest to the resource."""
    channel = {
        "type": "rest-hook",
        "endpoint": endpoint,
        "payload": "application/fhir+json",
        "_payload": {"extension": [{"url": names.CONTENT, "valueCode": more.pop("content", "id-only")}]},
        **more.pop("channel", {}),
    }
    whole = {
        "resourceType": "Subscription",
        "status": "requested",
        "reason": "Cache de l’hôpital",
        "criteria": TOPIC,
        "channel": channel,
    }
    return {**whole, **more}


def subscribe(story: Story, endpoint: str, *, at: datetime = NOW, **more: Any) -> Subscription:
    kept = asking.create(story.system, reading.wanted(asked(endpoint, **more), topic=TOPIC), at=at)
    return Subscription.objects.get(pk=kept.id)


def tell(at: datetime = NOW) -> int:
    return delivery.tell(at=at, private_hosts=HERE)


def said(received: Received) -> dict[str, Any]:
    """What the Parameters say, by name; several events are a list."""
    body = json.loads(received.body)
    told: dict[str, Any] = {"events": []}
    for parameter in body["entry"][0]["resource"]["parameter"]:
        if parameter["name"] == "notification-event":
            told["events"].append({part["name"]: part for part in parameter["part"]})
        else:
            told[parameter["name"]] = next(value for key, value in parameter.items() if key != "name")
    return told


def numbers(received: Received) -> list[int]:
    return [int(event["event-number"]["valueString"]) for event in said(received)["events"]]


@pytest.fixture
def active(story: Story, receiver: Receiver) -> Subscription:
    row = subscribe(story, receiver.url)
    assert tell() == 1
    receiver.received.clear()
    row.refresh_from_db()
    return row


def test_nothing_is_active_before_its_receiver_took_a_handshake(story: Story, receiver: Receiver) -> None:
    row = subscribe(story, receiver.url, channel={"header": ["Authorization: Bearer du-client"]})
    assert row.state == "requested"
    assert tell() == 1
    (handshake,) = receiver.received
    assert said(handshake) | {"subscription": ""} == {
        "subscription": "", "topic": TOPIC, "status": "requested", "type": "handshake",
        "events-since-subscription-start": "0", "events": [],
    }  # fmt: skip
    assert handshake.headers["authorization"] == "Bearer du-client"
    assert handshake.headers["content-type"] == "application/fhir+json"
    assert handshake.headers["webhook-signature"].startswith("v1,")
    row.refresh_from_db()
    assert (row.state, row.version) == ("active", 2)
    assert tell() == 0


def test_a_declaration_is_told_by_number_and_address_and_by_nothing_else(
    story: Story, receiver: Receiver, active: Subscription
) -> None:
    change(story)
    assert tell() == 1
    (notification,) = receiver.received
    told = said(notification)
    assert (told["type"], told["status"], told["events-since-subscription-start"]) == (
        "event-notification",
        "active",
        "1",
    )
    assert numbers(notification) == [1]
    focus = told["events"][0]["focus"]["valueReference"]["reference"]
    _, (named,) = (entries := json.loads(notification.body)["entry"])[0], entries[1:]
    assert named == {
        "fullUrl": focus, "request": {"method": "GET", "url": focus}, "response": {"status": "200"},
    }  # fmt: skip
    known = references.reference_in_notices(story.system, story.marie)
    assert (
        events.reference(focus.rpartition("/")[2])
        == known
        == Notice.objects.get(system=story.system).body["data"]["patient"]
    )
    assert not [word for word in SECRETS if word in notification.body.decode()]
    assert str(story.marie) not in notification.body.decode()


def test_an_empty_payload_names_neither_the_topic_nor_the_patient(story: Story, receiver: Receiver) -> None:
    subscribe(story, receiver.url, content="empty")
    tell()
    change(story)
    tell()
    last = receiver.received[-1]
    assert numbers(last) == [1]
    assert "topic" not in said(last)
    assert "Patient" not in last.body.decode()


def test_a_receiver_may_want_xml(story: Story, receiver: Receiver) -> None:
    subscribe(story, receiver.url, channel={"payload": "application/fhir+xml"})
    tell()
    (handshake,) = receiver.received
    assert handshake.headers["content-type"] == "application/fhir+xml"
    assert xml.from_xml(handshake.body)["type"] == "history"


def test_a_receiver_that_was_down_is_told_of_everything_in_order_once_it_is_back(
    story: Story, receiver: Receiver, active: Subscription
) -> None:
    receiver.answers = [500, (429, {"retry-after": "600"}), 204]
    change(story)
    tell()
    active.refresh_from_db()
    assert (active.state, active.last_outcome) == ("error", "HTTP 500")
    change(story)
    tell(NOW + timedelta(seconds=1))
    assert len(receiver.received) == 1, "not before its time"
    tell(NOW + timedelta(seconds=10))
    assert tell(NOW + timedelta(seconds=500)) == 0, "not before the time that it asked for"
    assert tell(NOW + timedelta(seconds=700)) == 1
    active.refresh_from_db()
    assert (active.state, active.delivered, active.count) == ("active", 2, 2)
    assert [numbers(each) for each in receiver.received] == [[1], [1, 2], [1, 2]]
    assert len(set(receiver.ids()[1:])) == 1, "the same message under the same id"


def test_what_was_missed_can_be_asked_for(story: Story, receiver: Receiver, active: Subscription) -> None:
    receiver.answers = [500]
    change(story, 3)
    tell()
    kept = selected.one(story.system, active.id)
    assert kept is not None
    assert (kept.status, kept.count) == ("error", 3)
    assert [each.number for each in selected.events(active.id, since=2, until=3, most=10)] == [2, 3]


def test_many_events_leave_in_messages_of_the_size_that_was_asked_for(story: Story, receiver: Receiver) -> None:
    most = {"extension": [{"url": names.MOST, "valuePositiveInt": 2}]}
    subscribe(story, receiver.url, channel=most)
    tell()
    change(story, 5)
    assert tell() == 3
    assert [numbers(each) for each in receiver.received[1:]] == [[1, 2], [3, 4], [5]]
    assert {said(each)["events-since-subscription-start"] for each in receiver.received[1:]} == {"5"}


def test_one_that_gives_up_is_off_and_can_be_asked_for_again(story: Story, receiver: Receiver) -> None:
    row = subscribe(story, receiver.url)
    receiver.answers = [500]
    for day in range(12):
        tell(NOW + timedelta(days=2 * day))
    row.refresh_from_db()
    assert (row.state, len(receiver.received)) == ("off", 10)
    receiver.answers = [204]
    later = NOW + timedelta(days=30)
    asking.update(story.system, row.id, reading.wanted(asked(receiver.url), topic=TOPIC), version=None, at=later)
    tell(later)
    row.refresh_from_db()
    assert row.state == "active"


def test_a_receiver_that_is_gone_is_turned_off_at_once(story: Story, receiver: Receiver, active: Subscription) -> None:
    receiver.answers = [410]
    change(story)
    tell()
    active.refresh_from_db()
    assert active.state == "off"
    change(story)
    tell(NOW + timedelta(days=1))
    assert len(receiver.received) == 1
    assert SubscriptionEvent.objects.count() == 1


def test_a_redirect_is_a_failure_and_is_not_followed(story: Story, receiver: Receiver) -> None:
    row = subscribe(story, receiver.url)
    receiver.answers = [(307, {"location": receiver.url + "/elsewhere"})]
    tell()
    row.refresh_from_db()
    assert (row.state, row.last_outcome) == ("error", "HTTP 307")
    assert [each.path for each in receiver.received] == ["/changes"]


@pytest.mark.parametrize("inside", ["169.254.169.254", "127.0.0.1", "10.0.0.5", "::1", "fd00:ec2::254"])
def test_a_name_that_leads_inside_is_never_called(
    story: Story, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    """As outside the demonstration: no private host is allowed."""
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(0, 0, 0, "", (inside, 443))])
    row = subscribe(story, "https://hopital.example/fhir-hook")
    delivery.tell(at=NOW)
    row.refresh_from_db()
    assert (row.state, row.last_outcome) == ("error", "refused: address not allowed")
    assert not receiver.received


def test_outside_the_demonstration_an_inner_or_plain_address_is_refused_when_asked_for(
    story: Story, settings: Any
) -> None:
    settings.WEBHOOK_ALLOW_PRIVATE = []
    for endpoint in ("http://hopital.example/hook", "http://127.0.0.1/hook", "https://u:p@hopital.example/hook"):
        with pytest.raises(ValueError, match=r"Subscription\.channel\.endpoint"):
            subscribe(story, endpoint)


def test_a_heartbeat_is_sent_when_nothing_else_was(story: Story, receiver: Receiver) -> None:
    period = {"extension": [{"url": names.HEARTBEAT, "valueUnsignedInt": 300}]}
    subscribe(story, receiver.url, channel=period)
    tell()
    assert tell(NOW + timedelta(seconds=299)) == 0
    assert tell(NOW + timedelta(seconds=301)) == 1
    assert said(receiver.received[-1])["type"] == "heartbeat"
    change(story, at=NOW + timedelta(seconds=400))
    tell(NOW + timedelta(seconds=400))
    assert tell(NOW + timedelta(seconds=610)) == 0, "the event stood for a heartbeat"


def test_it_ends_when_it_was_told_to(story: Story, receiver: Receiver) -> None:
    row = subscribe(story, receiver.url, end=(NOW + timedelta(hours=1)).isoformat())
    tell()
    tell(NOW + timedelta(hours=1))
    row.refresh_from_db()
    assert row.state == "off"


def test_nothing_is_told_of_a_patient_who_is_not_this_hospitals(
    story: Story, receiver: Receiver, active: Subscription
) -> None:
    change(story, patient=person("Blanc"))
    assert tell() == 0
    assert not SubscriptionEvent.objects.exists()


def test_a_system_that_was_closed_is_told_nothing(story: Story, receiver: Receiver, active: Subscription) -> None:
    change(story)
    active.system.is_active = False
    active.system.save()
    assert tell() == 0


def test_what_is_removed_or_changed_during_a_call_stays_so(
    story: Story, receiver: Receiver, active: Subscription
) -> None:
    change(story)
    events.number_all(at=NOW)
    (claimed,) = sending.claim(at=NOW, room=4)
    asking.remove(story.system, active.id, version=None, at=NOW)
    sending.record(claimed, Outcome(succeeded=True, said="HTTP 204"), at=NOW)
    active.refresh_from_db()
    assert (active.state, active.delivered, bytes(active.headers)) == ("off", 0, b"")


def test_what_a_dead_worker_held_is_tried_again_after_its_lease(
    story: Story, receiver: Receiver, active: Subscription
) -> None:
    change(story)
    events.number_all(at=NOW)
    (held,) = sending.claim(at=NOW, room=4)
    assert tell() == 0
    assert tell(NOW + sending.LEASE) == 1
    assert receiver.ids() == [str(held.id)]


@pytest.mark.django_db(transaction=True)
def test_transactions_that_end_out_of_order_leave_no_gap(story: Story, receiver: Receiver) -> None:
    """The first to note is the last to commit: its event takes the next number, and none is missing."""
    row = subscribe(story, receiver.url)
    tell()
    entries = _entries(story, 2)
    noted, go = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                _note(row, entries[0])
                noted.set()
                go.wait(5)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert noted.wait(5)
    _note(row, entries[1])
    assert tell() == 1
    go.set()
    thread.join(5)
    assert tell() == 1
    assert [numbers(each) for each in receiver.received[1:]] == [[1], [2]]


def _entries(story: Story, count: int) -> list[int]:
    change(story, count)
    SubscriptionEvent.objects.all().delete()
    return list(Notice.objects.filter(system=story.system).order_by("entry").values_list("entry", flat=True))


def _note(row: Subscription, entry: int) -> None:
    SubscriptionEvent.objects.create(subscription=row, entry_id=entry, reference=uuid.uuid4().hex, recorded_at=NOW)
