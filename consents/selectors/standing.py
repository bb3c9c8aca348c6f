"""What became of each declaration: in force, still to come, replaced, withdrawn or over (decision.md §1.2)."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from consents.models import (
    LedgerEntry,
    Mandate,
    NotToKnow,
    PersonToCall,
    PostMortemOpposition,
    Secrecy,
    Setting,
    SharingPreference,
)
from consents.selectors.stays import lasting

_PUT_IN_PLACE = (Setting, Secrecy, NotToKnow, Mandate, PostMortemOpposition, PersonToCall)
Period = tuple[datetime, datetime | None]


class State(StrEnum):
    """`NONE`: an act that puts nothing in place, a withdrawal for instance."""

    NONE = ""
    IN_FORCE = "in_force"
    TO_COME = "to_come"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


def states(patient_id: uuid.UUID, entries: Iterable[LedgerEntry], *, at: datetime) -> Mapping[int, State]:
    """By revision, of those that put something in place. One statement."""
    ended_by = _ended_by(entries)
    return {revision: _state(kept, ended_by.get(revision), at) for revision, kept in _periods(patient_id).items()}


def ended_revisions(content: Mapping[str, Any]) -> tuple[int, ...]:
    """What an entry put an end to: words of a preference are kept with their stance, others by their number alone."""
    found = (one.get("revision") if isinstance(one, Mapping) else one for one in content.get("ended") or ())
    return tuple(revision for revision in found if isinstance(revision, int))


def _periods(patient_id: uuid.UUID) -> dict[int, list[Period]]:
    """A word may have several rows: it goes on under another voice that it had passed to."""
    columns = ("revision", "begins_at", "ends_at")
    rows = SharingPreference.objects.filter(patient_id=patient_id).values_list(*columns)
    others: list[Any] = [table.objects.filter(patient_id=patient_id).values_list(*columns) for table in _PUT_IN_PLACE]
    others.append(lasting().filter(patient_id=patient_id).values_list("revision", "begins_at", "until"))
    found: dict[int, list[Period]] = {}
    for revision, begins_at, ends_at in rows.union(*others, all=True):
        found.setdefault(revision, []).append((begins_at, ends_at))
    return found


def _ended_by(entries: Iterable[LedgerEntry]) -> dict[int, str]:
    """The kind of the entry that put an end to each revision."""
    return {ended: entry.kind for entry in entries for ended in ended_revisions(entry.content)}


def _state(periods: Iterable[Period], ended_by: str | None, at: datetime) -> State:
    left = [begins for begins, ends in periods if ends is None or ends > max(begins, at)]
    if any(begins <= at for begins in left):
        return State.IN_FORCE
    if left:
        return State.TO_COME
    if ended_by is None:
        return State.ENDED
    return State.WITHDRAWN if ended_by.startswith("withdraw") else State.REPLACED
