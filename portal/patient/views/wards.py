"""`/personnes-protegees/`: measures of protection, and the adult's own word to the one who assists."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consents.errors import StaleRevision
from portal.patient import acting, doorway, protecting
from portal.patient.once import once

_LONGEST = 64


@require_safe
def wards(request: HttpRequest) -> HttpResponse:
    person, at = doorway.patient_of(request), doorway.now()
    acting.refuse_minors(person, at=at)
    return render(request, "patient/wards.html", protecting.page(person, at=at))


@require_safe
def considered(request: HttpRequest) -> HttpResponse:
    """What the grant opens and what it does not; nothing is saved."""
    person, at = doorway.patient_of(request), doorway.now()
    acting.refuse_minors(person, at=at)
    return render(request, "patient/ward_allow.html", protecting.considered(person, request.GET.get("qui", ""), at=at))


@require_POST
def allow(request: HttpRequest) -> HttpResponse:
    person, at, given = doorway.patient_of(request), doorway.now(), request.POST
    acting.refuse_minors(person, at=at)
    guardian, token, shown = (given.get(name, "")[:_LONGEST] for name in ("qui", "jeton", "revision"))
    if not token or not (shown.isascii() and shown.isdigit()):
        raise BadRequest("no such choice")
    protecting.asked(person, guardian, at=at)
    try:
        once(request, token, lambda: protecting.allow(person, guardian, shown=int(shown), at=at))
    except StaleRevision:
        messages.warning(request, _("Un autre choix est arrivé entre-temps. Rien n’est encore enregistré."))
        return redirect("wards")
    messages.success(request, _("C’est fait. Vous pouvez changer d’avis à tout moment, ici."))
    return redirect("wards")


@require_POST
def forbid(request: HttpRequest) -> HttpResponse:
    person, at = doorway.patient_of(request), doorway.now()
    acting.refuse_minors(person, at=at)
    guardian, token = (request.POST.get(name, "")[:_LONGEST] for name in ("qui", "jeton"))
    if not token:
        raise BadRequest("no such choice")
    protecting.asked(person, guardian, at=at)
    once(request, token, lambda: protecting.forbid(person, guardian, at=at))
    messages.success(request, _("C’est fait. Cette personne ne lit plus votre dossier."))
    return redirect("wards")
