"""FHIR subscriptions against a real receiver: handshake, events by number, nothing that tells more, what is caught up."""

import json
from datetime import timedelta

from portal.celery import app
from sharing import tasks
from sharing.fhir import xml
from sharing.fhir.subscriptions import names
from sharing.models import CallingSystem, Notice, Subscription
from sharing.selectors import subscriptions as selected
from sharing.services import references
from sharing.services.subscriptions import events
from tests.sharing.notices.receiver import Receiver
from tests.sharing.notices.sending import change
from tests.sharing.notices.story import NOW, SECRETS, Story
from tests.sharing.notices.subscriber import TOPIC, numbers, said, subscribe, tell


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


def test_the_sweep_that_runs_by_the_clock_does_it_all(story: Story, receiver: Receiver) -> None:
    """As beat starts it, with its own clock and the addresses that the settings allow."""
    subscribe(story, receiver.url)
    tasks.tell_subscribers()
    change(story)
    tasks.tell_subscribers()
    assert [said(each)["type"] for each in receiver.received] == ["handshake", "event-notification"]
    assert "sharing.tasks.tell_subscribers" in {each["task"] for each in app.conf.beat_schedule.values()}


def test_a_system_that_has_no_other_receiver_counts_as_told(story: Story, receiver: Receiver) -> None:
    CallingSystem.objects.update(webhook_url="", webhook_secret=b"")
    subscribe(story, receiver.url)
    tell()
    receiver.answers = [500, 204]
    change(story)
    tell()
    notice = Notice.objects.filter(system=story.system)
    assert notice.values_list("state", flat=True).get() == "without_address"
    tell(NOW + timedelta(seconds=10))
    assert notice.values_list("state", "delivered_at").get() == ("delivered", NOW + timedelta(seconds=10))
    assert "webhook-signature" not in receiver.received[-1].headers


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
