"""Many encounters, few periods of care."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sharing.fhir.reading.periods import Period, gaps, merge

ORIGIN = datetime(2026, 1, 1, tzinfo=UTC)


def _at(hours: int) -> datetime:
    return ORIGIN + timedelta(hours=hours)


def _period(begin: int, end: int | None, source: str = "a") -> Period:
    return Period(_at(begin), None if end is None else _at(end), ("urn:x", source), f"entry {source}")


spans = st.tuples(st.integers(0, 30), st.integers(1, 10), st.booleans()).map(
    lambda span: _period(span[0], None if span[2] and span[1] > 8 else span[0] + span[1], f"{span[0]}-{span[1]}")
)


def _covered(periods: list[Period], hour: int) -> bool:
    return any(one.begins_at <= _at(hour) and (one.ends_at is None or _at(hour) < one.ends_at) for one in periods)


def test_periods_that_overlap_or_touch_become_one_whose_source_is_the_last_to_end() -> None:
    merged = merge([_period(5, 8, "b"), _period(0, 3, "a"), _period(2, 6, "c"), _period(20, 21, "d")])
    assert [(one.begins_at, one.ends_at, one.source[1]) for one in merged] == [
        (_at(0), _at(8), "b"),
        (_at(20), _at(21), "d"),
    ]


@given(st.lists(spans, max_size=8))
def test_merging_covers_exactly_the_same_hours_without_overlap_whatever_the_order(periods: list[Period]) -> None:
    merged = merge(periods)
    assert merged == merge(reversed(periods))
    assert all(_covered(merged, hour) == _covered(periods, hour) for hour in range(45))
    assert all(one.ends_at is not None and one.ends_at < two.begins_at for one, two in pairwise(merged))


@given(spans, st.lists(spans, max_size=5))
def test_gaps_add_what_is_missing_and_never_what_is_kept(period: Period, kept: list[Period]) -> None:
    added = gaps(period, [(one.begins_at, one.ends_at) for one in kept])
    for hour in range(45):
        assert _covered(added, hour) == (_covered([period], hour) and not _covered(kept, hour))
    assert len(merge(added)) == len(added) or not kept
