"""FHIR dates of any precision."""

from datetime import UTC, date, datetime

import pytest

from consents.calendar import first_instant
from consents.errors import InvalidFact
from sharing.fhir.reading import moments
from sharing.fhir.reading.elements import Element


def _period(**values: str) -> tuple[datetime | None, datetime | None]:
    return moments.period(Element({"period": values}, "Encounter"), "period")


def test_a_day_at_the_end_of_a_period_is_included_whole_and_a_moment_is_excluded() -> None:
    assert _period(start="2026-03-01", end="2026-03-28")[1] == first_instant(date(2026, 3, 29))
    assert _period(start="2026-03-01", end="2026-03-28T10:00:00Z")[1] == datetime(2026, 3, 28, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2026", date(2026, 1, 1), date(2027, 1, 1)),
        ("2024-02", date(2024, 2, 1), date(2024, 3, 1)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 3, 1)),
    ],
)
def test_a_partial_date_covers_its_whole_year_month_or_day_in_paris(text: str, first: date, after: date) -> None:
    moment = moments.parse(text, "x")
    assert (moment.first, moment.after) == (first_instant(first), first_instant(after))


@pytest.mark.parametrize(
    "text",
    ["2026-05-02T09:14:05.1234567-04:00", "2026-05-02T13:14:05.123456Z", "2026-05-02T15:14:05.123456+02:00"],
)
def test_a_moment_keeps_its_offset_and_microseconds(text: str) -> None:
    assert moments.parse(text, "x").first == datetime(2026, 5, 2, 13, 14, 5, 123456, tzinfo=UTC)


def test_a_moment_without_an_offset_is_taken_in_paris() -> None:
    assert moments.parse("2026-07-01T12:00", "x").first == datetime(2026, 7, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["2026-13", "2026-02-30", "26-01-01", "2026-1-1", "01/02/2026", "2026-01-01T25:00:00Z", "0001", "today", "٢٠٢٦"],
)
def test_what_is_not_a_date_is_refused_with_its_element(text: str) -> None:
    with pytest.raises(InvalidFact) as refused:
        moments.parse(text, "Patient.birthDate")
    assert (refused.value.element, refused.value.because) == ("Patient.birthDate", "not_a_date")


def test_the_year_9999_means_no_end() -> None:
    assert _period(start="2026-01-01", end="9999-12-31")[1] is None


def test_a_period_turned_round_is_refused_at_its_end() -> None:
    with pytest.raises(InvalidFact) as refused:
        _period(start="2026-03-02", end="2026-03-01")
    assert refused.value.element == "Encounter.period.end"


@pytest.mark.parametrize(
    ("text", "day", "interpreted"),
    [
        ("1984-05-12", date(1984, 5, 12), False),
        ("1984-05", date(1984, 5, 1), True),
        ("1984", date(1984, 12, 31), True),
    ],
)
def test_a_partial_birth_date_is_interpreted_as_french_identity_rules_say(
    text: str, day: date, interpreted: bool
) -> None:
    assert moments.birth_date(Element({"birthDate": text}, "Patient"), "birthDate") == (day, interpreted)
