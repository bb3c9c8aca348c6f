"""What the service says of itself, to whoever asks: where tokens come from, where questions are asked."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from sharing.scopes import Scope
from sharing.services import exchange
from sharing.services.keysets import ALGORITHMS

#: Seconds for which a client may keep what is said of the service.
METADATA_HOLDS = 3600
_METHODS = ["client_secret_basic", "client_secret_post", "private_key_jwt"]


@require_GET
def authorization_server(request: HttpRequest) -> JsonResponse:
    """RFC 8414: where tokens come from."""
    return _said({"issuer": settings.SITE_URL, "response_types_supported": [], **_tokens()})


@require_GET
def smart_configuration(request: HttpRequest) -> JsonResponse:
    """SMART App Launch 2, for backend services: nobody signs in here.

    `code_challenge_methods_supported` is mandatory there even so, and must name S256.
    """
    capabilities = ["client-confidential-asymmetric", "client-confidential-symmetric"]
    return _said({**_tokens(), "capabilities": capabilities, "code_challenge_methods_supported": ["S256"]})


@require_GET
def decision_point(request: HttpRequest) -> JsonResponse:
    """AuthZEN 1.0, PDP metadata: where questions are asked. What is not named (a search for actions) is not offered."""
    return _said(
        {
            "policy_decision_point": settings.SITE_URL,
            "access_evaluation_endpoint": _at("evaluation"),
            "access_evaluations_endpoint": _at("evaluations"),
            "search_resource_endpoint": _at("search_resource"),
            "search_subject_endpoint": _at("search_subject"),
        }
    )


def _tokens() -> dict[str, Any]:
    algorithms = list(ALGORITHMS)
    return {
        "token_endpoint": _at("oauth_token"),
        "token_endpoint_auth_methods_supported": _METHODS,
        "token_endpoint_auth_signing_alg_values_supported": algorithms,
        "revocation_endpoint": _at("oauth_revoke"),
        "revocation_endpoint_auth_methods_supported": _METHODS,
        "revocation_endpoint_auth_signing_alg_values_supported": algorithms,
        "grant_types_supported": ["client_credentials", *([exchange.GRANT_TYPE] if exchange.is_open() else [])],
        "scopes_supported": [scope.value for scope in Scope],
    }


def _at(route: str) -> str:
    """The issuer is a setting, never the `Host` that a request claims."""
    return str(settings.SITE_URL) + reverse(route)


def _said(members: dict[str, Any]) -> JsonResponse:
    return JsonResponse(members, headers={"Cache-Control": f"public, max-age={METADATA_HOLDS}"})
