"""The receivers of calling systems: whether one can be written to, what it asks for, and its end."""

import logging
import uuid
from datetime import datetime, timedelta

from sharing.channels.outcome import Outcome
from sharing.models import CallingSystem, Notice

#: A receiver of which no attempt succeeded for so long is written to no more.
FAILS_AT_MOST = timedelta(days=5)
logger = logging.getLogger(__name__)


def can_receive(system: CallingSystem) -> bool:
    """Whether this system has a receiver that has not asked us to stop."""
    return bool(system.is_active and system.webhook_url and system.webhook_secret and not system.webhook_disabled_at)


def attempted(system: uuid.UUID, outcome: Outcome, *, at: datetime) -> None:
    """What one attempt says about the whole receiver: it is well, it asks us to wait, or it has ended.

    Retry-After is for every notice of this receiver, not only for the one that was answered so.
    """
    found = CallingSystem.objects.filter(id=system)
    if outcome.succeeded:
        found.filter(webhook_failing_since__isnull=False).update(webhook_failing_since=None, webhook_paused_until=None)
        return
    found.filter(webhook_failing_since=None).update(webhook_failing_since=at)
    if outcome.wait:
        found.update(webhook_paused_until=at + timedelta(seconds=outcome.wait))
    if outcome.gone:
        disable(system, because="HTTP 410", at=at)
    elif found.filter(webhook_failing_since__lte=at - FAILS_AT_MOST).exists():
        disable(system, because=f"{FAILS_AT_MOST.days} days of failure", at=at)


def disable(system: uuid.UUID, *, because: str, at: datetime) -> None:
    """Nothing more is sent; what waits for it is dead until an administrator opens it again."""
    CallingSystem.objects.filter(id=system, webhook_disabled_at=None).update(webhook_disabled_at=at)
    waiting = Notice.objects.filter(system=system, state=Notice.State.WAITING.value)
    count = waiting.update(state=Notice.State.DEAD.value, last_outcome=f"receiver disabled after {because}")
    logger.error(
        "webhook receiver of system %s disabled after %s, %s waiting notices set aside", system, because, count
    )


def well_again(system: uuid.UUID) -> None:
    """It may be written to, as if it had never failed."""
    CallingSystem.objects.filter(id=system).update(
        webhook_disabled_at=None, webhook_failing_since=None, webhook_paused_until=None
    )
