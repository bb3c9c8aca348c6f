"""Tokens of calling systems: five minutes, against a secret that is kept hashed, not too often."""

from typing import Any

import pytest
from allauth.idp.oidc.models import Client as OAuthClient
from allauth.idp.oidc.models import Token
from django.contrib.auth.hashers import check_password, identify_hasher
from django.test import Client

from sharing.api import tokens
from tests.sharing.hospital import Hospital


def form(chu: Hospital, **more: str) -> dict[str, str]:
    given = chu.credentials
    return {
        "grant_type": "client_credentials", "client_id": given.client_id, "client_secret": given.client_secret, **more,
    }  # fmt: skip


def test_a_token_is_opaque_lives_five_minutes_and_opens_decisions(chu: Hospital, client: Client) -> None:
    answer = client.post("/oauth2/token", form(chu)).json()

    assert (answer["token_type"], answer["expires_in"], answer["scope"]) == ("bearer", 300, "decisions emergency")
    assert answer["access_token"].count(".") == 0
    assert answer["access_token"] not in Token.objects.get().hash


def test_the_secret_is_accepted_in_the_header_too(chu: Hospital, client: Client) -> None:
    import base64

    pair = f"{chu.credentials.client_id}:{chu.credentials.client_secret}".encode()
    header = {"Authorization": "Basic " + base64.b64encode(pair).decode()}
    assert client.post("/oauth2/token", {"grant_type": "client_credentials"}, headers=header).status_code == 200


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"client_id": "no\0body"}, 400, "invalid_request"),
        ({"scope": "everything"}, 400, "invalid_scope"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": "authorization_code", "code": "x"}, 400, "unsupported_grant_type"),
        ({"grant_type": ""}, 400, "unsupported_grant_type"),
    ],
)
def test_what_is_wrong_gives_no_token(
    chu: Hospital, client: Client, change: dict[str, str], status: int, error: str
) -> None:
    answer = client.post("/oauth2/token", form(chu, **change))
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert not Token.objects.exists()


def test_the_secret_is_kept_with_the_fast_hasher_that_only_generated_secrets_use(chu: Hospital) -> None:
    kept = OAuthClient.objects.get().secret
    assert identify_hasher(kept).algorithm == "he_sha256"
    assert check_password(chu.credentials.client_secret, kept)
    assert not check_password(chu.credentials.client_secret[:-1], kept)
    assert len(chu.credentials.client_secret) >= 64


def test_a_revoked_token_opens_nothing_more(chu: Hospital, client: Client, token: str, ask: Any, question: Any) -> None:
    given = chu.credentials
    pair = {"token": token, "client_id": given.client_id, "client_secret": given.client_secret}
    assert client.post("/oauth2/revoke", pair).status_code == 200
    assert ask(question(chu.seen)).status_code == 401


@pytest.mark.usefixtures("still_clock")
def test_one_client_from_one_address_is_slowed_down_without_slowing_the_others(
    chu: Hospital, client: Client, settings: Any
) -> None:
    wrong = form(chu, client_secret="wrong")
    answers = [client.post("/oauth2/token", wrong) for _ in range(settings.TOKENS_A_MINUTE_BY_CLIENT + 1)]

    assert {each.status_code for each in answers[:-1]} == {401}
    assert (answers[-1].status_code, answers[-1]["Content-Type"]) == (429, "application/problem+json")
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert client.post("/oauth2/token", form(chu), REMOTE_ADDR="10.0.0.7").status_code == 200


@pytest.mark.usefixtures("still_clock")
def test_many_clients_from_one_address_are_slowed_down(db: None, client: Client, settings: Any) -> None:
    def ask_as(number: int) -> int:
        return client.post("/oauth2/token", {"grant_type": "client_credentials", "client_id": str(number)}).status_code

    assert {ask_as(number) for number in range(settings.TOKENS_A_MINUTE_BY_ADDRESS)} == {401}
    assert ask_as(0) == 429


def test_the_issuer_is_the_settings_and_not_the_host_that_a_request_claims(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    found = client.get("/.well-known/oauth-authorization-server", headers={"Host": "evil.example"}).json()
    assert found["issuer"] == settings.SITE_URL
    assert found["token_endpoint"] == f"{settings.SITE_URL}/oauth2/token"
    assert tokens.Adapter().get_issuer() == settings.SITE_URL
