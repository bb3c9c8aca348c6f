"""What may be shown of the credentials of calling systems: never a secret, nor its hash."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from allauth.idp.oidc.models import Client
from django.db.models import Max, QuerySet

from sharing.models import Act, CallingSystem, CallingSystemAct


@dataclass(frozen=True, slots=True)
class CredentialCard:
    """`signs`: it has keys and no secret. `former_until`, `former_webhook_until`: a replaced secret is good so long.

    `webhook_disabled_at`: since when its receiver is written to no more; `webhook_failing_since`: it does not answer.
    """

    id: str
    name: str
    client_id: str
    organisations: tuple[str, ...]
    scopes: tuple[str, ...]
    signs: bool
    jwks_url: str
    webhook_url: str
    webhook_disabled_at: datetime | None
    webhook_failing_since: datetime | None
    former_until: datetime | None
    former_webhook_until: datetime | None
    is_active: bool
    created_at: datetime
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ActCard:
    """`by`: `reviewer:<account>`, or `command`."""

    act: str
    by: str
    at: datetime


def credentials() -> list[CredentialCard]:
    """Every system: those that are open first, by name. 4 statements."""
    return _cards(CallingSystem.objects.order_by("-is_active", "name", "id"))


def credential(system: uuid.UUID) -> CredentialCard | None:
    """4 statements."""
    return next(iter(_cards(CallingSystem.objects.filter(pk=system))), None)


def by_client(client_id: str) -> CredentialCard | None:
    return next(iter(_cards(CallingSystem.objects.filter(client_id=client_id))), None)


def acts(system: uuid.UUID, *, most: int = 50) -> list[ActCard]:
    """The newest first. 1 statement."""
    rows = CallingSystemAct.objects.filter(system=system).order_by("-at", "-id")[:most]
    return [ActCard(Act(row.act).value, row.by, row.at) for row in rows]


def _cards(rows: QuerySet[CallingSystem]) -> list[CredentialCard]:
    found = list(rows.prefetch_related("organisations__organisation").annotate(changed_at=Max("acts__at")))
    clients = Client.objects.in_bulk([row.client_id for row in found])
    return [_card(row, clients.get(row.client_id)) for row in found]


def _card(row: CallingSystem, client: Client | None) -> CredentialCard:
    places = [each.organisation for each in row.organisations.all()]
    return CredentialCard(
        id=str(row.id),
        name=row.name,
        client_id=row.client_id,
        organisations=tuple(sorted(place.name for place in places)),
        scopes=tuple(client.get_scopes()) if client else (),
        signs=row.jwks is not None or bool(row.jwks_url),
        jwks_url=row.jwks_url,
        webhook_url=row.webhook_url,
        webhook_disabled_at=row.webhook_disabled_at,
        webhook_failing_since=row.webhook_failing_since,
        former_until=row.previous_secret_until,
        former_webhook_until=row.previous_webhook_until,
        is_active=row.is_active,
        created_at=row.created_at,
        changed_at=row.changed_at,  # type: ignore[attr-defined]
    )
