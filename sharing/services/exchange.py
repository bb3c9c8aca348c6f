"""A Pro Santé Connect access token against one of ours, which names its professional with proof (RFC 8693).

Off unless the settings say where Pro Santé Connect is asked. Our token opens decisions, for him alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from sharing.channels import fetch, pro_sante_connect
from sharing.channels.pro_sante_connect import Introspection, Unproven
from sharing.scopes import Scope
from sharing.services import tokens
from sharing.services.tokens import Assertion, Issued, ScopeNotGranted, Secret

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"  # noqa: S105 - the name of a type
SUBJECT_TYPES = frozenset({ACCESS_TOKEN, "urn:ietf:params:oauth:token-type:jwt"})
_DOORS = (Scope.DECISIONS.value, Scope.EMERGENCY.value)
_LONGEST = 8192


class NobodyProven(Exception):
    """The token that was shown is not good, or does not name a professional with an RPPS."""


class NoAnswer(Exception):
    """Pro Santé Connect did not answer: nobody is proven, now."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What the professional's software was given when he signed in, and which doors it wants."""

    token: str
    wanted: tuple[str, ...] = ()


def is_open() -> bool:
    return bool(settings.PSC_INTROSPECTION_URL)


def issue(shown: Secret | Assertion, *, subject: Subject, at: datetime) -> Issued:
    """A token for decisions about this professional.

    Raises `UnknownClient`, `ScopeNotGranted`, `NobodyProven`, `NoAnswer`. They are asked for a known client alone, and
    outside any transaction.
    """
    with tokens.authenticated(shown, at=at) as client:
        wanted = _wanted(client.get_scopes(), subject.wanted)
    professional = _proven(subject.token)
    with tokens.unchanged(client) as still:
        return tokens.grant(still, wanted=wanted, at=at, professional=professional)


def _wanted(granted: Iterable[str], wanted: tuple[str, ...]) -> list[str]:
    """Never the doors of the software itself, and never none: that would be all of them."""
    open_to_him = [door for door in _DOORS if door in set(granted)]
    if not open_to_him or not set(wanted) <= set(open_to_him):
        raise ScopeNotGranted
    return [door for door in open_to_him if door in wanted] or open_to_him


def _proven(token: str) -> str:
    if not token or len(token) > _LONGEST:
        raise NobodyProven
    asked = Introspection(
        settings.PSC_INTROSPECTION_URL,
        settings.PSC_CLIENT_ID,
        settings.PSC_CLIENT_SECRET,
        frozenset(settings.WEBHOOK_ALLOW_PRIVATE),
    )
    try:
        return pro_sante_connect.rpps_of(token, at=asked)
    except Unproven as wrong:
        raise NobodyProven from wrong
    except fetch.Unread as unread:
        raise NoAnswer from unread
