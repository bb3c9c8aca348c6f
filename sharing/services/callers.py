"""Calling systems: who may ask, for which organisations (security: the software is not the person)."""

import base64
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from allauth.idp.oidc.models import Client
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from consents.actor import Actor
from consents.errors import InvalidFact
from consents.vocabulary import AFTER_DEATH_PURPOSES, NEVER_ORGANISATIONS, ActorKind, Door, Purpose
from consents.words import Identifier
from sharing import gather, sealing
from sharing.asked import RPPS, Asked, AskerKind, AskerNamed
from sharing.channels import addresses
from sharing.engine.facts import Period
from sharing.gather import Known
from sharing.models import Act, CallingSystem, CallingSystemOrganisation
from sharing.scopes import Scope, UnknownScope, scopes
from sharing.services import acts, keysets

SCOPE = Scope.DECISIONS.value
_COMMAND = Actor(ActorKind.SYSTEM, "", Door.COMMAND)
_CLIENT_SECRET_BYTES = 48
_WEBHOOK_SECRET_BYTES = 32


class NotOfCaller(Exception):
    """The asker does not exercise in an organisation of the calling system, or is unknown: the same thing."""


class UnknownCaller(Exception):
    """The OAuth 2 client is not, or no longer, a registered calling system."""


class NotGranted(Exception):
    """The token does not open what is asked; `scopes` are those that do."""

    def __init__(self, *needed: Scope) -> None:
        super().__init__()
        self.scopes = " ".join(needed)


