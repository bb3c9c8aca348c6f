"""Gives a dead notice its ten attempts again, under the same id: the receiver drops it if it had come."""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from sharing.models import CallingSystem, Notice

_DEAD, _WITHOUT_ADDRESS = Notice.State.DEAD.value, Notice.State.WITHOUT_ADDRESS.value


class NothingToReplay(Exception):
    """No dead notice answers to that."""


def replay_notice(notice: uuid.UUID, *, at: datetime) -> int:
    """One dead notice; raises `NothingToReplay` when it is not dead, or not there."""
    return _replay(Q(id=notice), at)


def replay_system(system: uuid.UUID, *, at: datetime) -> int:
    """Every dead notice of a receiver that is back; a receiver that said 410 is opened again."""
    with transaction.atomic():
        CallingSystem.objects.filter(id=system).update(webhook_disabled_at=None)
        return _replay(Q(system=system), at)


def _replay(which: Q, at: datetime) -> int:
    replayable = Q(state=_DEAD) | Q(state=_WITHOUT_ADDRESS, system__isnull=False)
    count = Notice.objects.filter(which & replayable).update(
        state=Notice.State.WAITING.value, due_at=at, attempts=0, last_outcome="replayed"
    )
    if not count:
        raise NothingToReplay
    return count
