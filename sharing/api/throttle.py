"""How often one may ask for something, counted in the cache by an increment that cannot be raced."""

import hashlib
import time
from typing import cast

import structlog
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

MINUTE = 60
logger = structlog.get_logger("sharing.api")


class TooMany(Exception):
    """Asked too often; may be asked again after so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


def address(request: HttpRequest) -> str:
    """The caller's address, behind as many proxies as the settings trust."""
    return str(BaseThrottle().get_ident(cast("Request", request)) or "unknown")


def seconds_to_wait(subject: str, *, at_most: int) -> int:
    """0 while `subject` was seen at most so many times this minute; else the seconds that remain of it.

    Without the cache nothing is counted: secrets cannot be guessed at any speed, and hospitals still need answers.
    """
    now = int(time.time())
    key = f"throttle:{subject}:{now // MINUTE}"
    try:
        cache.add(key, 0, timeout=2 * MINUTE)
        seen = cache.incr(key)
    except (RedisError, ValueError):
        logger.warning("requests are not counted", exc_info=True)
        return 0
    return 0 if seen <= at_most else MINUTE - now % MINUTE


def short(text: str) -> str:
    """Whatever a caller sent, as a key of the cache: never the thing itself."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
