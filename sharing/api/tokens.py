"""OAuth 2 for calling systems: `client_credentials`, against a secret or a signed assertion (RFC 6749, 7523); and a
professional's own token against one of ours (RFC 8693), where that is open.

Clients and tokens are those of allauth's provider. Whatever is wrong with who calls is one answer, `invalid_client`.
"""

from collections.abc import Callable
from typing import Any

from allauth.core.internal import httpkit
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sharing.api import problems, throttle
from sharing.services import assertions, exchange, tokens
from sharing.services.assertions import ASSERTION_TYPE
from sharing.services.exchange import NoAnswer, NobodyProven, Subject
from sharing.services.tokens import Assertion, Issued, ScopeNotGranted, Secret, UnknownClient

_NEVER_KEPT = {"Cache-Control": "no-store", "Pragma": "no-cache"}


#: What is wrong, in the words of RFC 6749 §5.2.
_WORDS: dict[type[Exception], str] = {
    UnknownClient: "invalid_client",
    ScopeNotGranted: "invalid_scope",
    NobodyProven: "invalid_request",
    NoAnswer: "temporarily_unavailable",
    # A name that the database cannot even look for (a NUL) is a wrong request, not a fault of ours.
    DataError: "invalid_request",
}
_STATUS = {"invalid_client": 401, "temporarily_unavailable": 503}


class Adapter(DefaultOIDCAdapter):
    """The issuer is a setting, never the `Host` that a request claims."""

    def get_issuer(self) -> str:
        return str(settings.SITE_URL)


class Wrong(Exception):
    """A request that RFC 6749 §5.2 has a word for."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """`POST /oauth2/token`: an opaque token of five minutes, for scopes the client was granted."""
    return _answered(request, _granted)


@csrf_exempt
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """`POST /oauth2/revoke` (RFC 7009). A client ends its own tokens; another's is answered as one that is not (§2.1)."""
    return _answered(request, _revoked)


def _granted(request: HttpRequest) -> HttpResponse:
    grant_type, wanted = request.POST.get("grant_type", ""), request.POST.get("scope", "").split()
    if grant_type == exchange.GRANT_TYPE and exchange.is_open():
        return _exchanged(request, wanted)
    if grant_type != "client_credentials":
        raise Wrong("unsupported_grant_type")
    issued = tokens.issue(_shown(request), wanted=wanted, at=timezone.now())
    return JsonResponse(_said(issued), headers=_NEVER_KEPT)


def _exchanged(request: HttpRequest, wanted: list[str]) -> HttpResponse:
    """RFC 8693, against an access token of Pro Santé Connect."""
    form = request.POST
    if form.get("subject_token_type") not in exchange.SUBJECT_TYPES or "actor_token" in form:
        raise Wrong("invalid_request")
    if form.get("requested_token_type", exchange.ACCESS_TOKEN) != exchange.ACCESS_TOKEN:
        raise Wrong("invalid_request")
    subject = Subject(form.get("subject_token", ""), tuple(wanted))
    issued = exchange.issue(_shown(request), subject=subject, at=timezone.now())
    return JsonResponse({**_said(issued), "issued_token_type": exchange.ACCESS_TOKEN}, headers=_NEVER_KEPT)


def _revoked(request: HttpRequest) -> HttpResponse:
    tokens.revoke(request.POST.get("token", ""), shown=_shown(request), at=timezone.now())
    return HttpResponse(headers=_NEVER_KEPT)


def _said(issued: Issued) -> dict[str, Any]:
    return {
        "access_token": issued.value,
        "token_type": "bearer",
        "expires_in": issued.seconds,
        "scope": " ".join(issued.scopes),
    }


def _shown(request: HttpRequest) -> Secret | Assertion:
    """Who the client says it is, in one way only (RFC 6749 §2.3)."""
    form = request.POST
    named, secret = httpkit.extract_basic_auth(request.headers)
    ways = [bool(named), "client_secret" in form, "client_assertion" in form]
    if sum(ways) > 1:
        raise Wrong("invalid_request")
    if "client_assertion" in form:
        if form.get("client_assertion_type") != ASSERTION_TYPE:
            raise Wrong("invalid_client")
        audience = str(settings.SITE_URL) + reverse("oauth_token")
        return Assertion(form["client_assertion"], audience, form.get("client_id", ""))
    if named and form.get("client_id", named) != named:
        raise Wrong("invalid_request")
    return Secret(named or form.get("client_id", ""), secret or form.get("client_secret", ""))


def _answered(request: HttpRequest, act: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    try:
        wait = _seconds_to_wait(request)
    except RequestDataTooBig as large:
        return _problem(large)
    except TooManyFieldsSent:
        return _error("invalid_request", request)
    if wait:
        return _problem(throttle.TooMany(wait))
    try:
        if any(len(values) > 1 for _, values in request.POST.lists()):
            raise Wrong("invalid_request")
        return act(request)
    except Wrong as wrong:
        return _error(wrong.word, request)
    except tuple(_WORDS) as wrong:
        return _error(_WORDS[type(wrong)], request)


def _error(word: str, request: HttpRequest) -> HttpResponse:
    """401 names the scheme that was tried (RFC 6749 §5.2)."""
    unknown = word == "invalid_client"
    tried = {"WWW-Authenticate": 'Basic realm="api"'} if unknown and "Authorization" in request.headers else {}
    return JsonResponse({"error": word}, status=_STATUS.get(word, 400), headers=_NEVER_KEPT | tried)


def _seconds_to_wait(request: HttpRequest) -> int:
    """By address, and by client from that address: nobody can exhaust a client's share from elsewhere."""
    source = throttle.address(request)
    client = request.POST.get("client_id") or request.headers.get("Authorization") or _claimant(request)
    return max(
        throttle.seconds_to_wait(f"token:{source}", at_most=settings.TOKENS_A_MINUTE_BY_ADDRESS),
        throttle.seconds_to_wait(
            f"token:{source}:{throttle.short(client)}", at_most=settings.TOKENS_A_MINUTE_BY_CLIENT
        ),
    )


def _claimant(request: HttpRequest) -> str:
    return assertions.claimant(request.POST.get("client_assertion", ""))


def _problem(error: throttle.TooMany | RequestDataTooBig) -> HttpResponse:
    described = problems.describe(error)
    return JsonResponse(
        described.members(),
        status=described.problem.status,
        content_type=problems.CONTENT_TYPE,
        headers=problems.headers(error),
    )
