"""The hospital's software, when it may tell things."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from sharing.services.callers import Credentials
from tests.sharing.api.granting import token_for
from tests.sharing.hospital import Hospital

Tell = Callable[..., Any]


def token_of(client: Client, credentials: Credentials) -> str:
    return token_for(client, credentials, "decisions", "intake")


@pytest.fixture
def token(chu: Hospital, client: Client) -> str:
    return token_of(client, chu.credentials)


@pytest.fixture
def tell(client: Client, token: str) -> Tell:
    """Posts an act as the hospital's software."""

    def post(act: str, body: Any, *, bearer: str = token, key: str = "", **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {bearer}"} | ({"Idempotency-Key": key} if key else {})
        kind = more.pop("content_type", "application/json")
        sent = body if isinstance(body, str | bytes) else json.dumps(body)
        return client.post(f"/intake/v1/{act}", sent, content_type=kind, headers=headers, **more)

    return post


@pytest.fixture
def ana(chu: Hospital) -> dict[str, str]:
    return {"system": chu.ana_ins.system, "value": chu.ana_ins.value}


@pytest.fixture
def may_see(ask: Any, question: Any) -> Callable[..., bool]:
    """What the decision service answers, by the API."""

    def see(document: Any, **who: Any) -> bool:
        response = ask(question(document, **who))
        assert response.status_code == 200, response.content
        return bool(response.json()["decision"])

    return see
