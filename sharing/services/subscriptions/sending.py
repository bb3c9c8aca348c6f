"""What is due for a subscription, and what becomes of it: requested, active, in error, then off.

A handshake first; then the events in the order of their numbers, those that were not taken before the others; when
there is none for long enough, a heartbeat. One attempt at a time for each subscription. Any failure shows as `error`
and is tried again as webhooks are (sharing.services.retries); after the last attempt, or HTTP 410, it is `off`.
"""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet

from sharing.channels.outcome import Outcome
from sharing.fhir.subscriptions import writing
from sharing.fhir.subscriptions.values import Event, Kept
from sharing.models import Notice, Subscription, SubscriptionEvent
from sharing.services import retries
from sharing.services.subscriptions import cards

#: Longer than any attempt (`sharing.channels.webhook.SECONDS_IN_ALL`) and any sweep.
LEASE = timedelta(minutes=3)
#: A system whose receivers hang holds at most so many of a round's threads.
MOST_A_SYSTEM = 2
_State = Subscription.State
_OFF = _State.OFF.value
_WITHOUT_ADDRESS = Notice.State.WITHOUT_ADDRESS.value
logger = structlog.get_logger("sharing.subscriptions")


@dataclass(frozen=True, slots=True)
class Message:
    """One attempt that is ours to make until `lease`; `id` is the same for the same events, however often they go."""

    row: Subscription
    lease: datetime
    kind: str
    events: tuple[Event, ...] = ()

    @property
    def id(self) -> uuid.UUID:
        numbers = f"{self.events[0].number}-{self.events[-1].number}" if self.events else self.lease.isoformat()
        return uuid.uuid5(self.row.id, f"{self.kind} {numbers}")

    @property
    def kept(self) -> Kept:
        """As the receiver is told of it: what is sent to it is sent as active."""
        return replace(cards.kept(self.row), status=_State.ACTIVE.value, error="")


def end(*, at: datetime) -> int:
    """Turns off those that reached the end that they were given."""
    over = Subscription.objects.filter(ends_at__lte=at, removed_at=None).exclude(state=_OFF)
    return over.update(state=_OFF, due_at=None, leased_until=None, changed_at=at, version=F("version") + 1)


def claim(*, at: datetime, room: int) -> list[Message]:
    """At most `room` messages that are due, the oldest first. Systems that were closed are told nothing."""
    with transaction.atomic():
        due = (
            Subscription.objects.filter(Q(leased_until=None) | Q(leased_until__lte=at), due_at__lte=at)
            .filter(system__is_active=True, removed_at=None)
            .exclude(state=_OFF)
            .order_by("due_at", "pk")
            .select_related("system")
            .select_for_update(skip_locked=True, of=("self",))
        )
        rows = _fairly(due[: room * 10], room)
        lease = at + LEASE
        Subscription.objects.filter(pk__in=[row.pk for row in rows]).update(leased_until=lease)
    return [_message(row, lease) for row in rows]


def _fairly(due: Iterable[Subscription], room: int) -> list[Subscription]:
    chosen, counted = list[Subscription](), Counter[uuid.UUID]()
    for row in due:
        if len(chosen) < room and counted[row.system_id] < MOST_A_SYSTEM:
            counted[row.system_id] += 1
            chosen.append(row)
    return chosen


def _message(row: Subscription, lease: datetime) -> Message:
    if not row.met:
        return Message(row, lease, writing.HANDSHAKE)
    rows = SubscriptionEvent.objects.filter(subscription=row, number__gt=row.delivered).order_by("number")
    events = tuple(cards.event(each) for each in rows[: row.most])
    return Message(row, lease, writing.EVENTS if events else writing.HEARTBEAT, events)


def record(message: Message, outcome: Outcome, *, at: datetime) -> None:
    """Writes what came of an attempt, if its lease is still ours."""
    with transaction.atomic():
        row = _ours(message).first()
        if row is None:
            return
        before = row.state
        _taken(row, message, at) if outcome.succeeded else _failed(row, message, outcome, at)
        row.leased_until, row.last_outcome = None, outcome.said[:200]
        if row.state != before:
            row.version, row.changed_at = row.version + 1, at
        row.save()


def _ours(message: Message) -> QuerySet[Subscription]:
    held = Subscription.objects.select_for_update(no_key=True)
    return held.filter(pk=message.row.pk, leased_until=message.lease, removed_at=None)


def _taken(row: Subscription, message: Message, at: datetime) -> None:
    row.state, row.met, row.attempts = _State.ACTIVE.value, True, 0
    if message.events:
        _told(row, up_to=message.events[-1].number, at=at)
        row.delivered = max(row.delivered, message.events[-1].number)
    heartbeat = at + timedelta(seconds=row.heartbeat) if row.heartbeat else None
    row.due_at = at if row.delivered < row.count else heartbeat


def _told(row: Subscription, *, up_to: int, at: datetime) -> None:
    """A system that has no other receiver has now been told: the patient reads it so (R93)."""
    events = SubscriptionEvent.objects.filter(subscription=row, number__gt=row.delivered, number__lte=up_to)
    without = Notice.objects.filter(system=row.system_id, entry__in=events.values("entry"), state=_WITHOUT_ADDRESS)
    without.update(state=Notice.State.DELIVERED.value, delivered_at=at)


def _failed(row: Subscription, message: Message, outcome: Outcome, at: datetime) -> None:
    row.attempts += 1
    again = retries.next_attempt(message.row.id, failed=row.attempts, at=at, asked_to_wait=outcome.wait)
    if outcome.gone or again is None:
        row.state, row.due_at = _OFF, None
        logger.error("a subscription was turned off", subscription=str(row.id), said=outcome.said)
    else:
        row.state, row.due_at = _State.ERROR.value, again
