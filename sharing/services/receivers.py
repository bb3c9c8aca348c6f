"""The receivers of calling systems: whether one can be written to, and its end."""

import logging
import uuid
from datetime import datetime

from sharing.models import CallingSystem, Notice

logger = logging.getLogger(__name__)


def can_receive(system: CallingSystem) -> bool:
    """Whether this system has a receiver that has not asked us to stop."""
    return bool(system.is_active and system.webhook_url and system.webhook_secret and not system.webhook_disabled_at)


def disable(system: uuid.UUID, *, at: datetime) -> None:
    """The receiver wants nothing more (410): what waits for it is dead until an operator replays it."""
    CallingSystem.objects.filter(id=system).update(webhook_disabled_at=at)
    waiting = Notice.objects.filter(system=system, state=Notice.State.WAITING.value)
    count = waiting.update(state=Notice.State.DEAD.value, last_outcome="receiver disabled after HTTP 410")
    logger.error("webhook receiver disabled: system %s answered 410, %s waiting notices set aside", system, count)
