"""Which notices are tried now, and what is written of each attempt.

Claiming writes the end of a lease in `due_at` and commits; the call is made outside any transaction; the outcome is
written only if that lease is still ours. A worker killed meanwhile delays its notices by the lease, no more.
"""

import logging
import uuid
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from sharing.channels.outcome import Outcome
from sharing.models import Delivery, Notice
from sharing.services import receivers, retries

#: Longer than any attempt (`sharing.channels.webhook.SECONDS_IN_ALL`) and any sweep.
LEASE = timedelta(minutes=3)
#: A receiver that hangs holds at most so many of a sweep's threads.
MOST_A_RECEIVER = 4
_WAITING, _DEAD = Notice.State.WAITING.value, Notice.State.DEAD.value
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Claim:
    """A notice that is ours to deliver until `lease`."""

    notice: Notice
    lease: datetime

    @property
    def receiver(self) -> uuid.UUID | None:
        return self.notice.system_id


def claim(*, at: datetime, room: int, held: Collection[uuid.UUID | None] = ()) -> list[Claim]:
    """At most `room` notices that are due, oldest first; `held` names the receivers of calls under way.

    For one receiver, a patient's notices leave in the order of his declarations: a later one waits until the
    earlier is delivered or dead (decision.md §7).
    """
    counted = Counter(held)
    lease = at + LEASE
    with transaction.atomic():
        chosen = []
        for notice in _due(at, full=[system for system, count in counted.items() if count >= MOST_A_RECEIVER])[:room]:
            if notice.system_id is None or counted[notice.system_id] < MOST_A_RECEIVER:
                counted[notice.system_id] += 1
                chosen.append(Claim(notice, lease))
        Notice.objects.filter(id__in=[one.notice.id for one in chosen]).update(due_at=lease)
    return chosen


def record(claimed: Claim, outcome: Outcome, *, at: datetime) -> None:
    """Writes the attempt, and what becomes of the notice."""
    with transaction.atomic():
        Delivery.objects.create(
            notice=claimed.notice, attempted_at=at, outcome=outcome.said[:200], succeeded=outcome.succeeded
        )
        if _ours(claimed).update(**_becomes(claimed.notice, outcome, at)) and claimed.notice.system_id:
            receivers.attempted(claimed.notice.system_id, outcome, at=at)


def set_aside(claimed: Claim, state: str, *, said: str) -> None:
    """Ends a notice that nothing was sent for: no address, or nothing left to announce."""
    _ours(claimed).update(state=state, last_outcome=said)


def _due(at: datetime, *, full: Collection[uuid.UUID | None]) -> QuerySet[Notice]:
    earlier = Notice.objects.filter(
        system=OuterRef("system"), patient=OuterRef("patient"), entry__lt=OuterRef("entry"), state=_WAITING
    )
    return (
        Notice.objects.filter(~Exists(earlier), state=_WAITING, due_at__lte=at)
        .exclude(system__in=[system for system in full if system])
        .exclude(system__webhook_paused_until__gt=at)
        .order_by("due_at", "entry_id", "id")
        .select_related("system")
        .select_for_update(skip_locked=True, of=("self",))
    )


def _ours(claimed: Claim) -> QuerySet[Notice]:
    return Notice.objects.filter(id=claimed.notice.id, state=_WAITING, due_at=claimed.lease)


def _becomes(notice: Notice, outcome: Outcome, at: datetime) -> dict[str, object]:
    attempted = {"attempts": F("attempts") + 1, "last_outcome": outcome.said[:200]}
    if outcome.succeeded:
        return attempted | {"state": Notice.State.DELIVERED.value, "delivered_at": notice.delivered_at or at}
    again = retries.next_attempt(notice.id, failed=notice.attempts + 1, at=at, asked_to_wait=outcome.wait)
    if again is None or outcome.gone:
        logger.error("notice %s is dead after %s attempts: %s", notice.id, notice.attempts + 1, outcome.said)
        return attempted | {"state": _DEAD}
    return attempted | {"due_at": again}
