"""Many encounters of one professional become few periods of care: those that overlap or touch are one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Period:
    """`source` is the one that says how it ends, so that a later word of it may end it otherwise."""

    begins_at: datetime
    ends_at: datetime | None
    source: tuple[str, str]
    path: str
    #: every source that was merged into it
    sources: frozenset[tuple[str, str]] = frozenset()


def _ends_later(one: Period, other: Period) -> Period:
    if one.ends_at is None or (other.ends_at is not None and one.ends_at >= other.ends_at):
        return one
    return other


def _join(one: Period, other: Period) -> Period:
    last = _ends_later(one, other)
    return replace(last, begins_at=min(one.begins_at, other.begins_at), sources=one.sources | other.sources)


def _meet(one: Period, after: Period) -> bool:
    return one.ends_at is None or after.begins_at <= one.ends_at


def merge(periods: Iterable[Period]) -> list[Period]:
    """In order of beginning, disjoint; the same whatever the order in which they came."""
    merged: list[Period] = []
    for period in sorted(periods, key=lambda one: (one.begins_at, one.source, one.path)):
        whole = replace(period, sources=period.sources | {period.source})
        if merged and _meet(merged[-1], whole):
            merged[-1] = _join(merged[-1], whole)
        else:
            merged.append(whole)
    return merged


def gaps(period: Period, known: Iterable[tuple[datetime, datetime | None]]) -> list[Period]:
    """What the periods already kept do not cover: only that is added, nothing kept is rewritten."""
    missing = [period]
    for begins_at, ends_at in known:
        missing = [part for whole in missing for part in _without(whole, begins_at, ends_at)]
    return missing


def _without(whole: Period, begins_at: datetime, ends_at: datetime | None) -> list[Period]:
    before = min(begins_at, whole.ends_at) if whole.ends_at else begins_at
    parts = [replace(whole, ends_at=before)] if whole.begins_at < before else []
    after = ends_at and max(ends_at, whole.begins_at)
    if after and (whole.ends_at is None or after < whole.ends_at):
        parts.append(replace(whole, begins_at=after))
    return parts
