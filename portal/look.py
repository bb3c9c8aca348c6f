"""The small doors of every page: choose light or dark, choose a language, and leave at once."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from portal import discretion
from portal.context import THEME_COOKIE, THEMES
from portal.notices import keeping

YEAR = 365 * 24 * 3600


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light or dark for a year, in the discreet mode until the browser closes.

    Any other word goes back to following the system.
    """
    response = HttpResponseRedirect(way_back(request))
    chosen = request.POST.get("theme", "")
    if chosen not in THEMES:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
        return response
    response.set_cookie(
        THEME_COOKIE,
        chosen,
        max_age=discretion.lifetime(request, YEAR),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def language(request: HttpRequest) -> HttpResponse:
    """Django's own view, which remembers the choice in this browser; an account remembers it too."""
    if request.method == "POST" and request.user.is_authenticated:
        keeping.remember_language(request.user.pk, request.POST.get("language", ""))
    return set_language(request)


def way_back(request: HttpRequest) -> str:
    """Where the form stood, when that is on this site; its front page otherwise."""
    asked = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if here else "/"


@csrf_exempt
@never_cache
@require_POST
def quick_exit(request: HttpRequest) -> HttpResponse:
    """End the session and land on an ordinary site, without a question and without ever an error page.

    Exempt from the CSRF token because a page left open for hours must still let its reader leave;
    the session cookie is SameSite=Lax, so another site's form cannot end anybody's session.
    """
    logout(request)
    response = HttpResponse(
        status=303, headers={"Location": discretion.neutral_exit(), "Referrer-Policy": "no-referrer"}
    )
    discretion.leave_nothing(response, "cookies")
    for name in request.COOKIES:
        response.delete_cookie(name, samesite="Lax")
    return response
