"""Ten attempts over seventy-five hours, then a dead letter."""

import uuid
from datetime import UTC, datetime, timedelta

from sharing.services import retries

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
TABLE = [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400]


def test_each_wait_is_within_twenty_per_cent_of_the_table() -> None:
    for notice in (uuid.uuid4() for _ in range(200)):
        for failed, seconds in enumerate(TABLE, start=1):
            again = retries.next_attempt(notice, failed=failed, at=AT)
            assert again is not None
            assert 0.8 * seconds <= (again - AT).total_seconds() <= 1.2 * seconds


def test_receivers_that_failed_together_are_not_called_back_together() -> None:
    moments = {retries.next_attempt(uuid.uuid4(), failed=2, at=AT) for _ in range(50)}

    assert len(moments) > 40


def test_after_the_tenth_failure_there_is_no_other_attempt() -> None:
    assert retries.next_attempt(uuid.uuid4(), failed=9, at=AT) is not None
    assert retries.next_attempt(uuid.uuid4(), failed=10, at=AT) is None


def test_a_wait_that_is_asked_for_is_never_shortened() -> None:
    notice = uuid.uuid4()

    assert retries.next_attempt(notice, failed=1, at=AT, asked_to_wait=3600) == AT + timedelta(hours=1)
    later = retries.next_attempt(notice, failed=9, at=AT, asked_to_wait=3600)
    assert later is not None
    assert later > AT + timedelta(hours=19)
