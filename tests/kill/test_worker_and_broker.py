"""The worker and the broker may die at any moment: no committed change goes untold, and each keeps one id."""

import threading
import time

import pytest
import redis
from celery import current_app
from django.db.models import F
from django.utils import timezone

from consents.actor import Actor
from consents.services import preferences
from consents.words import EVERYONE, EVERYTHING
from sharing.models import Notice, OutboxReceipt
from sharing.services import claims, nudge
from tests.kill import servers
from tests.sharing.notices.receiver import Receiver
from tests.sharing.notices.story import Story


def oppose(story: Story) -> None:
    preferences.oppose(story.marie, to=EVERYONE, about=EVERYTHING, by=Actor.person(story.marie), at=timezone.now())


def delivered() -> int:
    return Notice.objects.filter(state="delivered").count()


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_of_a_delivery_delays_it_and_both_copies_carry_one_id(
    story: Story, receiver: Receiver, surroundings: dict[str, str]
) -> None:
    receiver.delay = servers.PATIENCE
    with servers.worker(surroundings) as first:
        oppose(story)
        servers.until(receiver.arrived.is_set, "the receiver is being called", program=first)
        first.kill()
    receiver.released.set()
    receiver.delay = 0
    oppose(story)  # while there is no worker
    assert [notice.state for notice in Notice.objects.all()] == ["waiting"]

    with servers.worker(surroundings) as second:
        servers.until(lambda: OutboxReceipt.objects.count() == 2, "both changes are planned", program=second)
        assert len(receiver.received) == 1, "the lease of the dead worker still holds, and order is kept"
        Notice.objects.filter(due_at__gt=timezone.now()).update(due_at=F("due_at") - claims.LEASE)
        servers.until(lambda: delivered() == 2, "both are delivered", program=second)

    expected = [str(notice.id) for notice in Notice.objects.order_by("entry_id")]
    assert receiver.ids() == [expected[0], *expected]
    assert receiver.received[0].body == receiver.received[1].body


def test_a_broker_that_was_emptied_loses_a_nudge_and_no_notice(
    story: Story,
    receiver: Receiver,
    broker: redis.Redis,
    surroundings: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        current_app.conf, "broker_url", f"redis+socket://{surroundings['REDIS_URL'][7:]}?virtual_host=0"
    )
    oppose(story)
    spoken = nudge.now()
    assert spoken is not None
    spoken.join(5)
    assert broker.llen("portal") == 1
    broker.flushall()
    assert broker.llen("portal") == 0

    with servers.worker(surroundings) as worker:
        servers.until(delivered, "the notice is delivered", program=worker)

    assert receiver.ids() == [str(Notice.objects.get().id)]


def test_a_nudge_alone_gets_a_change_told_without_waiting_for_the_clock(
    story: Story, receiver: Receiver, surroundings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        current_app.conf, "broker_url", f"redis+socket://{surroundings['REDIS_URL'][7:]}?virtual_host=0"
    )
    with servers.worker(surroundings, with_beat=False) as worker:
        oppose(story)
        nudge.after_commit()
        servers.until(delivered, "the notice is delivered", program=worker)


def test_a_broker_that_is_down_costs_a_declaration_nothing_and_never_fails_it(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current_app.conf, "broker_url", "redis+socket:///nowhere/valkey.sock?virtual_host=0")
    began = time.monotonic()

    for _ in range(20):
        oppose(story)
        nudge.after_commit()

    assert time.monotonic() - began < 2
    nothing_under_way()


def nothing_under_way() -> None:
    for thread in threading.enumerate():
        if thread.name == "nudge":
            thread.join(10)
