"""The public keys of systems that sign what they send (RFC 7517): given at registration, or published by them.

Only keys that sign with RS384 or ES384 (SMART Backend Services). A published set is kept a few minutes; a key it did
not have yet makes it read again, at most once in a while, so that nobody makes us call on and on.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import cache
from jwt import PyJWK
from jwt.exceptions import PyJWTError
from redis.exceptions import RedisError

from sharing.channels import fetch

#: Of each algorithm, what its key must be.
ALGORITHMS: Mapping[str, tuple[str, str]] = {"RS384": ("RSA", ""), "ES384": ("EC", "P-384")}
_MOST_KEYS = 20
_SMALLEST_RSA = 2048
_KEPT_SECONDS = 300
#: For so long a set is not read again, also when it could not be.
_PAUSE_SECONDS = 30
_PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
logger = structlog.get_logger("sharing.callers")


class BadKeys(ValueError):
    """Not a JWK set of public keys that can be used here."""


def checked(jwks: object) -> dict[str, Any]:
    """A set given at registration: every key public, named and usable. Raises `BadKeys`."""
    keys = _keys(jwks)
    if not keys:
        raise BadKeys("no key")
    for key in keys:
        if not isinstance(key.get("kid"), str) or not key["kid"] or _PRIVATE & key.keys():
            raise BadKeys("a key has no name, or is private")
        if not any(_usable(key, algorithm) for algorithm in ALGORITHMS):
            raise BadKeys("a key signs with neither RS384 nor ES384")
    return {"keys": keys}


def candidates(jwks: object, *, kid: str, algorithm: str) -> list[PyJWK]:
    """The keys of this name that can have signed so; none of a set that is not one."""
    try:
        named = [key for key in _keys(jwks) if key.get("kid") == kid]
    except BadKeys:
        return []
    return [found for key in named if (found := _usable(key, algorithm))]


def published(url: str, *, kid: str, algorithm: str) -> list[PyJWK]:
    """The keys of this name in the set at this address; none when it cannot be read."""
    kept = _kept(url)
    found = candidates(kept, kid=kid, algorithm=algorithm)
    if found or not _may_read(url):
        return found
    return candidates(_read(url), kid=kid, algorithm=algorithm)


def _read(url: str) -> dict[str, Any] | None:
    try:
        jwks = fetch.json_object(fetch.Question(url), private_hosts=frozenset(settings.WEBHOOK_ALLOW_PRIVATE))
    except fetch.Unread as unread:
        logger.warning("a key set could not be read", reason=str(unread))
        return None
    try:
        cache.set(_name("set", url), jwks, timeout=_KEPT_SECONDS)
    except RedisError:
        logger.warning("a key set is not kept", exc_info=True)
    return jwks


def _kept(url: str) -> object:
    try:
        return cache.get(_name("set", url))
    except RedisError:
        return None


def _may_read(url: str) -> bool:
    """Once in a while; without the cache nothing is counted, and hospitals still need answers."""
    try:
        return bool(cache.add(_name("pause", url), 1, timeout=_PAUSE_SECONDS))
    except RedisError:
        return True


def _name(kind: str, url: str) -> str:
    return f"jwks:{kind}:{hashlib.sha256(url.encode()).hexdigest()}"


def _keys(jwks: object) -> list[dict[str, Any]]:
    keys = jwks.get("keys") if isinstance(jwks, dict) else None
    if not isinstance(keys, list) or len(keys) > _MOST_KEYS or not all(isinstance(key, dict) for key in keys):
        raise BadKeys("not a JWK set")
    return keys


def _usable(key: Mapping[str, Any], algorithm: str) -> PyJWK | None:
    kind, curve = ALGORITHMS[algorithm]
    if key.get("kty") != kind or (curve and key.get("crv") != curve):
        return None
    if key.get("use", "sig") != "sig" or key.get("alg", algorithm) != algorithm:
        return None
    try:
        found = PyJWK({name: value for name, value in key.items() if name not in _PRIVATE}, algorithm=algorithm)
    except (PyJWTError, ValueError, TypeError, KeyError):
        return None
    small = kind == "RSA" and getattr(found.key, "key_size", 0) < _SMALLEST_RSA
    return None if small else found
