"""Receivers as a whole: they ask us to wait, fail for days, are opened again, and have what they lost sent again."""

import uuid
from datetime import datetime, timedelta
from email.utils import format_datetime

import pytest
from django.core.management import CommandError, call_command

from sharing.models import CallingSystem, CallingSystemAct, Notice
from sharing.services import delivery, replay, upkeep
from sharing.services.receivers import FAILS_AT_MOST
from sharing.services.replay import Between
from tests.sharing.notices import story as stories
from tests.sharing.notices.receiver import Receiver
from tests.sharing.notices.sending import change, deliver, only_notice
from tests.sharing.notices.story import NOW, Story

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def another_patient(story: Story, *, at: datetime = NOW) -> None:
    other = stories.person("Durand")
    stories.care(other, story.martin, at=story.chu)
    change(story, patient=other, at=at)


def system(story: Story) -> CallingSystem:
    return CallingSystem.objects.get(pk=story.system)


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_receiver_that_asks_us_to_wait_is_left_alone_by_every_notice(
    story: Story, receiver: Receiver, status: int
) -> None:
    receiver.answers = [(status, {"Retry-After": "3600"}), 204]
    change(story)
    deliver()
    another_patient(story)

    assert deliver(NOW + HOUR - timedelta(seconds=1)) == 0
    assert deliver(NOW + HOUR) == 2
    assert system(story).webhook_paused_until is None


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        (format_datetime(NOW + HOUR, usegmt=True), HOUR),
        (format_datetime(NOW - HOUR, usegmt=True), timedelta(0)),
        (format_datetime(NOW + 40 * DAY, usegmt=True), DAY),
        ("86400000", DAY),
        ("soon", timedelta(0)),
        ("-5", timedelta(0)),
        ("", timedelta(0)),
        ("\u00b2", timedelta(0)),
    ],
)
def test_a_wait_is_read_as_seconds_or_as_a_date_and_a_day_at_most(
    story: Story, receiver: Receiver, said: str, wait: timedelta
) -> None:
    receiver.answers = [(429, {"Retry-After": said})]
    change(story)
    deliver()

    paused = system(story).webhook_paused_until
    assert paused == (NOW + wait if wait else None)


def test_an_ordinary_failure_keeps_no_other_patient_waiting(story: Story, receiver: Receiver) -> None:
    receiver.answers = [(500, {"Retry-After": "3600"}), 204]
    change(story)
    deliver()
    another_patient(story)

    assert deliver() == 1


