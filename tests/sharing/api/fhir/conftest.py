"""The hospital's software, before the FHIR door."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from sharing.services import planning
from sharing.services.callers import Credentials
from tests.sharing.api.fhir import subscribing
from tests.sharing.api.fhir.consents import File
from tests.sharing.api.granting import token_for
from tests.sharing.hospital import Hospital

Fhir = Callable[..., Any]


def token_of(client: Client, credentials: Credentials) -> str:
    return token_for(client, credentials, "decisions", "fhir")


@pytest.fixture
def token(chu: Hospital, client: Client) -> str:
    return token_of(client, chu.credentials)


@pytest.fixture
def fhir(client: Client, token: str) -> Fhir:
    """One request to `/fhir/…` as the hospital's software; `headers` by their names in HTTP."""

    def send(method: str, path: str, body: Any = None, *, bearer: str = token, **more: Any) -> Any:
        headers = ({"Authorization": f"Bearer {bearer}"} if bearer else {}) | more.pop("headers", {})
        kind = more.pop("content_type", "application/fhir+json")
        sent = body if isinstance(body, str | bytes) else b"" if body is None else json.dumps(body)
        return client.generic(method, f"/fhir/{path}", sent, content_type=kind, headers=headers, **more)

    return send


@pytest.fixture
def nothing_waits(chu: Hospital) -> None:
    """What was declared before is planned before."""
    planning.plan_notices(at=datetime.now(UTC))


@pytest.fixture
def subscribed(fhir: Fhir, nothing_waits: None) -> dict[str, Any]:
    """A Subscription of the hospital's software, as it was answered."""
    response = fhir("POST", "Subscription", subscribing.asked())
    assert response.status_code == 201, response.content
    return dict(response.json())


@pytest.fixture
def file(fhir: Any) -> File:
    """A Consent filed; its answer in JSON."""

    def post(resource: dict[str, Any]) -> Any:
        response = fhir("POST", "Consent", resource)
        assert response.status_code == 201, response.content
        return response.json()

    return post
