"""Shortens the wait after a declaration. Nothing depends on it: beat sweeps the ledger anyway.

For the doors (pages, API), which call `after_commit()` once a declaration succeeded.
"""

import logging
import time

from celery import current_app
from django.db import transaction
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

_PLAN = "sharing.tasks.plan_notices"
#: A broker that is down or frozen costs a declaration this much, once, and then nothing for a while.
_PATIENCE = {"socket_timeout": 0.3, "socket_connect_timeout": 0.3}
_SILENCE_SECONDS = 10.0
_silent_until = 0.0
logger = logging.getLogger(__name__)


def after_commit() -> None:
    """Asks, once what is being written is committed, that notices be planned now; never fails."""
    transaction.on_commit(now, robust=True)


def now() -> None:
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    try:
        _send()
    except (KombuError, RedisError, OSError) as failed:
        _silent_until = time.monotonic() + _SILENCE_SECONDS
        logger.warning("the broker does not answer (%s): notices wait for the next sweep", type(failed).__name__)


def _send() -> None:
    with current_app.connection_for_write(transport_options=_PATIENCE) as connection:
        current_app.send_task(_PLAN, connection=connection, retry=False, ignore_result=True, expires=60)
