"""`/demo/`: who may be met in the demonstration, and how a hospital's software asks. Not found anywhere else."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from consents.calendar import paris_day
from portal.demo import accounts, entering, examples, keys


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """As an address that does not exist, where there is no demonstration."""
    if not settings.DEMO_MODE:
        raise Http404
    shown = {
        "people": accounts.ready() if entering.is_open() else (),
        "password": accounts.PASSWORD,
        "asked": examples.shown(keys.read(keys.usual_file()), today=paris_day(timezone.now())),
    }
    return render(request, "account/demo.html", shown)


@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    one = accounts.named(request.POST.get("qui", ""))
    if not entering.is_open() or one not in accounts.ready():
        raise Http404
    return entering.enter(request, one)
