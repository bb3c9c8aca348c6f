"""What administrators do to the credentials of a calling system: each act counts from the next call, and is written.

`at` is when; a replaced secret may stay good for a while beside the new one, so that no call fails meanwhile.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.idp.oidc.models import Client, Token
from django.db import transaction

from consents.actor import Actor
from consents.errors import InvalidFact
from sharing import sealing
from sharing.models import Act, CallingSystem
from sharing.services import acts, callers
from sharing.services.callers import PublicKeys

LONGEST_OVERLAP = timedelta(days=7)


class UnknownSystem(Exception):
    """No calling system has this identifier."""


@transaction.atomic
def rotate_secret(system_id: uuid.UUID, *, overlap: timedelta = timedelta(0), by: Actor, at: datetime) -> str:
    """The new secret of the client, shown once.

    Without `overlap` the former secret, and the tokens it gave, end at once. Raises `UnknownSystem`; `InvalidFact`
    for an overlap of more than seven days, or for a system that signs with its own keys.
    """
    system, secret = _system(system_id), callers.new_client_secret()
    until = _end_of(overlap, at)
    if system.jwks is not None or system.jwks_url:
        raise InvalidFact("secret", "signs_with_keys")
    client = Client.objects.get(pk=system.client_id)
    system.previous_secret = client.secret if until else ""
    system.previous_secret_until = until
    system.save(update_fields=["previous_secret", "previous_secret_until"])
    Client.objects.filter(pk=client.pk).update(secret=callers.hashed(secret))
    if until is None:
        _end_tokens([system.client_id])
    acts.write(system.id, Act.SECRET_ROTATED, by=by, at=at)
    return secret


@transaction.atomic
def rotate_webhook_secret(system_id: uuid.UUID, *, overlap: timedelta, by: Actor, at: datetime) -> str:
    """The new secret that signs notices, shown once; the former one signs beside it until the overlap ends.

    Raises `UnknownSystem`; `InvalidFact` for a system without a receiver, or an overlap of more than seven days.
    """
    system, secret = _system(system_id), callers.new_webhook_secret()
    if not system.webhook_url:
        raise InvalidFact("webhook_url", "missing")
    until = _end_of(overlap, at)
    system.previous_webhook_secret = bytes(system.webhook_secret) if until else b""
    system.previous_webhook_until = until
    system.webhook_secret = sealing.seal(secret)
    system.save(update_fields=["previous_webhook_secret", "previous_webhook_until", "webhook_secret"])
    acts.write(system.id, Act.WEBHOOK_ROTATED, by=by, at=at)
    return secret


def webhook_secrets(system: CallingSystem, *, at: datetime) -> list[str]:
    """The secrets that sign at this moment, the newest first (Standard Webhooks: one signature for each)."""
    until = system.previous_webhook_until
    former = [system.previous_webhook_secret] if until is not None and at < until else []
    return [sealing.unseal(bytes(sealed)) for sealed in (system.webhook_secret, *former) if sealed]


@transaction.atomic
def use_keys(system_id: uuid.UUID, *, keys: PublicKeys, by: Actor, at: datetime) -> None:
    """From now on it signs with these keys: its secret and the tokens it has end. Raises `InvalidFact`."""
    system, checked = _system(system_id), callers.check_keys(keys)
    system.jwks, system.jwks_url = checked.jwks, checked.url
    system.previous_secret, system.previous_secret_until = "", None
    system.save(update_fields=["jwks", "jwks_url", "previous_secret", "previous_secret_until"])
    Client.objects.filter(pk=system.client_id).update(secret=callers.hashed(""))
    _end_tokens([system.client_id])
    acts.write(system.id, Act.KEYS_CHANGED, by=by, at=at)


@transaction.atomic
def grant_scopes(system_id: uuid.UUID, *, granted: Iterable[str], by: Actor, at: datetime) -> None:
    """These doors and no other; the tokens it has end. Raises `InvalidFact` for a word that is no scope."""
    system = _system(system_id)
    doors = "\n".join(callers.doors_granted(granted))
    Client.objects.filter(pk=system.client_id).update(scopes=doors, default_scopes=doors)
    _end_tokens([system.client_id])
    acts.write(system.id, Act.SCOPES_CHANGED, by=by, at=at)


@transaction.atomic
def revoke(system_id: uuid.UUID, *, by: Actor, at: datetime) -> None:
    """It asks and is told nothing any more: its tokens end, its secret and keys give none. Twice is once."""
    system = _system(system_id)
    if not system.is_active:
        return
    system.is_active = False
    system.previous_secret, system.previous_secret_until = "", None
    system.save(update_fields=["is_active", "previous_secret", "previous_secret_until"])
    _end_tokens([system.client_id])
    acts.write(system.id, Act.REVOKED, by=by, at=at)


@transaction.atomic
def reopen(system_id: uuid.UUID, *, by: Actor, at: datetime) -> None:
    """It may ask again, with the credentials it had; after a theft they are to be replaced first."""
    system = _system(system_id)
    if system.is_active:
        return
    system.is_active = True
    system.save(update_fields=["is_active"])
    acts.write(system.id, Act.REOPENED, by=by, at=at)


def _system(system_id: uuid.UUID) -> CallingSystem:
    """Locked, as whoever asks for a token locks it."""
    found = CallingSystem.objects.select_for_update(no_key=True).filter(pk=system_id).first()
    if found is None:
        raise UnknownSystem
    return found


def _end_of(overlap: timedelta, at: datetime) -> datetime | None:
    if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
        raise InvalidFact("overlap", "too_long")
    return at + overlap if overlap else None


def _end_tokens(client_ids: Iterable[str]) -> None:
    Token.objects.filter(client__in=list(client_ids)).delete()
