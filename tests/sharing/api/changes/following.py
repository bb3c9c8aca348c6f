"""Short ways to change something, and to see who was told of it and who applied it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.test import Client

from consents.actor import Actor
from consents.services import preferences
from consents.words import EVERYONE, EVERYTHING
from sharing.models import Notice
from sharing.services import callers, places, planning
from tests.sharing.hospital import NOW

Get = Callable[..., Any]


def bearer(client: Client, given: callers.Credentials, scope: str = "changes") -> dict[str, str]:
    form = {"client_id": given.client_id, "client_secret": given.client_secret, "scope": scope}
    answer = client.post("/oauth2/token", {"grant_type": "client_credentials"} | form)
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def change(patient: uuid.UUID, times: int = 1) -> None:
    for _ in range(times):
        preferences.oppose(patient, to=EVERYONE, about=EVERYTHING, by=Actor.person(patient), at=NOW)
    planning.plan_notices(at=NOW)


def ids(answer: Any) -> list[str]:
    return [each["id"] for each in answer.json()["changes"]]


def told(software: callers.Credentials) -> list[str]:
    return [
        str(pk)
        for pk in Notice.objects.filter(system=software.system).order_by("entry_id").values_list("pk", flat=True)
    ]


def give(software: callers.Credentials, patient: uuid.UUID) -> None:
    """As a planner does, with nothing else."""
    with transaction.atomic():
        notice = Notice(patient=patient, kind="preferences_changed", system_id=software.system, channel="webhook",
                        created_at=NOW, due_at=NOW, happened_at=NOW, about=uuid.uuid4())  # fmt: skip
        places.give([notice])
        notice.save(force_insert=True)


def applied(software: callers.Credentials) -> list[bool]:
    rows = Notice.objects.filter(system=software.system).order_by("place")
    return [row.applied_at is not None for row in rows]
