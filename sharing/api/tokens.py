"""OAuth 2 for calling systems: allauth's provider, opened for `client_credentials` alone."""

import secrets
from collections.abc import Callable
from typing import Any

from allauth.core.internal import httpkit
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Token
from allauth.idp.oidc.views import RevokeView, TokenView
from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from sharing.api import problems, throttle
from sharing.services.callers import SCOPE

A_MINUTE_BY_ADDRESS = 120
#: Seconds for which a client may keep what is said of the service.
METADATA_HOLDS = 3600
A_MINUTE_BY_CLIENT = 30


class Adapter(DefaultOIDCAdapter):
    """The issuer is a setting, never the `Host` that a request claims."""

    def get_issuer(self) -> str:
        return str(settings.SITE_URL)


@method_decorator(csrf_exempt, name="dispatch")
class ThrottledTokenView(TokenView):
    """`POST /oauth2/token`: an opaque token of five minutes against a client's secret."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wait = _seconds_to_wait(request)
        if wait:
            return _problem(throttle.TooMany(wait))
        return _unless_unreadable(super().dispatch, request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("grant_type", "") not in ("", "client_credentials"):
            return JsonResponse({"error": "unsupported_grant_type"}, status=400)
        response: HttpResponse = super().post(request)
        return response


@method_decorator(csrf_exempt, name="dispatch")
class CarefulRevokeView(RevokeView):
    """`POST /oauth2/revoke` (RFC 7009). A client ends its own tokens; another's is answered as one that is not (§2.1)."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _unless_unreadable(super().dispatch, request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = Token.objects.by_value(request.POST.get("token", "")).first()
        if token is not None and token.client_id != _named_client(request):
            form = request.POST.copy()
            form["token"] = secrets.token_urlsafe(32)
            request.POST = form  # type: ignore[assignment]
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


def _named_client(request: HttpRequest) -> str | None:
    """The one whose secret the library is about to check, in its order."""
    basic, _secret = httpkit.extract_basic_auth(request.headers)
    return basic or request.POST.get("client_id")


def _unless_unreadable(
    view: Callable[..., HttpResponseBase], request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    """A name that the database cannot even look for (a NUL) is a wrong request, not a fault of ours."""
    try:
        return view(request, *args, **kwargs)
    except DataError:
        return JsonResponse({"error": "invalid_request"}, status=400)


def _seconds_to_wait(request: HttpRequest) -> int:
    """By address, and by client from that address: nobody can exhaust a client's share from elsewhere."""
    source = throttle.address(request)
    client = request.POST.get("client_id") or request.headers.get("Authorization", "")
    return max(
        throttle.seconds_to_wait(f"token:{source}", at_most=A_MINUTE_BY_ADDRESS),
        throttle.seconds_to_wait(f"token:{source}:{throttle.short(client)}", at_most=A_MINUTE_BY_CLIENT),
    )


def _problem(error: throttle.TooMany) -> HttpResponse:
    described = problems.describe(error)
    return JsonResponse(
        described.members(),
        status=described.problem.status,
        content_type=problems.CONTENT_TYPE,
        headers=problems.headers(error),
    )


token = ThrottledTokenView.as_view()
revoke = CarefulRevokeView.as_view()


@require_GET
def authorization_server(request: HttpRequest) -> JsonResponse:
    """RFC 8414: where tokens come from."""
    methods = ["client_secret_basic", "client_secret_post"]
    return JsonResponse(
        {
            "issuer": settings.SITE_URL,
            "token_endpoint": settings.SITE_URL + reverse("oauth_token"),
            "revocation_endpoint": settings.SITE_URL + reverse("oauth_revoke"),
            "grant_types_supported": ["client_credentials"],
            "response_types_supported": [],
            "scopes_supported": [SCOPE],
            "token_endpoint_auth_methods_supported": methods,
            "revocation_endpoint_auth_methods_supported": methods,
        }
    )


@require_GET
def decision_point(request: HttpRequest) -> JsonResponse:
    """AuthZEN 1.0, PDP metadata: where questions are asked. What is not named (a search for actions) is not offered."""
    return JsonResponse(
        {
            "policy_decision_point": settings.SITE_URL,
            "access_evaluation_endpoint": settings.SITE_URL + reverse("evaluation"),
            "access_evaluations_endpoint": settings.SITE_URL + reverse("evaluations"),
            "search_resource_endpoint": settings.SITE_URL + reverse("search_resource"),
            "search_subject_endpoint": settings.SITE_URL + reverse("search_subject"),
        },
        headers={"Cache-Control": f"public, max-age={METADATA_HOLDS}"},
    )
