"""A row as a value that the mapping writes."""

import json

from sharing import sealing
from sharing.channels import addresses
from sharing.fhir.subscriptions.values import Event, Kept, Wanted
from sharing.models import Subscription, SubscriptionEvent


def kept(row: Subscription) -> Kept:
    return Kept(
        id=str(row.id),
        version=row.version,
        changed_at=row.changed_at,
        status=row.state,
        error=_error(row.last_outcome) if row.state in (Subscription.State.ERROR, Subscription.State.OFF) else "",
        count=row.count,
        wanted=wanted(row),
    )


def _error(outcome: str) -> str:
    """What came of the last attempt. Why an address is not called is the operator's: whether a name of our own
    network exists is nobody else's business.
    """
    return "refused: address" if outcome.startswith(addresses.REFUSED) else outcome


def wanted(row: Subscription) -> Wanted:
    return Wanted(
        on=row.state != Subscription.State.OFF,
        reason=row.reason,
        endpoint=row.endpoint,
        content=row.content,
        payload=row.payload,
        headers=headers(row),
        heartbeat=row.heartbeat or None,
        timeout=row.timeout,
        most=row.most,
        ends_at=row.ends_at,
    )


def headers(row: Subscription) -> tuple[str, ...]:
    return tuple(json.loads(sealing.unseal(bytes(row.headers)))) if row.headers else ()


def event(row: SubscriptionEvent) -> Event:
    return Event(row.number or 0, row.recorded_at, row.reference)
