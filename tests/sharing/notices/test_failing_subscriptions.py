"""FHIR subscriptions whose receiver fails, leads elsewhere or is gone; what ends them; who is told nothing."""

import threading
import uuid
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from sharing.channels.outcome import Outcome
from sharing.fhir.subscriptions import names, reading
from sharing.models import Notice, Subscription, SubscriptionEvent
from sharing.services.subscriptions import asking, cards, delivery, events, sending
from tests.sharing.notices.receiver import Receiver
from tests.sharing.notices.sending import change
from tests.sharing.notices.story import NOW, Story, person, system
from tests.sharing.notices.subscriber import TOPIC, asked, numbers, said, subscribe, tell


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


def test_a_name_that_leads_inside_is_never_called(
    story: Story, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As outside the demonstration: no private host is allowed."""
    for inside in ("169.254.169.254", "127.0.0.1", "10.0.0.5", "::1", "fd00:ec2::254"):
        monkeypatch.setattr("socket.getaddrinfo", lambda *_, _at=inside, **__: [(0, 0, 0, "", (_at, 443))])
        row = subscribe(story, "https://hopital.example/fhir-hook")
        delivery.tell(at=NOW)
        row.refresh_from_db()
        assert (row.state, row.last_outcome) == ("error", "refused: address not allowed")
        assert cards.kept(row).error == "refused: address"
    assert not receiver.received


def test_whether_a_name_of_our_own_network_exists_is_not_told(
    story: Story, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise OSError

    monkeypatch.setattr("socket.getaddrinfo", unknown)
    row = subscribe(story, "https://base.interne/fhir-hook")
    delivery.tell(at=NOW)
    row.refresh_from_db()
    assert (row.last_outcome, cards.kept(row).error) == ("refused: name not found", "refused: address")


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


def test_one_system_does_not_take_all_the_room_of_a_round(story: Story) -> None:
    for _ in range(4):
        subscribe(story, "https://hopital.example/fhir-hook")
    other = subscribe(story, "https://autre.example/fhir-hook")
    Subscription.objects.filter(pk=other.pk).update(system=system("Autre", story.heart, ""), due_at=NOW)
    claimed = sending.claim(at=NOW, room=8)
    assert sorted(Counter(each.row.system_id for each in claimed).values()) == [1, sending.MOST_A_SYSTEM]
