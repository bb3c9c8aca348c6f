"""Gives notices their ten attempts again, under the same ids: the receiver drops those that it had.

One that was delivered before stays delivered on that day, whatever becomes of the new attempts.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from consents.actor import Actor
from sharing.models import Act, CallingSystem, Notice
from sharing.services import acts, callers, receivers

_DEAD, _WITHOUT_ADDRESS = Notice.State.DEAD.value, Notice.State.WITHOUT_ADDRESS.value
_DELIVERED = Notice.State.DELIVERED.value


class NothingToReplay(Exception):
    """No notice answers to that, or its system has no receiver that may be written to."""


@dataclass(frozen=True, slots=True)
class Between:
    """Notices written from `since` on, up to and with `until`."""

    since: datetime
    until: datetime


def replay_notice(notice: uuid.UUID, *, at: datetime) -> int:
    """One that nobody received, or that a system has lost; raises `NothingToReplay` for one that waits, or is not there."""
    lost = Q(state=_DELIVERED, system__isnull=False)
    return _some(_replay(Q(id=notice) & (_undelivered() | lost), at))


@transaction.atomic
def open_receiver(system: uuid.UUID, *, by: Actor, at: datetime) -> int:
    """A receiver that was stopped (410, days of failure) is written to again, and every dead notice of its system is
    tried again; how many. Raises `NothingToReplay` for a system that does not exist.
    """
    row = CallingSystem.objects.select_for_update(no_key=True).filter(pk=system).first()
    if row is None:
        raise NothingToReplay
    if row.webhook_disabled_at:
        acts.write(system, Act.RECEIVER_OPENED, by=by, at=at)
    receivers.well_again(system)
    return _replay(Q(system=system) & _undelivered(), at)


def replay_between(system: uuid.UUID, when: Between, *, at: datetime) -> int:
    """Everything a system was told meanwhile, delivered or not: for a receiver that has lost what it was told."""
    row = CallingSystem.objects.filter(pk=system).first()
    if row is None or not receivers.can_receive(row):
        raise NothingToReplay
    told = Q(system=system, created_at__gte=when.since, created_at__lte=when.until)
    return _replay(told & (_undelivered() | Q(state=_DELIVERED)), at)


def replay_own(client_id: str, when: Between, *, at: datetime) -> int:
    """As `replay_between`, asked by the system itself. Raises `UnknownCaller`, `NothingToReplay`."""
    return replay_between(callers.caller(client_id).id, when, at=at)


def _undelivered() -> Q:
    return Q(state=_DEAD) | Q(state=_WITHOUT_ADDRESS, system__isnull=False)


def _replay(which: Q, at: datetime) -> int:
    return Notice.objects.filter(which).update(
        state=Notice.State.WAITING.value, due_at=at, attempts=0, last_outcome="replayed"
    )


def _some(count: int) -> int:
    if not count:
        raise NothingToReplay
    return count
