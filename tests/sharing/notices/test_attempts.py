"""Attempts, leases, dead letters and their replay."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from consents.actor import Actor
from consents.services import preferences
from consents.vocabulary import RecipientKind
from consents.words import EVERYTHING, Recipient
from sharing.channels.outcome import failure
from sharing.models import CallingSystem, Delivery, Notice
from sharing.selectors import notices
from sharing.services import claims, delivery, planning, replay
from sharing.services.retries import WAITS
from tests.sharing.notices import story as stories
from tests.sharing.notices.receiver import Receiver
from tests.sharing.notices.sending import change, deliver, only_notice
from tests.sharing.notices.story import NOW, SECRETS, Story


def test_a_receiver_that_fails_is_tried_again_with_the_same_id_and_body_until_it_answers(
    story: Story, receiver: Receiver
) -> None:
    receiver.answers = [500, 503, 204]
    change(story)
    moments = [NOW, NOW + timedelta(seconds=30), NOW + timedelta(minutes=10)]

    assert [deliver(at) for at in moments] == [1, 1, 1]

    assert len(set(receiver.ids())) == 1
    assert len({one.body for one in receiver.received}) == 1
    assert [row.outcome for row in Delivery.objects.order_by("id")] == ["HTTP 500", "HTTP 503", "HTTP 204"]
    assert only_notice().state == "delivered"


def test_nothing_is_tried_before_its_time(story: Story, receiver: Receiver) -> None:
    receiver.answers = [500]
    change(story)

    assert [deliver(NOW), deliver(NOW + timedelta(seconds=1))] == [1, 0]


def test_after_ten_attempts_the_notice_is_dead_visible_and_can_be_replayed_under_its_id(
    story: Story, receiver: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    receiver.answers = [500]
    change(story)
    at = NOW
    for wait in (timedelta(0), *(wait * 1.3 for wait in WAITS)):
        at += wait
        assert deliver(at) == 1
    assert deliver(at + timedelta(days=10)) == 0

    (dead,) = notices.undelivered(at=at)
    assert (dead.state, dead.attempts, dead.said) == ("dead", 10, "HTTP 500")
    assert notices.health(at=at).dead == 1
    with pytest.raises(SystemExit):
        call_command("dead_notices")
    assert str(dead.id) in capsys.readouterr().out

    receiver.answers = [204]
    assert replay.replay_notice(dead.id, at=at) == 1
    deliver(at)
    assert only_notice().state == "delivered"
    assert len(set(receiver.ids())) == 1
    call_command("dead_notices")


def test_replaying_what_is_not_dead_is_refused(story: Story) -> None:
    change(story)

    with pytest.raises(CommandError):
        call_command("replay_notice", notice=str(only_notice().id))


def test_410_disables_the_receiver_until_an_operator_replays_it(story: Story, receiver: Receiver) -> None:
    receiver.answers = [410]
    change(story, 3)
    deliver()

    system = CallingSystem.objects.get(id=story.system)
    assert system.webhook_disabled_at == NOW
    assert len(receiver.received) == 1
    assert set(Notice.objects.values_list("state", flat=True)) == {"dead"}
    change(story)
    assert Notice.objects.filter(state="without_address").count() == 1

    receiver.answers = [204]
    call_command("replay_notice", system=str(story.system))
    deliver(datetime.now(tz=NOW.tzinfo))
    assert set(Notice.objects.values_list("state", flat=True)) == {"delivered"}
    assert notices.health(at=NOW).disabled_receivers == 0


def test_a_wait_that_the_receiver_asks_for_is_kept(story: Story, receiver: Receiver) -> None:
    receiver.answers = [(429, {"Retry-After": "3600"}), 204]
    change(story)
    deliver()

    assert only_notice().due_at == NOW + timedelta(hours=1)
    assert deliver(NOW + timedelta(minutes=59)) == 0
    assert deliver(NOW + timedelta(minutes=61)) == 1


def test_one_receiver_is_called_at_most_four_times_at_once(story: Story) -> None:
    for _ in range(9):
        other = stories.person("Durand")
        stories.care(other, story.martin, at=story.chu)
        change(story, patient=other)

    first = claims.claim(at=NOW, room=16)
    assert len(first) == claims.MOST_A_RECEIVER
    assert claims.claim(at=NOW, room=16, held=[one.receiver for one in first]) == []
    assert len(claims.claim(at=NOW, room=16)) == claims.MOST_A_RECEIVER


def test_what_a_dead_worker_had_claimed_is_claimed_again_after_the_lease_and_not_before(story: Story) -> None:
    change(story)
    (lost,) = claims.claim(at=NOW, room=1)

    assert claims.claim(at=NOW + claims.LEASE - timedelta(seconds=1), room=1) == []
    (again,) = claims.claim(at=NOW + claims.LEASE, room=1)
    assert again.notice.id == lost.notice.id


def test_a_worker_that_comes_back_after_its_lease_writes_its_attempt_and_changes_nothing(
    story: Story, receiver: Receiver
) -> None:
    change(story)
    (late,) = claims.claim(at=NOW, room=1)
    deliver(NOW + claims.LEASE)
    claims.record(late, failure("timeout"), at=NOW + claims.LEASE)

    assert only_notice().state == "delivered"
    assert Delivery.objects.count() == 2


def test_a_receiver_on_an_inner_address_is_not_called(story: Story, receiver: Receiver) -> None:
    change(story)

    delivery.deliver_notices(at=NOW)

    assert receiver.received == []
    assert only_notice().last_outcome.startswith("refused")


def test_a_system_without_a_receiver_keeps_its_notice_without_address(story: Story) -> None:
    CallingSystem.objects.update(webhook_url="", webhook_secret=b"")
    change(story)

    assert only_notice().state == "without_address"
    assert deliver() == 0


def test_a_professional_is_written_to_at_her_address(story: Story, receiver: Receiver) -> None:
    to = Recipient(RecipientKind.PROFESSIONAL, str(story.carla))
    preferences.grant(story.marie, to=to, about=EVERYTHING, by=Actor.person(story.marie), at=NOW)
    planning.plan_notices(at=NOW)
    deliver()

    (sent,) = mail.outbox
    assert sent.to == ["carla@cabinet.example"]
    for secret in SECRETS:
        assert secret not in sent.subject + sent.body
