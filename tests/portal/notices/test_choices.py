"""When an e-mail leaves, by the patient's choice: eight o'clock is Paris's, on either side of a change of hour."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from consents.calendar import PARIS
from consents.vocabulary import NoticeKind
from portal.notices.choices import MailChoice, leaves_at, next_digest

AT = datetime(2026, 3, 27, 14, 0, tzinfo=UTC)  # a Friday, two days before the clocks go forward


@pytest.mark.parametrize(
    ("choice", "new_face", "one_more", "emergency"),
    [
        (MailChoice.FIRST, True, False, True),
        (MailChoice.EACH, True, True, True),
        (MailChoice.EMERGENCIES, False, False, True),
        (MailChoice.NONE, False, False, False),
    ],
)
def test_each_choice_lets_leave_what_it_says_and_at_once(
    choice: MailChoice, new_face: bool, one_more: bool, emergency: bool
) -> None:
    kinds = (NoticeKind.NEW_PROFESSIONAL, NoticeKind.ACCESS, NoticeKind.EMERGENCY_ACCESS)
    expected = [AT if leaves else None for leaves in (new_face, one_more, emergency)]

    assert [leaves_at(choice, kind, at=AT) for kind in kinds] == expected


@pytest.mark.parametrize("choice", [MailChoice.DAILY, MailChoice.WEEKLY])
def test_an_emergency_does_not_wait_for_the_digest_and_one_more_access_makes_none(choice: MailChoice) -> None:
    assert leaves_at(choice, NoticeKind.EMERGENCY_ACCESS, at=AT) == AT
    assert leaves_at(choice, NoticeKind.ACCESS, at=AT) is None


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-28T06:59", "2026-03-28T07:00"),  # winter: eight in Paris is seven
        ("2026-03-28T07:00", "2026-03-29T06:00"),  # at eight sharp, the next; the night loses an hour
        ("2026-03-29T06:00", "2026-03-30T06:00"),
        ("2026-10-24T06:00", "2026-10-25T07:00"),  # the night has an hour more
        ("2026-12-31T23:30", "2027-01-01T07:00"),
    ],
)
def test_the_daily_digest_leaves_at_eight_in_paris(at: str, expected: str) -> None:
    moment = datetime.fromisoformat(f"{at}+00:00")

    assert next_digest(MailChoice.DAILY, at=moment) == datetime.fromisoformat(f"{expected}+00:00")


def test_the_weekly_digest_leaves_on_a_monday_at_eight_in_paris() -> None:
    assert next_digest(MailChoice.WEEKLY, at=AT) == datetime(2026, 3, 30, 6, 0, tzinfo=UTC)
    assert next_digest(MailChoice.WEEKLY, at=datetime(2026, 3, 30, 6, 0, tzinfo=UTC)) == datetime(
        2026, 4, 6, 6, 0, tzinfo=UTC
    )


@given(some.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2030, 1, 1), timezones=some.just(UTC)))
def test_a_digest_is_always_to_come_and_never_further_than_its_rhythm(at: datetime) -> None:
    for choice, longest in ((MailChoice.DAILY, timedelta(hours=25)), (MailChoice.WEEKLY, timedelta(days=7, hours=1))):
        leaves = next_digest(choice, at=at)
        assert at < leaves <= at + longest
        assert leaves.astimezone(PARIS).strftime("%H:%M") == "08:00"
