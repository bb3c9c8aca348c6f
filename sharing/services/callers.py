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

from consents.errors import InvalidFact
from sharing import gather, sealing
from sharing.asked import Asked, AskerKind
from sharing.channels import addresses
from sharing.engine.facts import Period
from sharing.gather import Known
from sharing.models import CallingSystem, CallingSystemOrganisation

SCOPE = "decisions"
_CLIENT_SECRET_BYTES = 48
_WEBHOOK_SECRET_BYTES = 32


class NotOfCaller(Exception):
    """The asker does not exercise in an organisation of the calling system, or is unknown: the same thing."""


class UnknownCaller(Exception):
    """The OAuth 2 client is not, or no longer, a registered calling system."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Shown once: only a hash of `client_secret` is kept, and `webhook_secret` encrypted."""

    system: uuid.UUID
    client_id: str
    client_secret: str
    webhook_secret: str


@dataclass(frozen=True, slots=True)
class Caller:
    """A registered software and the organisations for which it may ask."""

    id: uuid.UUID
    organisations: frozenset[str]


def register_calling_system(
    name: str, *, organisations: Iterable[uuid.UUID], webhook_url: str = "", at: datetime
) -> Credentials:
    """A new OAuth 2 client for `client_credentials`, and the system behind it.

    Raises `InvalidFact` when it is for no organisation, or its receiver's address is not one.
    """
    places = list(organisations)
    _check(name, places, webhook_url)
    client_secret = secrets.token_urlsafe(_CLIENT_SECRET_BYTES)
    webhook_secret = _new_webhook_secret() if webhook_url else ""
    with transaction.atomic():
        client = _client(name, client_secret, at)
        system = CallingSystem.objects.create(
            name=name,
            client_id=client.id,
            webhook_url=webhook_url,
            webhook_secret=sealing.seal(webhook_secret) if webhook_secret else b"",
            created_at=at,
        )
        CallingSystemOrganisation.objects.bulk_create(
            CallingSystemOrganisation(system=system, organisation_id=place) for place in places
        )
    return Credentials(system.id, client.id, client_secret, webhook_secret)


def caller(client_id: str) -> Caller:
    """The system behind an OAuth 2 client; `UnknownCaller` when there is none, or it was closed."""
    rows = CallingSystem.objects.filter(client_id=client_id, is_active=True).values_list(
        "id", "organisations__organisation_id"
    )
    found: list[tuple[Any, Any]] = list(rows)  # without any organisation, its place is empty
    if not found:
        raise UnknownCaller
    return Caller(found[0][0], frozenset(str(place) for _, place in found if place is not None))


def webhook_secret(system: uuid.UUID) -> str:
    """The secret that signs what this system is sent (Standard Webhooks, `whsec_…`); empty without a receiver."""
    sealed = CallingSystem.objects.values_list("webhook_secret", flat=True).get(pk=system)
    return sealing.unseal(bytes(sealed)) if sealed else ""


def _check(name: str, organisations: list[uuid.UUID], webhook_url: str) -> None:
    if not name.strip():
        raise InvalidFact("name", "missing")
    if not organisations:
        raise InvalidFact("organisations", "missing")
    if webhook_url:
        try:
            addresses.check_form(webhook_url, private_hosts=frozenset(settings.WEBHOOK_ALLOW_PRIVATE))
        except addresses.NotCallable:
            raise InvalidFact("webhook_url", "not_an_address") from None


def _client(name: str, secret: str, at: datetime) -> Client:
    return Client.objects.create(
        name=name[:100],
        # Generated, hence a fast hasher: sharing.api.secrets says why.
        secret=make_password(secret, hasher="he_sha256"),
        scopes=SCOPE,
        default_scopes=SCOPE,
        type=Client.Type.CONFIDENTIAL,
        grant_types=Client.GrantType.CLIENT_CREDENTIALS,
        response_types="",
        created_at=at,
    )


def _new_webhook_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(_WEBHOOK_SECRET_BYTES)).decode()


def placed(asked: Asked, named: Known, caller: Caller, *, at: datetime) -> Asked | NotOfCaller:
    """The question with the organisation it is asked from, when this system may ask it.

    A professional is asked for only from an organisation of the system, where he works at that moment: the one
    named, or the first of his. Someone unknown is answered exactly like someone of another organisation.
    """
    place = _place(asked, named, caller, at)
    if place is None:
        return NotOfCaller()
    return replace(asked, asker=replace(asked.asker, from_organisation=place))


def _place(asked: Asked, named: Known, caller: Caller, at: datetime) -> uuid.UUID | None:
    asker = asked.asker
    if asker.kind is AskerKind.ORGANISATION:
        row = named.organisations.get(asker.identifier)
        return row["id"] if row and _speaks_for(caller, row["id"], row["part_of_id"]) else None
    row = named.professionals.get(asker.identifier) if asker.kind is AskerKind.PROFESSIONAL else None
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


def _speaks_for(caller: Caller, organisation: uuid.UUID, part_of: uuid.UUID | None) -> bool:
    """An organisation contains its sites (decision.md §9.11)."""
    return not caller.organisations.isdisjoint({str(organisation), str(part_of)})
