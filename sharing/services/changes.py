"""What a calling system reads of the changes it is told, waits for, and says that it has applied (decision.md §7).

A cursor says how far it has read, and means nothing to anybody else. Read again from the same cursor, changes are the
same, in the same order, under the same ids: whatever a caller loses, it asks for again.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from sharing import sealing
from sharing.models import ChangeFeed, Notice
from sharing.selectors import changes as selected
from sharing.selectors.changes import ChangeCard
from sharing.services import bell, callers

LONGEST_WAIT = 30
PAGE, LARGEST_PAGE = 100, 500
#: Instead of a cursor: from now on.
LATEST = "latest"


class NoSuchCursor(Exception):
    """Not a cursor that this system was given, or one that this database knows nothing of."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """`after`: a cursor, `LATEST`, or empty for everything there ever was; `wait`: seconds, when there is nothing."""

    after: str = ""
    wait: int = 0
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class Change:
    """`cursor`: of all up to this one."""

    card: ChangeCard
    cursor: str


@dataclass(frozen=True, slots=True)
class Read:
    """`cursor` leads on from here, also when there is nothing; `more`: there is some already.

    `unwaited`: a wait was asked for, and nobody else may wait now.
    """

    changes: tuple[Change, ...]
    cursor: str
    more: bool
    unwaited: bool = False


def read(client_id: str, wanted: Wanted) -> Read:
    """Raises `NoSuchCursor`, `UnknownCaller`. Whoever waits holds neither a lock nor a connection to the database."""
    system = callers.caller(client_id).id
    place = _place(system, wanted.after)
    if not wanted.wait:
        return _read(system, place, wanted.limit)
    with bell.listening(system) as listener:
        found = _read(system, place, wanted.limit)
        if found.changes or listener is None:
            return replace(found, unwaited=not found.changes)
        _let_go()
        listener.wait(min(wanted.wait, LONGEST_WAIT))
    return _read(callers.caller(client_id).id, place, wanted.limit)


@transaction.atomic
def acknowledge(client_id: str, *, cursor: str = "", token: str = "", at: datetime) -> str:
    """This system takes into account all up to a cursor, or what a patient's freshness token knows.

    Once said it stays said, and the first time is kept. Returns the cursor of the furthest place that was
    acknowledged. A token about somebody who is unknown here changes nothing, and is answered alike. Raises
    `NoSuchCursor`, also for a token that this system was not given; `UnknownCaller`.
    """
    system = callers.caller(client_id).id
    if cursor:
        _up_to(system, _given(system, cursor), at)
    if token:
        _as_fresh(system, token, at)
    return sealing.change_cursor(system, selected.feed(system).acknowledged)


def _place(system: uuid.UUID, after: str) -> int:
    if not after:
        return 0
    return selected.feed(system).last if after == LATEST else _given(system, after)


def _given(system: uuid.UUID, cursor: str) -> int:
    """The place of a cursor; one beyond all that was told is of a database that was lost."""
    try:
        place = sealing.read_change_cursor(system, cursor)
    except sealing.Unreadable as wrong:
        raise NoSuchCursor from wrong
    if place > selected.feed(system).last:
        raise NoSuchCursor
    return place


def _read(system: uuid.UUID, place: int, limit: int) -> Read:
    """One more than is wanted tells whether there is more."""
    cards = selected.after(system, place, limit=limit + 1)
    found = tuple(Change(card, sealing.change_cursor(system, card.place)) for card in cards[:limit])
    return Read(found, found[-1].cursor if found else sealing.change_cursor(system, place), len(cards) > limit)


def _let_go() -> None:
    """The connection goes back to the others while this thread sleeps; the next question takes one again."""
    if not connection.in_atomic_block:
        connection.close()


def _up_to(system: uuid.UUID, place: int, at: datetime) -> None:
    feed = ChangeFeed.objects.filter(pk=system)
    feed.filter(acknowledged__lt=place).update(acknowledged=Greatest(F("acknowledged"), place), acknowledged_at=at)
    Notice.objects.filter(system=system, place__lte=place, applied_at=None).update(applied_at=at)


def _as_fresh(system: uuid.UUID, token: str, at: datetime) -> None:
    try:
        patient, revision = sealing.read_freshness_token(system, token)
    except sealing.Unreadable as wrong:
        raise NoSuchCursor from wrong
    told = Notice.objects.filter(system=system, patient=patient, revision__lte=revision, applied_at=None)
    told.update(applied_at=at)
