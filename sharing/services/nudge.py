"""Shortens the wait after a declaration. Nothing depends on it: beat sweeps the ledger anyway.

For the doors (pages, API), which call `after_commit()` once a declaration succeeded. The broker is spoken to in
another thread: down or frozen, it costs a declaration nothing.
"""

import logging
import threading

from celery import current_app
from django.db import transaction
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

_PLAN = "sharing.tasks.plan_notices"
_NO_PATIENCE = {"socket_timeout": 1, "socket_connect_timeout": 1, "max_retries": 1, "interval_start": 0}
_speaking = threading.Lock()
logger = logging.getLogger(__name__)


def after_commit() -> None:
    """Asks, once what is being written is committed, that notices be planned now; never fails."""
    transaction.on_commit(now, robust=True)


def now() -> threading.Thread | None:
    """One nudge at a time: while one is under way the next is not needed, the sweep takes everything."""
    if not _speaking.acquire(blocking=False):
        return None
    thread = threading.Thread(target=_speak, name="nudge", daemon=True)
    thread.start()
    return thread


def _speak() -> None:
    try:
        with current_app.connection_for_write(connect_timeout=1, transport_options=_NO_PATIENCE) as connection:
            current_app.send_task(_PLAN, connection=connection, retry=False, ignore_result=True, expires=60)
    except (KombuError, RedisError, OSError) as failed:
        logger.warning("the broker does not answer (%s): notices wait for the next sweep", type(failed).__name__)
    finally:
        _speaking.release()
