"""A calling system that signs proves who it is without a shared secret (RFC 7523 §2.2, SMART Backend Services).

Every failure is the same one to the outside; why is written in our own log.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import structlog
from jwt import PyJWK
from jwt.exceptions import PyJWTError

from sharing.models import CallingSystem, SeenAssertion
from sharing.services import keysets

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LONGEST_LIFE = timedelta(minutes=5)
#: How far the clocks of two machines may be from each other.
CLOCKS_DIFFER = timedelta(seconds=10)
_LONGEST = 8192
logger = structlog.get_logger("sharing.callers")


class NotProven(Exception):
    """Not signed by a system that is registered with this key, for us, now, and for the first time."""


@dataclass(frozen=True, slots=True)
class _Claimed:
    """What an assertion says of itself before it is believed."""

    client_id: str
    algorithm: str
    kid: str
    jku: str


def client_of(assertion: str, *, audience: str, at: datetime, named_by: str = "sub") -> str:
    """The client that signed; the assertion is used up. `audience` is the address it must be meant for.

    `named_by` is the claim that says who it is, `iss` where the other is not asked for (CDS Hooks 2.0).
    Raises `NotProven`.
    """
    try:
        claimed = _claimed(assertion, named_by)
        claims = _verified(assertion, claimed, audience, named_by)
        _accept(claims, claimed.client_id, at)
    except (PyJWTError, ValueError, TypeError, OverflowError, RecursionError) as wrong:
        logger.info("an assertion was refused", reason=str(wrong)[:200])
        raise NotProven from wrong
    return claimed.client_id


def claimant(assertion: str) -> str:
    """Who it says it is from, not believed yet; empty when it does not even say."""
    try:
        return _claimed(assertion).client_id
    except (PyJWTError, ValueError, TypeError, RecursionError):
        return ""


def forget_old(*, at: datetime) -> int:
    """Those that would be refused for their age are forgotten."""
    return SeenAssertion.objects.filter(expires_at__lt=at).delete()[0]


def _claimed(assertion: str, named_by: str = "sub") -> _Claimed:
    if len(assertion) > _LONGEST or not assertion.isascii():
        raise ValueError("not an assertion")
    header = jwt.get_unverified_header(assertion)
    said = jwt.decode(assertion, options={"verify_signature": False})
    kid, jku, subject = header.get("kid"), header.get("jku", ""), said.get(named_by)
    if header.get("typ") != "JWT" or header.get("alg") not in keysets.ALGORITHMS:
        raise ValueError("typ or alg")
    if not (isinstance(kid, str) and kid and isinstance(jku, str) and isinstance(subject, str)):
        raise ValueError(f"kid, jku or {named_by}")
    return _Claimed(subject, str(header["alg"]), kid, jku)


def _verified(assertion: str, claimed: _Claimed, audience: str, named_by: str) -> Mapping[str, Any]:
    for key in _keys(claimed):
        try:
            return jwt.decode(
                assertion,
                key,
                algorithms=[claimed.algorithm],
                audience=audience,
                issuer=claimed.client_id,
                leeway=CLOCKS_DIFFER,
                options={"require": ["iss", named_by, "aud", "exp", "jti"]},
            )
        except jwt.InvalidSignatureError:
            continue
    raise ValueError("no key of this system signed it")


def _keys(claimed: _Claimed) -> list[PyJWK]:
    if "\0" in claimed.client_id:
        return []
    rows = CallingSystem.objects.filter(client_id=claimed.client_id, is_active=True)
    for jwks, url in rows.values_list("jwks", "jwks_url"):
        if claimed.jku and claimed.jku != url:
            raise ValueError("jku is not the registered address")
        if url:
            return keysets.published(url, kid=claimed.kid, algorithm=claimed.algorithm)
        return keysets.candidates(jwks, kid=claimed.kid, algorithm=claimed.algorithm)
    return []


def _accept(claims: Mapping[str, Any], client_id: str, at: datetime) -> None:
    """Written down for as long as it could be sent again; of two that come together, one is accepted."""
    expires = datetime.fromtimestamp(int(claims["exp"]), tz=UTC)
    if expires > at + LONGEST_LIFE + CLOCKS_DIFFER:
        raise ValueError("exp is too far ahead")
    if not isinstance(claims["jti"], str) or not claims["jti"]:
        raise ValueError("jti")
    digest = hashlib.sha256(claims["jti"].encode("utf-8", "surrogatepass")).hexdigest()
    _, first = SeenAssertion.objects.get_or_create(
        client_id=client_id, digest=digest, defaults={"expires_at": expires + 2 * CLOCKS_DIFFER}
    )
    if not first:
        raise ValueError("jti was seen before")
