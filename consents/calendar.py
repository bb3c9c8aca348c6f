"""Days as people in France live them: decided in Europe/Paris, stored in UTC (decision.md §1).

Standard library only. Every moment handed in or out is aware.
"""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
_MAJORITY_YEARS = 18


def paris_day(moment: datetime) -> date:
    """The day it is in Paris at that moment."""
    return moment.astimezone(PARIS).date()


def first_instant(day: date) -> datetime:
    """The first instant of a day in Paris."""
    return datetime.combine(day, time.min, PARIS)


def after_last_instant(day: date) -> datetime:
    """The end, excluded, of a period whose last day is `day`: that day is included whole.

    Of the last day that has a date, 31 December 9999: the last instant that can be written.
    """
    if day == date.max:
        return datetime.max.replace(tzinfo=PARIS)
    return first_instant(day + timedelta(days=1))


def majority(born: date) -> datetime:
    """The first instant of the eighteenth birthday; 1 March for 29 February (C. civ. 388, 414)."""
    year = born.year + _MAJORITY_YEARS
    if (born.month, born.day) == (2, 29) and monthrange(year, 2)[1] == 28:
        return first_instant(date(year, 3, 1))
    return first_instant(born.replace(year=year))


def month_later(day: date) -> date:
    """The same day of the following month, or that month's last day (CSP R1111-53)."""
    year, month = divmod(day.year * 12 + day.month, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
