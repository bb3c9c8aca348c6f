"""Delivered at least once, under one id, in order, whatever the receiver does."""

import json
import time
from datetime import datetime, timedelta

import psycopg
import pytest
from django.db import connection
from standardwebhooks.webhooks import Webhook

from consents.actor import Actor
from consents.services import preferences
from consents.vocabulary import RecipientKind, SubjectKind
from consents.words import EVERYTHING, Recipient, Subject
from sharing.models import Notice
from sharing.services import credentials, planning
from tests.sharing.notices import story as stories
from tests.sharing.notices.receiver import Receiver, listening
from tests.sharing.notices.sending import change, deliver, only_notice
from tests.sharing.notices.story import NOW, SECRETS, Story


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


def test_while_a_webhook_secret_is_replaced_the_new_and_the_old_one_sign_then_the_new_one_alone(
    story: Story, receiver: Receiver
) -> None:
    now = datetime.now(tz=NOW.tzinfo)
    new = credentials.rotate_webhook_secret(story.system, overlap=timedelta(hours=1), by=Actor.system("essai"), at=now)
    change(story, at=now)
    deliver(now)
    change(story, at=now + timedelta(hours=2))
    deliver(now + timedelta(hours=2))

    during, after = receiver.received
    assert len(during.headers["webhook-signature"].split()) == 2
    for secret in (story.secret, new):
        Webhook(secret).verify(during.body, during.headers)
    assert len(after.headers["webhook-signature"].split()) == 1


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
