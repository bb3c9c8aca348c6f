"""The hospital's software, when it may tell things."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from allauth.idp.oidc.models import Client as OAuthClient
from django.test import Client

from sharing.services.callers import Credentials
from tests.sharing.hospital import Hospital

Tell = Callable[..., Any]


def may_tell(credentials: Credentials) -> None:
    client = OAuthClient.objects.get(pk=credentials.client_id)
    client.set_scopes(["decisions", "intake"])
    client.set_default_scopes(["decisions", "intake"])
    client.save()


def token_of(client: Client, credentials: Credentials) -> str:
    may_tell(credentials)
    form = {
        "grant_type": "client_credentials",
        "client_id": credentials.client_id,
        "client_secret": credentials.client_secret,
    }
    response = client.post("/oauth2/token", form)
    assert response.status_code == 200, response.content
    return str(response.json()["access_token"])


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
