"""A calling system's own subscriptions, as values. Another's is like one that does not exist."""

import uuid

from sharing.fhir.subscriptions.values import Event, Kept
from sharing.models import Subscription, SubscriptionEvent
from sharing.services.subscriptions import cards


def of_system(system: uuid.UUID) -> list[Kept]:
    """Those that stand, the oldest first: never more than a few."""
    rows = Subscription.objects.filter(system=system, removed_at=None).order_by("created_at", "pk")
    return [cards.kept(row) for row in rows]


def one(system: uuid.UUID, subscription: uuid.UUID) -> Kept | None:
    row = Subscription.objects.filter(system=system, removed_at=None, pk=subscription).first()
    return cards.kept(row) if row else None


def events(subscription: uuid.UUID, *, since: int, until: int, most: int) -> list[Event]:
    """From one number to another, both included, the oldest first."""
    rows = SubscriptionEvent.objects.filter(subscription=subscription, number__gte=since, number__lte=until)
    return [cards.event(row) for row in rows.order_by("number")[:most]]
