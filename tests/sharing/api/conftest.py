"""A hospital's software with its token."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.sharing.hospital import Hospital

Post = Callable[..., Any]


@pytest.fixture
def still_clock() -> Iterator[None]:
    """Nothing that counts by the minute begins another one meanwhile."""
    with time_machine.travel(datetime.now(UTC), tick=False):
        yield


@pytest.fixture
def token(chu: Hospital, client: Client) -> str:
    given = chu.credentials
    form = {"grant_type": "client_credentials", "client_id": given.client_id, "client_secret": given.client_secret}
    response = client.post("/oauth2/token", form)
    assert response.status_code == 200, response.content
    return str(response.json()["access_token"])


@pytest.fixture
def ask(client: Client, token: str) -> Post:
    """Posts a body to the single route, or to the plural one when it holds `evaluations`."""

    def post(body: Any, *, bearer: str = token, path: str = "", **more: Any) -> Any:
        several = isinstance(body, dict) and "evaluations" in body
        path = path or ("/access/v1/evaluations" if several else "/access/v1/evaluation")
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        return client.post(
            path, body, content_type="application/json", headers=headers | more.pop("headers", {}), **more
        )

    return post


@pytest.fixture
def question(chu: Hospital) -> Callable[..., dict[str, Any]]:
    """May Dr Martin see this document of Ana's?"""

    def about(document: Any, *, patient: Any = None, rpps: str = chu.martin_rpps) -> dict[str, Any]:
        named = patient or chu.ana_ins
        who = {"system": named.system, "value": named.value}
        return {
            "subject": {"type": "professional", "id": rpps, "properties": {"organisation": chu.finess}},
            "action": {"name": "read"},
            "resource": {"type": "document", "id": str(document), "properties": {"patient": who}},
            "context": {"purpose": "care"},
        }

    return about
