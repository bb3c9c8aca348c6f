"""When a notice is tried again: Standard Webhooks' ten attempts over seventy-five hours, then a dead letter."""

import hashlib
import uuid
from datetime import datetime, timedelta

#: The wait after each failed attempt; there is no eleventh.
WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
ATTEMPTS = len(WAITS) + 1
_JITTER = 0.2


def next_attempt(notice: uuid.UUID, *, failed: int, at: datetime, asked_to_wait: int = 0) -> datetime | None:
    """The moment of the next attempt after `failed` of them, or None when there is none left.

    Within 20 % of the table, so that receivers that failed together are not called back together; never
    before the `asked_to_wait` seconds of a Retry-After.
    """
    if failed >= ATTEMPTS:
        return None
    wait = WAITS[failed - 1] * (1 + _JITTER * _spread(notice, failed))
    return at + max(wait, timedelta(seconds=asked_to_wait))


def _spread(notice: uuid.UUID, failed: int) -> float:
    """Between -1 and 1, the same for the same notice and attempt."""
    digest = hashlib.sha256(notice.bytes + failed.to_bytes(2, "big")).digest()
    return int.from_bytes(digest[:4], "big") / 2**31 - 1
