"""Delivers what is due: each notice at least once, under one id, whatever dies meanwhile (decision.md §7).

The database is touched by this thread alone, the network by the others: no transaction is open during a call.
"""

import json
import logging
import time
import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime

from consents.selectors import audience
from consents.vocabulary import NoticeKind
from sharing.channels import mail, people, webhook
from sharing.channels.outcome import Outcome, failure
from sharing.models import CallingSystem, Notice
from sharing.services import claims, credentials, inviting, openings, receivers
from sharing.services.claims import Claim

Attempt = Callable[[], Outcome]
_THREADS = 16
_WITHOUT_ADDRESS, _CANCELLED = Notice.State.WITHOUT_ADDRESS.value, Notice.State.CANCELLED.value
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Network:
    """Hosts that may be called although they are not public; how long a receiver may take to answer, in seconds."""

    private_hosts: frozenset[str] = frozenset()
    seconds: float = webhook.SECONDS_IN_ALL


def deliver_notices(
    *,
    at: datetime,
    private_hosts: Iterable[str] = (),
    patience: float = webhook.SECONDS_IN_ALL,
    seconds: float = 40.0,
) -> int:
    """Attempts everything that is due at `at`, for about so many seconds; returns how many attempts were made.

    `patience`: how long a receiver may take to answer, in seconds, less than a lease holds.
    """
    until = time.monotonic() + seconds
    network = Network(frozenset(private_hosts), min(patience, claims.LEASE.total_seconds() / 3))
    running: dict[Future[Outcome], Claim] = {}
    attempts = 0
    with ThreadPoolExecutor(_THREADS, thread_name_prefix="notice") as pool:
        while True:
            claimed = _claim(running.values(), at) if time.monotonic() < until else []
            running |= _begin(pool, claimed, network, at)
            if not running and not claimed:
                return attempts
            for finished in _next(running):
                claims.record(running.pop(finished), finished.result(), at=at)
                attempts += 1


def _claim(running: Iterable[Claim], at: datetime) -> list[Claim]:
    held = [one.receiver for one in running]
    return claims.claim(at=at, room=_THREADS - len(held), held=held)


def _next(running: dict[Future[Outcome], Claim]) -> set[Future[Outcome]]:
    return wait(running, return_when=FIRST_COMPLETED).done if running else set()


def _begin(
    pool: ThreadPoolExecutor, claimed: list[Claim], network: Network, at: datetime
) -> dict[Future[Outcome], Claim]:
    begun = {}
    for one in claimed:
        attempt = _attempt(one, network, at)
        if attempt is not None:
            begun[pool.submit(_never_raising, attempt, one.notice.id)] = one
    return begun


def _attempt(claimed: Claim, network: Network, at: datetime) -> Attempt | None:
    """What to do on the network, with everything it needs from the database; None: nothing, and it is written."""
    if openings.never_began(claimed.notice, at=at):
        claims.set_aside(claimed, _CANCELLED, said="the access did not begin")
        return None
    system = claimed.notice.system
    attempt = _by_webhook(claimed.notice, system, network, at) if system else _by_mail(claimed.notice, at)
    if attempt is None:
        claims.set_aside(claimed, _WITHOUT_ADDRESS, said="no address")
    return attempt


def _by_webhook(notice: Notice, system: CallingSystem, network: Network, at: datetime) -> Attempt | None:
    if not receivers.can_receive(system):
        return None
    secret, *former = credentials.webhook_secrets(system, at=at)
    to = webhook.Receiver(system.webhook_url, secret, network.private_hosts, tuple(former))
    body = json.dumps(notice.body, sort_keys=True, separators=(",", ":"))
    return lambda: webhook.send(str(notice.id), body, to=to, at=at, seconds=network.seconds)


def _by_mail(notice: Notice, at: datetime) -> Attempt | None:
    """To the address that is good now: it may have changed since the notice was planned."""
    if notice.kind == NoticeKind.TRUSTED_PERSON_ASKED:
        return inviting.attempt(notice, at=at)
    if notice.person:
        known = people.book().address(notice.person, at=at)
        return (lambda: mail.send_news(str(notice.id), to=known)) if known else None
    address = audience.professional_email(notice.professional) if notice.professional else ""
    return (lambda: mail.send(str(notice.id), to=address)) if address else None


def _never_raising(attempt: Attempt, notice: uuid.UUID) -> Outcome:
    """A fault of ours in one message must not stop the others, nor be tried for ever."""
    try:
        return attempt()
    except Exception:
        logger.exception("notice %s could not be attempted", notice)
        return failure("internal error")
