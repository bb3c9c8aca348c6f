"""FHIR dates of any precision: a year, a month, a day (in Paris), or a moment with its offset."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime

from consents.calendar import PARIS, after_last_instant, first_instant, paris_day
from consents.errors import InvalidFact
from sharing.fhir.reading.elements import Element

_SHAPE = re.compile(
    r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d)(?P<time>T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?",
    re.ASCII,
)
_EARLIEST, _LATEST = 1800, 2200
#: how software writes "for ever"
_FOR_EVER = 9999


@dataclass(frozen=True, slots=True)
class Moment:
    """From `first` (included) to `after` (excluded): one instant when the text gives the time of day."""

    first: datetime
    after: datetime
    precision: str

    @property
    def day(self) -> date:
        return paris_day(self.first)


def _instant(text: str) -> datetime:
    text = re.sub(r"(\.\d{1,6})\d*", lambda found: found[1].ljust(7, "0"), text)
    text = re.sub(r":60(?=$|[.Z+-])", ":59", text)
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=PARIS)).astimezone(UTC)


def parse(text: str, path: str) -> Moment:
    shape = _SHAPE.fullmatch(text)
    if shape is None or not _EARLIEST <= int(shape["year"]) <= _LATEST:
        raise InvalidFact(path, "not_a_date")
    year, month, day = int(shape["year"]), int(shape["month"] or 0), int(shape["day"] or 0)
    try:
        if shape["time"]:
            instant = _instant(text)
            return Moment(instant, instant, "time")
        first = date(year, month if shape["month"] else 1, day if shape["day"] else 1)
        last = first if shape["day"] else _last_day(year, month)
    except (ValueError, OverflowError):
        raise InvalidFact(path, "not_a_date") from None
    precision = "day" if shape["day"] else "month" if shape["month"] else "year"
    return Moment(first_instant(first), after_last_instant(last), precision)


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1]) if month else date(year, 12, 31)


def moment(element: Element, name: str) -> Moment | None:
    text = element.text(name, most=64)
    return parse(text, element.at(name)) if text else None


def period(element: Element, name: str) -> tuple[datetime | None, datetime | None]:
    """Begin and end of a Period: a day as an end is included whole, a moment is excluded; 9999 means no end."""
    found = element.child(name)
    if found is None:
        return None, None
    begins = moment(found, "start")
    ends = None if found.text("end", most=64).startswith(str(_FOR_EVER)) else moment(found, "end")
    if begins and ends and ends.first < begins.first and ends.after <= begins.first:
        raise InvalidFact(found.at("end"), "ends_before_it_begins")
    return begins.first if begins else None, ends.after if ends else None


def birth_date(element: Element, name: str) -> tuple[date, bool]:
    """The day of birth, and whether it was interpreted: first of the month, 31 December of the year (RNIV)."""
    found = moment(element, name)
    if found is None:
        raise InvalidFact(element.at(name), "missing")
    if found.precision == "year":
        return date(found.day.year, 12, 31), True
    return found.day, found.precision == "month"
