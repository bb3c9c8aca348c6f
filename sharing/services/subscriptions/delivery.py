"""Makes the calls that are due, through the guarded channel of the webhooks; no transaction is open meanwhile."""

import json
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import structlog
from django.conf import settings

from sharing.channels import webhook
from sharing.channels.outcome import Outcome, failure
from sharing.fhir import xml
from sharing.fhir.subscriptions import names, writing
from sharing.services import credentials
from sharing.services.subscriptions import cards, events, sending
from sharing.services.subscriptions.sending import Message

_THREADS = 8
logger = structlog.get_logger("sharing.subscriptions")


def tell(*, at: datetime, private_hosts: Iterable[str] = (), seconds: float = 40.0) -> int:
    """Numbers what happened and attempts what is due, for about so many seconds; returns how many attempts were made."""
    until = time.monotonic() + seconds
    sending.end(at=at)
    events.number_all(at=at)
    made = 0
    with ThreadPoolExecutor(_THREADS, thread_name_prefix="subscription") as pool:
        while time.monotonic() < until:
            claimed = sending.claim(at=at, room=_THREADS)
            if not claimed:
                break
            attempts = [_attempt(message, frozenset(private_hosts), at) for message in claimed]
            for message, outcome in zip(claimed, pool.map(_never_raising, attempts), strict=True):
                sending.record(message, outcome, at=at)
            made += len(claimed)
    return made


def _attempt(message: Message, allowed: frozenset[str], at: datetime) -> Callable[[], Outcome]:
    """Everything that it needs from the database is read here, by the thread of the sweep."""
    row = message.row
    secret, *former = credentials.webhook_secrets(row.system, at=at) or [""]
    to = webhook.Receiver(
        row.endpoint,
        secret,
        allowed,
        tuple(former),
        headers=tuple(_parted(header) for header in cards.headers(row)),
        content_type=row.payload,
    )
    body = _body(message, at)
    return lambda: webhook.send(str(message.id), body, to=to, at=at, seconds=float(row.timeout))


def _body(message: Message, at: datetime) -> str:
    base = registry()
    bundle = writing.notification(
        message.kept,
        message.kind,
        message.events,
        base=base,
        topic=names.topic(settings.SITE_URL),
        bundle=str(message.id),
        at=at,
    )
    if message.row.payload == names.XML:
        return xml.to_xml(bundle).decode()
    return json.dumps(bundle, ensure_ascii=False, separators=(",", ":"))


def registry() -> str:
    """The address of the FHIR door, as its clients know it."""
    return f"{settings.SITE_URL}/fhir"


def _parted(header: str) -> tuple[str, str]:
    name, _, value = header.partition(":")
    return name, value.strip()


def _never_raising(attempt: Callable[[], Outcome]) -> Outcome:
    """A fault of ours in one message must not stop the others."""
    try:
        return attempt()
    except Exception:
        logger.exception("a subscription could not be attempted")
        return failure("internal error")
