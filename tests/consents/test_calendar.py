"""Days in Paris and the moments at which they begin and end."""

from datetime import UTC, date, datetime

import pytest

from consents.calendar import after_last_instant


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (date(2026, 7, 1), datetime(2026, 7, 1, 22, tzinfo=UTC)),
        (date(2026, 3, 28), datetime(2026, 3, 28, 23, tzinfo=UTC)),
        (date(9999, 12, 30), datetime(9999, 12, 30, 23, tzinfo=UTC)),
        (date(9999, 12, 31), datetime(9999, 12, 31, 22, 59, 59, 999999, tzinfo=UTC)),
    ],
)
def test_the_end_of_a_day_is_known_of_every_day(day: date, ends: datetime) -> None:
    assert after_last_instant(day) == ends
