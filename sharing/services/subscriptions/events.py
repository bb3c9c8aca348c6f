"""What happened, for the subscriptions of the systems that are told of it (decision.md §7): noted, then numbered.

Noted in the transaction that plans the notices, for the very systems that get one. Numbered later, subscription by
subscription, each under its lock: transactions that end out of order leave no gap, and wait for nobody.
"""

import base64
import binascii
import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from consents.selectors.outbox import EntryCard
from sharing.models import Notice, Subscription, SubscriptionEvent
from sharing.services import references

_OFF = Subscription.State.OFF.value


def note(entry: EntryCard, notices: Iterable[Notice]) -> None:
    """One event of this entry for each subscription of the systems that a notice is for."""
    systems = {notice.system_id for notice in notices if notice.system_id}
    if not systems:
        return
    told = Subscription.objects.filter(system__in=systems, removed_at=None).exclude(state=_OFF).order_by("pk")
    SubscriptionEvent.objects.bulk_create(
        SubscriptionEvent(
            subscription=subscription,
            entry_id=entry.id,
            reference=name(references.reference_in_notices(subscription.system_id, entry.patient)),
            recorded_at=entry.recorded_at,
        )
        for subscription in told
    )


def name(reference: str) -> str:
    """The reference that notices and answers carry, in letters that an identifier of FHIR may have (64 of them)."""
    return base64.urlsafe_b64decode(reference + "=" * (-len(reference) % 4)).hex()


def reference(name: str) -> str:
    """Back again; empty for what is no such name."""
    try:
        return base64.urlsafe_b64encode(binascii.unhexlify(name)).decode().rstrip("=")
    except (binascii.Error, ValueError):
        return ""


def number_all(*, at: datetime) -> int:
    """Gives their numbers to the events that have none; returns how many. One transaction a subscription."""
    waiting = SubscriptionEvent.objects.filter(number=None).values_list("subscription", flat=True).distinct()
    return sum(_number(subscription, at) for subscription in list(waiting))


@transaction.atomic
def _number(subscription: uuid.UUID, at: datetime) -> int:
    """Another sweep that holds the subscription does the work."""
    row = Subscription.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=subscription).first()
    if row is None:
        return 0
    events = list(SubscriptionEvent.objects.filter(subscription=row, number=None).order_by("pk"))
    for number, event in enumerate(events, start=row.count + 1):
        event.number = number
    SubscriptionEvent.objects.bulk_update(events, ["number"])
    row.count += len(events)
    row.save(update_fields=["count"])
    _wake(row, at)
    return len(events)


def _wake(row: Subscription, at: datetime) -> None:
    """At once, unless an attempt has failed: then the one to come takes these too."""
    resting = Q(due_at=None) | Q(due_at__gt=at)
    Subscription.objects.filter(resting, pk=row.pk, attempts=0).exclude(state=_OFF).update(due_at=at)