def test_a_receiver_that_fails_for_days_is_disabled_loses_nothing_and_is_opened_by_a_command(
    story: Story, receiver: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    receiver.answers = [500]
    change(story)
    deliver()
    assert system(story).webhook_failing_since == NOW
    another_patient(story, at=NOW + FAILS_AT_MOST - HOUR)
    deliver(NOW + FAILS_AT_MOST - HOUR)
    assert system(story).webhook_disabled_at is None
    deliver(NOW + FAILS_AT_MOST)

    assert system(story).webhook_disabled_at == NOW + FAILS_AT_MOST
    with pytest.raises(SystemExit):
        call_command("dead_notices")
    said = capsys.readouterr().out
    assert "Tilleuls: its receiver is stopped since 2026-03-06 09:00" in said
    assert "2 dead, 0 late, 1 receivers stopped" in said
    assert set(Notice.objects.values_list("state", flat=True)) == {"dead"}

    receiver.answers = [204]
    call_command("replay_notice", system=str(story.system))
    assert "2 to be tried again" in capsys.readouterr().out
    assert CallingSystemAct.objects.filter(act="receiver_opened", by="command").count() == 1
    assert deliver(datetime.now(tz=NOW.tzinfo)) == 2
    assert set(Notice.objects.values_list("state", flat=True)) == {"delivered"}
    assert (system(story).webhook_failing_since, system(story).webhook_disabled_at) == (None, None)


def test_one_success_begins_the_days_again(story: Story, receiver: Receiver) -> None:
    receiver.answers = [500, 204, 500]
    change(story)
    deliver()
    deliver(NOW + HOUR)
    assert system(story).webhook_failing_since is None
    change(story, at=NOW + FAILS_AT_MOST)
    deliver(NOW + FAILS_AT_MOST)

    assert system(story).webhook_disabled_at is None
    assert system(story).webhook_failing_since == NOW + FAILS_AT_MOST


def test_a_receiver_without_dead_notices_is_opened_all_the_same(story: Story, receiver: Receiver) -> None:
    receiver.answers = [410]
    change(story)
    deliver()
    Notice.objects.update(state="delivered")
    call_command("replay_notice", system=str(story.system))

    assert system(story).webhook_disabled_at is None
    with pytest.raises(CommandError):
        call_command("replay_notice", system=str(uuid.uuid4()))


def test_a_receiver_that_moves_begins_anew(story: Story, receiver: Receiver) -> None:
    receiver.answers = [(503, {"Retry-After": "3600"})]
    change(story)
    deliver()
    upkeep.move_receiver(story.system, webhook_url=receiver.url + "/new")

    assert (system(story).webhook_paused_until, system(story).webhook_failing_since) == (None, None)


def test_what_was_delivered_is_sent_again_by_time_in_order_under_its_ids_and_stays_delivered_then(
    story: Story, receiver: Receiver
) -> None:
    change(story)
    deliver()
    change(story, 2, at=NOW + DAY)
    deliver(NOW + DAY)
    before = receiver.ids()
    when = Between(NOW + HOUR, NOW + 2 * DAY)

    assert replay.replay_between(story.system, when, at=NOW + 3 * DAY) == 2
    assert set(Notice.objects.values_list("delivered_at", flat=True)) == {NOW, NOW + DAY}
    deliver(NOW + 3 * DAY)
    assert receiver.ids() == [*before, *before[1:]]
    assert set(Notice.objects.values_list("delivered_at", flat=True)) == {NOW, NOW + DAY}


def test_the_command_replays_from_a_moment_on(
    story: Story, receiver: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    change(story)
    deliver()
    call_command("replay_notice", f"--system={story.system}", "--since=2026-03-01", "--until=2026-03-02T00:00:00+01:00")

    assert "1 to be tried again" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("replay_notice", f"--system={story.system}", "--since=yesterday")


def test_a_delivered_notice_is_replayed_by_its_id_and_one_that_waits_is_not(story: Story, receiver: Receiver) -> None:
    change(story)
    with pytest.raises(replay.NothingToReplay):
        replay.replay_notice(only_notice().pk, at=NOW)
    deliver()

    assert replay.replay_notice(only_notice().pk, at=NOW) == 1
    deliver()
    assert len(receiver.ids()) == 2
    assert len(set(receiver.ids())) == 1


def test_nothing_is_replayed_to_a_receiver_that_may_not_be_written_to(story: Story, receiver: Receiver) -> None:
    receiver.answers = [410]
    change(story)
    deliver()

    with pytest.raises(replay.NothingToReplay):
        replay.replay_between(story.system, Between(NOW - DAY, NOW), at=NOW)


@pytest.mark.parametrize(
    "url",
    ["https://169.254.169.254/latest/meta-data/", "https://localhost/", "https://127.0.0.1/", "http://127.0.0.2:8000/"],
)
def test_a_receiver_that_is_pointed_at_an_inner_address_is_not_reached_and_its_notice_waits(
    story: Story, receiver: Receiver, url: str
) -> None:
    """As in production, where no host is exempt."""
    change(story)
    upkeep.move_receiver(story.system, webhook_url=url)
    delivery.deliver_notices(at=NOW)

    notice = only_notice()
    assert (notice.state, receiver.received) == ("waiting", [])
    assert notice.last_outcome.startswith("refused: ")
