"""The period of a declaration: days in Paris or moments, from now or later (decision.md §1)."""

from dataclasses import dataclass
from datetime import date, datetime

from consents.calendar import after_last_instant, first_instant
from consents.errors import Refused

#: A day in Paris, or an aware moment.
When = date | datetime


@dataclass(frozen=True, slots=True)
class Period:
    """The begin is included, the end excluded; no end: until withdrawn."""

    begins_at: datetime
    ends_at: datetime | None = None


def period(begins: When | None, ends: When | None, *, at: datetime) -> Period:
    """What is said at `at` holds from then or later; a period with no moment left is refused (R05)."""
    begin = max(at, _begin(begins)) if begins is not None else at
    end = _end(ends) if ends is not None else None
    if end is not None and end <= begin:
        raise Refused("R05", "no_moment_left")
    return Period(begin, end)


def _begin(when: When) -> datetime:
    return when if isinstance(when, datetime) else first_instant(when)


def _end(when: When) -> datetime:
    return when if isinstance(when, datetime) else after_last_instant(when)
