"""Software that speaks for one account: the patient's own agent, or a reviewer's (who may see a document).

It is an OAuth 2 client that belongs to the account: no organisation stands behind it and it asks no other question.
What it may be told is what its account may know, at that moment: an account that is closed, or no longer the
patient's or a reviewer's, ends it on the next call.
"""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.idp.oidc.models import Client
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from sharing.services.callers import UnknownCaller

PATIENT_AGENT = "patient_agent"
REVIEW = "review"
_CLIENT_SECRET_BYTES = 48


class NoSuchAccount(Exception):
    """No active account of a patient or of a reviewer has this address."""


@dataclass(frozen=True, slots=True)
class Agent:
    """Whose software asks: `person`, the patient himself; or `reviewer`, an account."""

    reader: uuid.UUID
    person: uuid.UUID | None
    reviewer: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class AgentCredentials:
    """Shown once: only a hash of `client_secret` is kept."""

    client_id: str
    client_secret: str
    scope: str


def register_agent(name: str, *, email: str, at: datetime) -> AgentCredentials:
    """A client of the account with this address; the scope is what the account is. Raises `NoSuchAccount`."""
    accounts = get_user_model().objects.filter(email__iexact=email, is_active=True)
    account: Any = accounts.exclude(person=None, is_reviewer=False).first()
    if account is None:
        raise NoSuchAccount
    scope = REVIEW if account.is_reviewer else PATIENT_AGENT
    secret = secrets.token_urlsafe(_CLIENT_SECRET_BYTES)
    client = Client.objects.create(
        name=name[:100],
        owner=account,
        secret=make_password(secret, hasher="he_sha256"),
        scopes=scope,
        default_scopes=scope,
        type=Client.Type.CONFIDENTIAL,
        grant_types=Client.GrantType.CLIENT_CREDENTIALS,
        response_types="",
        created_at=at,
    )
    return AgentCredentials(client.id, secret, scope)


def agent(client_id: str, *, scopes: frozenset[str]) -> Agent:
    """Whose software this is, by what its token may do; `UnknownCaller` when its account is not, or no longer. 1 statement."""
    rows = Client.objects.filter(pk=client_id, owner__is_active=True)
    for account, person, reviewer in rows.values_list("owner_id", "owner__person_id", "owner__is_reviewer"):
        reader = uuid.uuid5(uuid.NAMESPACE_URL, client_id)
        if REVIEW in scopes and reviewer:
            return Agent(reader, None, account)
        if PATIENT_AGENT in scopes and person is not None:
            return Agent(reader, person, None)
    raise UnknownCaller
