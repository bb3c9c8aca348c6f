"""What a calling system does with its own subscriptions. Another's is like one that does not exist.

What is asked for beyond what we do is brought down to it, and the answer shows it: at most ten seconds an attempt, at
most a hundred events a message, a heartbeat at least a minute apart.
"""

import json
import uuid
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from consents.errors import InvalidFact
from sharing import sealing
from sharing.channels import addresses
from sharing.channels.webhook import SECONDS_IN_ALL
from sharing.fhir.subscriptions.reading import MASK
from sharing.fhir.subscriptions.values import Kept, Wanted
from sharing.models import CallingSystem, Subscription
from sharing.services.subscriptions import cards

MOST_OF_A_SYSTEM = 20
MOST_EVENTS, USUAL_EVENTS = 100, 20
SHORTEST_HEARTBEAT, LONGEST_HEARTBEAT = 60, 7 * 24 * 3600
logger = structlog.get_logger("sharing.subscriptions")
_REQUESTED, _OFF = Subscription.State.REQUESTED.value, Subscription.State.OFF.value


class NoSuchSubscription(Exception):
    """None of this system's has this identifier."""


class TooManySubscriptions(Exception):
    """This system has as many as one may have."""


class AnotherVersion(Exception):
    """It has changed since the version that the caller names."""


@transaction.atomic
def create(system: uuid.UUID, wanted: Wanted, *, at: datetime) -> Kept:
    """Sent a handshake at the next sweep. Raises `InvalidFact`, `TooManySubscriptions`."""
    CallingSystem.objects.select_for_update(no_key=True).get(pk=system)
    if _own(system).count() >= MOST_OF_A_SYSTEM:
        raise TooManySubscriptions
    row = Subscription(system_id=system, created_at=at, changed_at=at)
    _write(row, _adjusted(replace(wanted, headers=_unmasked(wanted.headers, ()))), at)
    row.save(force_insert=True)
    _say("created", row)
    return cards.kept(row)


@transaction.atomic
def update(system: uuid.UUID, subscription: uuid.UUID, wanted: Wanted, *, version: str | None, at: datetime) -> Kept:
    """What asks for something else, or wakes what had stopped, begins again with a handshake; its numbers go on.

    Raises `NoSuchSubscription`, `AnotherVersion`, `InvalidFact`.
    """
    row = _locked(system, subscription, version)
    new = _adjusted(replace(wanted, headers=_unmasked(wanted.headers, _known(row, wanted))))
    if new == cards.wanted(row) and row.state != Subscription.State.ERROR:
        return cards.kept(row)
    _write(row, new, at)
    row.version += 1
    row.save()
    _say("changed", row)
    return cards.kept(row)


@transaction.atomic
def remove(system: uuid.UUID, subscription: uuid.UUID, *, version: str | None, at: datetime) -> None:
    """Nothing is sent any more, and its headers are forgotten. Raises `NoSuchSubscription`, `AnotherVersion`."""
    row = _locked(system, subscription, version)
    row.state, row.removed_at, row.headers, row.due_at, row.leased_until = _OFF, at, b"", None, None
    row.save(update_fields=["state", "removed_at", "headers", "due_at", "leased_until"])
    _say("removed", row)


def _say(act: str, row: Subscription) -> None:
    """For the operator: who asked for what to go where; a path may hold a secret, a host does not."""
    host = urlsplit(row.endpoint).hostname
    logger.info("a subscription was asked for", act=act, subscription=str(row.pk), system=str(row.system_id), host=host)


def _own(system: uuid.UUID) -> QuerySet[Subscription]:
    return Subscription.objects.filter(system=system, removed_at=None)


def _locked(system: uuid.UUID, subscription: uuid.UUID, version: str | None) -> Subscription:
    row = _own(system).select_for_update(no_key=True).filter(pk=subscription).first()
    if row is None:
        raise NoSuchSubscription
    if version is not None and version != str(row.version):
        raise AnotherVersion
    return row


def _write(row: Subscription, wanted: Wanted, at: datetime) -> None:
    row.reason, row.endpoint, row.content, row.payload = wanted.reason, wanted.endpoint, wanted.content, wanted.payload
    row.headers = sealing.seal(json.dumps(wanted.headers)) if wanted.headers else b""
    row.heartbeat, row.timeout, row.most = wanted.heartbeat or 0, wanted.timeout or 0, wanted.most or USUAL_EVENTS
    row.ends_at = wanted.ends_at
    row.state, row.due_at = (_REQUESTED, at) if wanted.on else (_OFF, None)
    row.met, row.attempts, row.leased_until, row.last_outcome, row.changed_at = False, 0, None, "", at


def _adjusted(wanted: Wanted) -> Wanted:
    """As we will do it. Raises `InvalidFact`."""
    try:
        addresses.check_form(wanted.endpoint, private_hosts=frozenset(settings.WEBHOOK_ALLOW_PRIVATE))
    except addresses.NotCallable:
        raise InvalidFact("Subscription.channel.endpoint", "not_an_address") from None
    longest = int(SECONDS_IN_ALL)
    heartbeat = min(max(wanted.heartbeat, SHORTEST_HEARTBEAT), LONGEST_HEARTBEAT) if wanted.heartbeat else None
    return replace(
        wanted,
        heartbeat=heartbeat,
        timeout=min(wanted.timeout or longest, longest),
        most=min(wanted.most or USUAL_EVENTS, MOST_EVENTS),
    )


def _known(row: Subscription, wanted: Wanted) -> tuple[str, ...]:
    """The headers that may be sent back as they were shown: to the address that they were given for, and no other.

    Whoever holds a token for five minutes could else have them sent to himself.
    """
    return cards.headers(row) if wanted.endpoint == row.endpoint else ()


def _unmasked(said: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    """A header sent back as it was shown keeps the value that it had."""
    values = {header.partition(":")[0].lower(): header for header in known}
    return tuple(_value(place, header, values) for place, header in enumerate(said))


def _value(place: int, header: str, values: dict[str, str]) -> str:
    name, _, value = header.partition(":")
    if value.strip() != MASK:
        return header
    if name.lower() not in values:
        raise InvalidFact(f"Subscription.channel.header[{place}]", "missing")
    return values[name.lower()]
