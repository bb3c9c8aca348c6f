"""Rings for whoever waits for a change, so that nobody has to look again and again. Nothing depends on it.

A ring says no more than « look »: what is new stands in the database. One that is lost costs the rest of a wait.
A wait holds a thread of the server, so that few may wait at once; the others look and come back.
"""

import logging
import threading
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.client import PubSub
from redis.retry import Retry

_SECONDS_TO_ANSWER = 1.0
_waiting: set[uuid.UUID] = set()
_counting = threading.Lock()
logger = logging.getLogger(__name__)


class Listener:
    """Hears what is rung from the moment it was made."""

    def __init__(self, heard: PubSub) -> None:
        self._heard = heard

    def wait(self, seconds: float) -> None:
        """Until it rings, or so many seconds; asleep all the while."""
        try:
            self._heard.get_message(ignore_subscribe_messages=False, timeout=seconds)
        except redis.RedisError:
            logger.warning("nobody rings: a wait ends early", exc_info=True)


def ring(systems: Collection[uuid.UUID]) -> None:
    """There is something new for these systems; to be called once it is committed. Never fails."""
    if not systems:
        return
    try:
        pipe = _client(settings.CACHES["default"]["LOCATION"]).pipeline(transaction=False)
        for system in systems:
            pipe.publish(_name(system), "")
        pipe.execute()
    except redis.RedisError as failed:
        logger.warning("nobody is rung for (%s): whoever waits, waits to the end", type(failed).__name__)


@contextmanager
def listening(system: uuid.UUID) -> Iterator[Listener | None]:
    """None when this one waits already, when too many do, or when there is nothing to listen to."""
    if not _enter(system):
        yield None
        return
    try:
        with PubSub(_client(settings.CACHES["default"]["LOCATION"]).connection_pool) as heard:
            yield _listener(heard, system)
    finally:
        with _counting:
            _waiting.discard(system)


def _listener(heard: PubSub, system: uuid.UUID) -> Listener | None:
    """Ready once the server has said that it listens."""
    try:
        heard.subscribe(_name(system))
        said = heard.get_message(timeout=_SECONDS_TO_ANSWER)
    except redis.RedisError:
        logger.warning("nobody can wait", exc_info=True)
        return None
    return Listener(heard) if said and said["type"] == "subscribe" else None


def _enter(system: uuid.UUID) -> bool:
    with _counting:
        if system in _waiting or len(_waiting) >= settings.CHANGES_MOST_WAITING:
            return False
        _waiting.add(system)
        return True


def _name(system: uuid.UUID) -> str:
    return f"{settings.CACHES['default']['KEY_PREFIX']}:changes:{system}"


@cache
def _client(url: str) -> redis.Redis:
    """One try only: a frozen server is as good as none."""
    return redis.Redis.from_url(
        url,
        socket_timeout=_SECONDS_TO_ANSWER,
        socket_connect_timeout=_SECONDS_TO_ANSWER,
        retry=Retry(NoBackoff(), 0),
    )
