"""How often one may ask for something, counted in the cache by an increment that cannot be raced.

Each calling system has its own share of each door, counted over ten seconds so that nobody waits for longer; what comes
without a token that we know, or asks nothing of it, is counted by address. Numbers are settings.
"""

import hashlib
import time
from collections.abc import Mapping
from typing import cast

import structlog
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

MINUTE = 60
#: A system's share is counted over so many seconds.
SPELL = 10
#: How long a cache that does not answer is left alone: nobody waits for it at each call.
_LEFT_ALONE = 5.0
#: The door behind the first part of a path; any other has the share of `decisions`.
_DOORS: Mapping[str, str] = {"intake": "intake", "changes": "changes", "fhir": "fhir"}
_away: dict[str, float] = {}
logger = structlog.get_logger("sharing.api")


class TooMany(Exception):
    """Asked too often; may be asked again after so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


class ByAddress(BaseThrottle):
    """For what anyone may read and is dear to make: the contract and its viewer."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        count_address(request._request, "public", a_minute=settings.API_PUBLIC_A_MINUTE)
        return True


def count_caller(request: HttpRequest, client_id: str) -> None:
    """One more call of this system at this door. Raises `TooMany`."""
    door = door_of(request.path)
    share = settings.API_CALLS_A_MINUTE[door] * SPELL // MINUTE
    wait = seconds_to_wait(f"door:{door}:{client_id}", at_most=max(1, share), seconds=SPELL)
    if wait:
        raise TooMany(wait)


def count_unknown(request: HttpRequest) -> None:
    """One more token from this address that opens nothing. Raises `TooMany`."""
    count_address(request, "unknown", a_minute=settings.API_UNKNOWN_A_MINUTE)


def count_address(request: HttpRequest, what: str, *, a_minute: int) -> None:
    """One more of these from this address. Raises `TooMany`."""
    wait = seconds_to_wait(f"{what}:{address(request)}", at_most=a_minute)
    if wait:
        raise TooMany(wait)


def door_of(path: str) -> str:
    """Of the address that is called: the word of `API_CALLS_A_MINUTE`."""
    return _DOORS.get(path.lstrip("/").partition("/")[0], "decisions")


def address(request: HttpRequest) -> str:
    """The caller's address, behind as many proxies as the settings trust."""
    return str(BaseThrottle().get_ident(cast("Request", request)) or "unknown")


def seconds_to_wait(subject: str, *, at_most: int, seconds: int = MINUTE) -> int:
    """0 while `subject` was seen at most so many times in this spell of `seconds`; else what remains of it.

    Without the cache nothing is counted: secrets cannot be guessed at any speed, and hospitals still need answers.
    """
    now = int(time.time())
    seen = _seen(f"throttle:{subject}:{now // seconds}", seconds=2 * seconds)
    return 0 if seen <= at_most else seconds - now % seconds


def short(text: str) -> str:
    """Whatever a caller sent, as a key of the cache: never the thing itself."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _seen(key: str, *, seconds: int) -> int:
    """How many times, this one included; 0 while the cache does not answer."""
    server = str(settings.CACHES["default"]["LOCATION"])
    if time.monotonic() < _away.get(server, 0.0):
        return 0
    try:
        cache.add(key, 0, timeout=seconds)
        return int(cache.incr(key))
    except (RedisError, ValueError):
        _away[server] = time.monotonic() + _LEFT_ALONE
        logger.warning("requests are not counted", exc_info=True)
        return 0
