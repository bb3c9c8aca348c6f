"""Delivered at least once, under one id, in order, whatever the receiver does."""

import json
import time
import uuid
from datetime import datetime, timedelta

import psycopg
import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from standardwebhooks.webhooks import Webhook

from consents.actor import Actor
from consents.services import preferences
from consents.vocabulary import RecipientKind, SubjectKind
from consents.words import EVERYONE, EVERYTHING, Recipient, Subject
from sharing.channels.outcome import failure
from sharing.models import CallingSystem, Delivery, Notice
from sharing.selectors import notices
from sharing.services import claims, delivery, planning, replay
from sharing.services.retries import WAITS
from tests.sharing.notices import story as stories
from tests.sharing.notices.receiver import Receiver, listening
from tests.sharing.notices.story import NOW, SECRETS, Story

HERE = ["127.0.0.1"]


def change(story: Story, times: int = 1, *, patient: uuid.UUID | None = None, at: datetime = NOW) -> None:
    who = patient or story.marie
    for _ in range(times):
        preferences.oppose(who, to=EVERYONE, about=EVERYTHING, by=Actor.person(who), at=at)
    planning.plan_notices(at=at)


def deliver(at: datetime = NOW) -> int:
    return delivery.deliver_notices(at=at, private_hosts=HERE)


def only_notice() -> Notice:
    return Notice.objects.get()


def test_the_body_says_that_something_changed_for_whom_and_how_fresh_and_nothing_else(
    story: Story, receiver: Receiver
) -> None:
    about = Subject(SubjectKind.DOCUMENT, str(story.psy))
    to = Recipient(RecipientKind.PROFESSIONAL, str(story.martin))
    preferences.oppose(story.marie, to=to, about=about, by=Actor.person(story.marie), at=NOW)
    planning.plan_notices(at=NOW)
    deliver()

    got = receiver.received[0]
    said = json.loads(got.body)
    assert set(said) == {"type", "timestamp", "data"}
    assert said["type"] == "preferences.changed"
    assert set(said["data"]) == {"patient", "token"}
    everything = got.body.decode() + json.dumps(got.headers) + got.path
    ours = [str(one) for one in (story.marie, story.martin, story.chu, story.psy, story.system)]
    for secret in SECRETS + ours:
        assert secret not in everything
    assert len(got.body) < 400


def test_a_grant_an_opposition_and_a_withdrawal_have_bodies_of_one_size(story: Story, receiver: Receiver) -> None:
    to, by = Recipient(RecipientKind.PROFESSIONAL, str(story.carla)), Actor.person(story.marie)
    preferences.grant(story.marie, to=to, about=EVERYTHING, by=by, at=NOW)
    preferences.oppose(story.marie, to=to, about=EVERYTHING, by=by, at=NOW)
    preferences.withdraw(story.marie, to=to, about=EVERYTHING, by=by, at=NOW)
    planning.plan_notices(at=NOW)
    deliver()

    assert len(receiver.received) == 3
    assert len({len(one.body) for one in receiver.received}) == 1


def test_two_systems_cannot_tell_that_they_are_told_of_the_same_patient(story: Story, receiver: Receiver) -> None:
    stories.system("Autre logiciel", story.chu, receiver.url)
    change(story)
    deliver()

    first, second = (json.loads(one.body)["data"] for one in receiver.received)
    assert first["patient"] != second["patient"]
    assert first["token"] != second["token"]


def test_what_was_received_is_signed_with_the_systems_own_secret_and_carries_the_notices_id(
    story: Story, receiver: Receiver
) -> None:
    now = datetime.now(tz=NOW.tzinfo)
    change(story, at=now)
    deliver(now)

    got = receiver.received[0]
    Webhook(story.secret).verify(got.body, got.headers)
    assert got.headers["webhook-id"] == str(only_notice().id)
    assert only_notice().state == "delivered"


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


def test_a_patients_changes_reach_one_receiver_in_their_order_even_when_the_first_fails(
    story: Story, receiver: Receiver
) -> None:
    receiver.answers = [500, 204]
    change(story, 4)
    expected = [str(row.id) for row in Notice.objects.order_by("entry_id")]

    deliver(NOW)
    assert receiver.ids() == expected[:1]
    deliver(NOW + timedelta(minutes=1))
    assert receiver.ids() == [expected[0], *expected]


def test_another_patients_changes_do_not_wait_behind_one_that_fails(story: Story, receiver: Receiver) -> None:
    receiver.answers = [500]
    change(story, 2)
    deliver()

    receiver.answers = [204]
    other = stories.person("Durand")
    stories.care(other, story.martin, at=story.chu)
    change(story, patient=other)
    deliver(NOW + timedelta(seconds=1))

    assert Notice.objects.get(patient=other).state == "delivered"
    assert [row.state for row in Notice.objects.filter(patient=story.marie)] == ["waiting", "waiting"]


def test_a_receiver_that_hangs_does_not_delay_another(story: Story, receiver: Receiver) -> None:
    receiver.delay = 20
    with listening() as healthy:
        place = stories.organisation("Clinique", "clinic")
        stories.care(story.marie, story.nora, at=place)
        stories.system("Clinique", place, healthy.url)
        change(story)
        for _ in range(6):
            other = stories.person("Durand")
            stories.care(other, story.martin, at=story.chu)
            change(story, patient=other)
        healthy.on_arrival = receiver.released.set
        began = time.monotonic()
        deliver()

    assert len(healthy.received) == 1
    assert len(receiver.received) == 7
    assert time.monotonic() - began < 5


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


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_a_receiver_is_called(receiver: Receiver) -> None:
    told = stories.tell(receiver.url)
    change(told)
    own = connection.get_connection_params()
    seen: list[str] = []

    def look() -> None:
        with psycopg.connect(host=own["host"], dbname=own["dbname"], user=own["user"], autocommit=True) as other:
            rows = other.execute("SELECT state FROM pg_stat_activity WHERE datname = current_database()").fetchall()
            seen.extend(state for (state,) in rows)

    receiver.on_arrival = look
    deliver()

    assert seen
    assert "idle in transaction" not in seen
    assert only_notice().state == "delivered"