@dataclass(frozen=True, slots=True)
class Credentials:
    """Shown once: only a hash of `client_secret` is kept, and `webhook_secret` encrypted.

    A system that signs with its own keys has no `client_secret`.
    """

    system: uuid.UUID
    client_id: str
    client_secret: str
    webhook_secret: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What the token of a call proves beyond whose it is: the doors it opens, and the professional it names.

    `professional`, an RPPS, is empty when nobody proved who he is: the system then names him by itself.
    """

    scopes: frozenset[str] = frozenset()
    professional: str = ""


NOTHING_PROVEN = Proof()


@dataclass(frozen=True, slots=True)
class Caller:
    """A registered software, the organisations for which it may ask, and what its token proves."""

    id: uuid.UUID
    organisations: frozenset[str]
    proof: Proof = NOTHING_PROVEN


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """How a system that signs is recognised: its JWK set, or the address where it publishes it."""

    jwks: dict[str, Any] | None = None
    url: str = ""


def register_calling_system(
    name: str,
    *,
    organisations: Iterable[uuid.UUID],
    granted: Iterable[str] = (SCOPE,),
    webhook_url: str = "",
    keys: PublicKeys | None = None,
    by: Actor = _COMMAND,
    at: datetime,
) -> Credentials:
    """A new OAuth 2 client for `client_credentials`, granted these scopes, and the system behind it.

    With `keys` it signs (RFC 7523) and has no secret. Raises `InvalidFact` when it is for no organisation, is
    granted nothing that exists, or when an address or its keys are not what they should be.
    """
    places, doors = list(organisations), doors_granted(granted)
    _check(name, places, webhook_url)
    checked = check_keys(keys) if keys else PublicKeys()
    client_secret = "" if keys else new_client_secret()
    webhook_secret = new_webhook_secret() if webhook_url else ""
    with transaction.atomic():
        client = _client(name, client_secret, doors, at)
        system = CallingSystem.objects.create(
            name=name,
            client_id=client.id,
            webhook_url=webhook_url,
            webhook_secret=sealing.seal(webhook_secret) if webhook_secret else b"",
            jwks=checked.jwks,
            jwks_url=checked.url,
            created_at=at,
        )
        acts.write(system.id, Act.REGISTERED, by=by, at=at)
        CallingSystemOrganisation.objects.bulk_create(
            CallingSystemOrganisation(system=system, organisation_id=place) for place in places
        )
    return Credentials(system.id, client.id, client_secret, webhook_secret)


def caller(client_id: str, *, proof: Proof = NOTHING_PROVEN) -> Caller:
    """The system behind an OAuth 2 client; `UnknownCaller` when there is none, or it was closed."""
    rows = CallingSystem.objects.filter(client_id=client_id, is_active=True).values_list(
        "id", "organisations__organisation_id"
    )
    found: list[tuple[Any, Any]] = list(rows)  # without any organisation, its place is empty
    if not found:
        raise UnknownCaller
    return Caller(found[0][0], frozenset(str(place) for _, place in found if place is not None), proof)


def doors_granted(words: Iterable[str]) -> list[str]:
    """Scopes as they are kept; `InvalidFact` for a word that is none, for none at all, or emergency alone."""
    try:
        doors = [scope.value for scope in scopes(words)]
    except UnknownScope as unknown:
        raise InvalidFact("scopes", "unknown") from unknown
    if not doors:
        raise InvalidFact("scopes", "missing")
    return doors


def check_keys(keys: PublicKeys) -> PublicKeys:
    """One of the two, and public keys only. Raises `InvalidFact`."""
    if (keys.jwks is None) == (not keys.url):
        raise InvalidFact("jwks", "one_of_two")
    if keys.url:
        _check_address("jwks_url", keys.url)
        return keys
    try:
        return PublicKeys(jwks=keysets.checked(keys.jwks))
    except keysets.BadKeys as wrong:
        raise InvalidFact("jwks", "malformed") from wrong


def _check(name: str, organisations: list[uuid.UUID], webhook_url: str) -> None:
    if not name.strip():
        raise InvalidFact("name", "missing")
    if not organisations:
        raise InvalidFact("organisations", "missing")
    if webhook_url:
        _check_address("webhook_url", webhook_url)


def _check_address(element: str, url: str) -> None:
    try:
        addresses.check_form(url, private_hosts=frozenset(settings.WEBHOOK_ALLOW_PRIVATE))
    except addresses.NotCallable:
        raise InvalidFact(element, "not_an_address") from None


def _client(name: str, secret: str, doors: list[str], at: datetime) -> Client:
    client = Client(
        name=name[:100],
        secret=hashed(secret),
        type=Client.Type.CONFIDENTIAL,
        grant_types=Client.GrantType.CLIENT_CREDENTIALS,
        response_types="",
        created_at=at,
    )
    client.set_scopes(doors)
    client.set_default_scopes(doors)
    client.save(force_insert=True)
    return client


def hashed(secret: str) -> str:
    """Of a generated secret, hence with a fast hasher (sharing.api.secrets says why); without one, nobody knows it."""
    return make_password(secret or new_client_secret(), hasher="he_sha256")


def new_client_secret() -> str:
    return secrets.token_urlsafe(_CLIENT_SECRET_BYTES)


def new_webhook_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(_WEBHOOK_SECRET_BYTES)).decode()


def placed(asked: Asked, named: Known, caller: Caller, *, at: datetime) -> Asked | NotOfCaller | NotGranted:
    """The question with the organisation it is asked from, when this system may ask it, with its token.

    A professional is asked for only from an organisation of the system, where he works at that moment: the one
    named, or the first of his. Someone unknown is answered exactly like someone of another organisation, and so is
    another than the professional whom the token names.
    """
    if _emergency(asked) and Scope.EMERGENCY not in caller.proof.scopes:
        return NotGranted(Scope.DECISIONS, Scope.EMERGENCY)
    if not _is_proven(asked.asker, caller.proof):
        return NotOfCaller()
    place = _place(asked, named, caller, at)
    if place is None:
        return NotOfCaller()
    return replace(asked, asker=replace(asked.asker, from_organisation=place))


def _emergency(asked: Asked) -> bool:
    return asked.statement is not None or asked.purpose == Purpose.EMERGENCY


def _is_proven(asker: AskerNamed, proof: Proof) -> bool:
    """A token that names somebody speaks for him alone (RFC 8693)."""
    return not proof.professional or asker.identifier == Identifier(RPPS, proof.professional)


def _place(asked: Asked, named: Known, caller: Caller, at: datetime) -> uuid.UUID | None:
    asker = asked.asker
    if asker.kind is AskerKind.ORGANISATION:
        row = named.organisations.get(asker.identifier)
        return row["id"] if row and _speaks_for(caller, row["id"], row["part_of_id"]) else None
    if asker.kind is AskerKind.PERSON:
        return _transmits(asked, named, caller)
    row = named.professionals.get(asker.identifier)
    places = [
        practice["organisation_id"]
        for practice in named.practices
        if row is not None
        and practice["professional_id"] == row["id"]
        and Period(practice["begins_at"], practice["ends_at"]).covers(at)
        and _speaks_for(caller, practice["organisation_id"], practice["organisation__part_of_id"])
    ]
    if asker.from_organisation is None:
        return places[0] if places else None
    wanted = gather.place(asker.from_organisation, named)
    return wanted if wanted in places else None


def _transmits(asked: Asked, named: Known, caller: Caller) -> uuid.UUID | None:
    """An establishment sends on what a survivor asks (decision.md §9.12); never one that never reads (R57, R77)."""
    by = asked.asker.from_organisation
    row = named.organisations.get(by) if isinstance(by, Identifier) and asked.purpose in AFTER_DEATH_PURPOSES else None
    if row is None or not row["is_active"] or row["kind"] in NEVER_ORGANISATIONS:
        return None
    found: uuid.UUID = row["id"]
    return found if _speaks_for(caller, found, row["part_of_id"]) else None


def _speaks_for(caller: Caller, organisation: uuid.UUID, part_of: uuid.UUID | None) -> bool:
    """An organisation contains its sites (decision.md §9.11)."""
    return not caller.organisations.isdisjoint({str(organisation), str(part_of)})
