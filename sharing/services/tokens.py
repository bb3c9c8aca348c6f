"""Access tokens: opaque, five minutes, for the scopes that the client was granted and asked for (RFC 6749 §4.4).

allauth keeps clients and tokens, and knows a token again; what it does not know (a replaced secret that is still
good, a signed assertion, a system that was closed) is decided here.
"""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Client, Token
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db import transaction

from sharing.models import CallingSystem
from sharing.services import assertions
from sharing.services.assertions import NotProven

_TOKEN_BYTES = 64


class UnknownClient(Exception):
    """Not a client, not its secret, or one that was closed: the same thing to the outside."""


class ScopeNotGranted(Exception):
    """A scope that does not exist, or that this client was not granted."""


@dataclass(frozen=True, slots=True)
class Issued:
    """`value` is shown once; `seconds` is how long it is good for."""

    value: str
    seconds: int
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Secret:
    """A client that says who it is with its secret."""

    client_id: str
    value: str


@dataclass(frozen=True, slots=True)
class Assertion:
    """A client that signs; `client_id`, when it is sent beside, must be the one that signed.

    `named_by` is the claim that names it: `iss` where no other is asked for.
    """

    value: str
    audience: str
    client_id: str = ""
    named_by: str = "sub"


def issue(shown: Secret | Assertion, *, wanted: Iterable[str], at: datetime) -> Issued:
    """A token for what is `wanted`, or for all that is granted. Raises `UnknownClient`, `ScopeNotGranted`."""
    with authenticated(shown, at=at) as client:
        return grant(client, wanted=wanted, at=at)


def revoke(value: str, *, shown: Secret | Assertion, at: datetime) -> None:
    """A client ends its own token; another's, or none, is left alone and answered the same (RFC 7009 §2.1)."""
    with authenticated(shown, at=at) as client:
        Token.objects.by_value(value).filter(client=client).delete()


@contextmanager
def authenticated(shown: Secret | Assertion, *, at: datetime) -> Iterator[Client]:
    """The client, in a transaction that locks its system: what is being ended gives no token that would outlive it.

    A signed assertion is used up before that, whatever comes of it. Raises `UnknownClient`.
    """
    signer = _signer(shown, at) if isinstance(shown, Assertion) else ""
    with transaction.atomic():
        yield _known(shown, at) if isinstance(shown, Secret) else _open(signer)


def for_one_call(shown: Assertion, *, at: datetime) -> Token:
    """What a call signed by itself opens: all that its client was granted. Kept nowhere. Raises `UnknownClient`."""
    with authenticated(shown, at=at) as client:
        token = Token(type=Token.Type.ACCESS_TOKEN, client=client, created_at=at)
        token.set_scopes(client.get_scopes())
        return token


def grant(client: Client, *, wanted: Iterable[str], at: datetime, professional: str = "") -> Issued:
    """Within a transaction; `professional` is the RPPS that the token proves."""
    granted, asked = client.get_scopes(), set(wanted)
    if not asked <= set(granted):
        raise ScopeNotGranted
    doors = tuple(scope for scope in granted if scope in asked) or tuple(client.get_default_scopes())
    value, seconds = secrets.token_urlsafe(_TOKEN_BYTES), int(settings.IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN)
    token = Token(
        type=Token.Type.ACCESS_TOKEN,
        hash=get_adapter().hash_token(value),
        client=client,
        created_at=at,
        expires_at=at + timedelta(seconds=seconds),
        data={"professional": professional} if professional else None,
    )
    token.set_scopes(list(doors))
    token.save(force_insert=True)
    return Issued(value, seconds, doors)


@contextmanager
def unchanged(client: Client) -> Iterator[Client]:
    """A client that was authenticated a moment ago, locked: `UnknownClient` when its credentials changed meanwhile."""
    with transaction.atomic():
        still = _open(client.pk)
        if still.secret != client.secret:
            raise UnknownClient
        yield still


def _known(shown: Secret, at: datetime) -> Client:
    system = _system(shown.client_id)
    client = Client.objects.filter(pk=shown.client_id, type=Client.Type.CONFIDENTIAL).first()
    if client is None or not shown.value or (system is not None and not system.is_active):
        raise UnknownClient
    if not (client.check_secret(shown.value) or (system and _was_its_secret(system, shown.value, at))):
        raise UnknownClient
    return client


def _signer(shown: Assertion, at: datetime) -> str:
    try:
        client_id = assertions.client_of(shown.value, audience=shown.audience, at=at, named_by=shown.named_by)
    except NotProven as wrong:
        raise UnknownClient from wrong
    if shown.client_id not in ("", client_id):
        raise UnknownClient
    return client_id


def _open(client_id: str) -> Client:
    system = _system(client_id)
    if system is None or not system.is_active:
        raise UnknownClient
    return Client.objects.get(pk=client_id)


def _system(client_id: str) -> CallingSystem | None:
    return CallingSystem.objects.select_for_update(no_key=True).filter(client_id=client_id).first()


def _was_its_secret(system: CallingSystem, value: str, at: datetime) -> bool:
    until = system.previous_secret_until
    return until is not None and at < until and check_password(value, system.previous_secret)
