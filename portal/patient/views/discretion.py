"""`/parametres/discretion/`: how little a screen shows. Behind one's password, so that nobody beside sees the state."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import discretion as kept
from portal.models import User
from portal.patient import doorway
from portal.patient.forms.discretion import DiscretionForm, Recent


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def discretion(request: HttpRequest) -> HttpResponse:
    """What is saved leads back to the settings, which do not say it."""
    user = cast("User", request.user)
    if request.method != "POST":
        return _show(request, DiscretionForm(initial=_standing(user), since=user.quiet_since))
    form = DiscretionForm(request.POST, since=user.quiet_since)
    if not form.is_valid():
        return _show(request, form, status=422)
    quiet = form.quiet_since(at=doorway.now())
    kept.choose(doorway.account_of(request), discreet=form.is_discreet, quiet_since=quiet)
    messages.success(request, _("C’est enregistré."))
    return redirect("settings")


def _standing(user: User) -> dict[str, str]:
    recent = Recent.AS_NOW if user.quiet_since else Recent.SHOWN
    return {"mode": "oui" if user.discreet else "non", "choix": recent.value}


def _show(request: HttpRequest, form: DiscretionForm, status: int = 200) -> HttpResponse:
    crumbs = [{"url": reverse("settings"), "label": _("Mes réglages")}]
    return render(request, "patient/discretion.html", {"form": form, "crumb_items": crumbs}, status=status)
