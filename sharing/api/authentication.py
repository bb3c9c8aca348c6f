"""Who calls: an OAuth 2 client known by its access token (stack: allauth's identity provider)."""

import copy
from typing import Any

from allauth.idp.oidc.contrib.rest_framework.authentication import TokenAuthentication
from allauth.idp.oidc.contrib.rest_framework.permissions import TokenPermission
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from sharing.api import throttle
from sharing.scopes import Scope
from sharing.services.agents import PATIENT_AGENT, REVIEW
from sharing.services.callers import SCOPE

CHALLENGE = 'Bearer realm="api"'


class CallingClient:
    """The principal of a `client_credentials` token, which has no user: the client itself."""

    is_authenticated = True
    is_anonymous = False
    is_active = True

    def __init__(self, client_id: str) -> None:
        self.client_id = client_id
        self.pk = f"client:{client_id}"

    def __str__(self) -> str:
        return self.pk


class CallingSystemAuthentication(TokenAuthentication):
    """A bearer token in the header, and nowhere else; absent, expired or unknown: 401.

    Whoever it is is counted here, before anything he sent is read.
    """

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        header = get_authorization_header(request).split()
        if len(header) != 2 or header[0].lower() != b"bearer":
            return None
        # The request beneath DRF's: reading DRF's `POST` would parse the body of someone not known yet.
        known = self._known(request._request)
        if known is None:
            throttle.count_unknown(request._request)
            raise AuthenticationFailed
        throttle.count_caller(request._request, known[0].client_id)
        return known

    def _known(self, request: HttpRequest) -> tuple[CallingClient, Any] | None:
        """A system's own token: one that is of a person is not for this API."""
        user, token = super().authenticate(_without_body(request)) or (None, None)
        if token is None or user is not None or token.client_id is None:
            return None
        return CallingClient(token.client_id), token

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


def _without_body(request: HttpRequest) -> HttpRequest:
    """Whoever it is from, whatever it holds: the library would parse any form to find a token in it."""
    bare = copy.copy(request)
    bare._post, bare._files = QueryDict(), MultiValueDict()  # type: ignore[attr-defined]
    return bare


MayAskForDecisions: type[BasePermission] = TokenPermission.has_scope(SCOPE)


class CallingSystemScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the scheme is described in the OpenAPI document."""

    target_class = "sharing.api.authentication.CallingSystemAuthentication"
    name = "oauth2"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        scopes = {
            SCOPE: "Poser des questions de partage",
            Scope.EMERGENCY.value: "Affirmer une urgence dans une question de partage",
            Scope.INTAKE.value: "Faire connaître des lieux, des personnes, des soins et des documents",
            Scope.CHANGES.value: "Être informé des changements",
            Scope.FHIR.value: "Lire et écrire le registre FHIR",
            PATIENT_AGENT: "Savoir qui peut voir un document, pour le patient lui-même",
            REVIEW: "Savoir qui peut voir un document, pour la protection des données",
        }
        flow = {"tokenUrl": "/oauth2/token", "scopes": scopes}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        return {self.name: [SCOPE]}
