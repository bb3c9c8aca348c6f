"""What is said of the token endpoint, in the shapes of RFC 8414 and of SMART App Launch 2."""

from typing import Any

import pytest
from django.test import Client

SMART = "/.well-known/smart-configuration"


@pytest.mark.parametrize("path", [SMART, "/fhir" + SMART])
def test_smart_says_where_backend_services_get_tokens_and_how(client: Client, settings: Any, path: str) -> None:
    answer = client.get(path)
    said = answer.json()

    assert answer["Content-Type"] == "application/json"
    assert said["token_endpoint"] == f"{settings.SITE_URL}/oauth2/token"
    assert "client-confidential-asymmetric" in said["capabilities"]
    assert {"RS384", "ES384"} == set(said["token_endpoint_auth_signing_alg_values_supported"])
    assert "private_key_jwt" in said["token_endpoint_auth_methods_supported"]
    assert said["grant_types_supported"] == ["client_credentials"]
    assert said["code_challenge_methods_supported"] == ["S256"]
    assert not {"authorization_endpoint", "jwks_uri"} & said.keys()


def test_the_authorization_server_says_the_same_of_tokens(client: Client, settings: Any) -> None:
    said, smart = client.get("/.well-known/oauth-authorization-server").json(), client.get(SMART).json()

    assert said["issuer"] == settings.SITE_URL
    assert said["scopes_supported"] == ["decisions", "intake", "changes", "fhir", "emergency"]
    assert {name: value for name, value in smart.items() if name in said} == {
        name: value for name, value in said.items() if name in smart
    }


def test_what_is_said_is_the_settings_and_not_the_host_that_a_request_claims(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    assert "evil" not in client.get(SMART, headers={"Host": "evil.example"}).content.decode()


def test_nobody_signs_in_here_hence_no_openid_configuration(client: Client) -> None:
    assert client.get("/.well-known/openid-configuration").status_code == 404


@pytest.mark.parametrize("path", ["/oauth2/token", "/oauth2/revoke"])
def test_tokens_are_asked_for_by_post_alone_and_each_parameter_once(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 405
    doubled = client.post(path, {"grant_type": "client_credentials", "client_id": ["a", "b"]})
    assert (doubled.status_code, doubled.json()) == (400, {"error": "invalid_request"})
