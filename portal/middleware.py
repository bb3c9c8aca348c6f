"""What every answer carries, whatever the view: an id, a language, and headers that keep browsers careful."""

import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from portal import discretion

Answer = Callable[[HttpRequest], HttpResponse]
#: Any printable text that the journal can keep (AuthZEN 1.0: an arbitrary string comes back as it was given).
ACCEPTED_ID = re.compile(r"[!-~](?:[ -~]{0,98}[!-~])?", re.ASCII)
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()" for feature in ("camera", "microphone", "geolocation", "payment", "usb", "browsing-topics")
)
# A supervisor asks every few seconds.
PROBES = {"livez", "readyz"}
logger = structlog.get_logger("portal.requests")


class RequestIdMiddleware:
    """Keeps the caller's `X-Request-ID` when it is printable, makes one otherwise, and writes one line per request.

    The line holds the route, never the path: a path may carry an identifier.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if ACCEPTED_ID.fullmatch(given) else uuid.uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]
        began = time.monotonic()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            match = request.resolver_match
            if match is not None:
                spent = round((time.monotonic() - began) * 1000)
                write = logger.debug if match.route in PROBES else logger.info
                write("request", method=request.method, route=match.route, status=response.status_code, ms=spent)
        response["X-Request-ID"] = request_id
        return response


class SecurityHeadersMiddleware:
    """`Content-Security-Policy` from `SECURE_CSP` (the name Django 6 gives it), and `Permissions-Policy`."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.policy = "; ".join(" ".join([name, *sources]) for name, sources in settings.SECURE_CSP.items())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", self.policy)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class NoStoreMiddleware:
    """Nothing dynamic is kept by a browser or a proxy: the next person at the same screen is someone else.

    Stands below WhiteNoise, so static files keep their long life.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store")
        return response


class LeavingMiddleware:
    """Signing out leaves nothing of this site in the browser; of a discreet account, its style and cookies too.

    « Quitter » says so itself, session or not. Stands below authentication.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        left = getattr(request, "left_by", None)
        if left is not None and "Clear-Site-Data" not in response:
            discretion.leave_nothing(response, *(("cache", "cookies") if left.discreet else ()))
        return response


@receiver(user_logged_out, dispatch_uid="portal.middleware.leaving")
def _left(request: HttpRequest | None, user: Any, **_: Any) -> None:
    if request is not None and user is not None:
        request.left_by = user  # type: ignore[attr-defined]


class ChosenLanguageMiddleware:
    """French, unless this person chose otherwise (a cookie set by the language form).

    `Accept-Language` is not followed: many browsers in French hospitals speak English, their users do not.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.spoken = {code for code, _ in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in self.spoken else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response
