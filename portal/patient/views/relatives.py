"""`/proches/`: what may my relatives know, and who decides it?"""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consents.errors import Refused, StaleRevision
from portal.patient import acting, doorway
from portal.patient import relatives as family
from portal.patient.forms.relatives import AllowForm, MandateForm, PersonForm, WithdrawForm
from portal.patient.once import once
from portal.patient.presenters import relatives as put

_OPEN = "patient/relatives_form.html"
_LOOK = "patient/relatives_considered.html"


@require_safe
def relatives(request: HttpRequest) -> HttpResponse:
    return render(request, "patient/relatives.html", family.page(_adult(request), at=doorway.now()))


@require_http_methods(["GET", "HEAD", "POST"])
def allow(request: HttpRequest) -> HttpResponse:
    return _grant(request, AllowForm, _("Autoriser un proche à savoir"))


@require_http_methods(["GET", "HEAD", "POST"])
def mandate(request: HttpRequest) -> HttpResponse:
    return _grant(request, MandateForm, _("Donner un mandat à un proche"))


@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: HttpRequest) -> HttpResponse:
    patient, at, by = _adult(request), doorway.now(), doorway.himself(request)
    form = family.wish_form(patient, _given(request))
    if not _is_ready(request, form):
        return _filled(request, form, _("En cas de maladie grave"), put.wish_lede())
    if "confirmer" not in request.POST:
        return render(request, _LOOK, family.considered_wish(patient, form))
    return _declared(request, form, lambda: family.wish(patient, form, by=by, at=at))


@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """One press; what stands no longer, or never did, is not found."""
    patient, at, by = _adult(request), doorway.now(), doorway.himself(request)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        raise Http404
    said = form.cleaned_data

    def ended() -> int:
        if not family.is_standing(patient, said, at=at):
            raise Http404
        return family.withdraw(patient, said, by=by, at=at)

    return redirect("done", revision=once(request, said["jeton"], ended))


def _grant(request: HttpRequest, kind: type[AllowForm], title: str) -> HttpResponse:
    patient, at, by = _adult(request), doorway.now(), doorway.himself(request)
    form = family.form(kind, patient, _given(request), at=at)
    if not _is_ready(request, form):
        return _filled(request, form, title, put.person_lede())
    if "confirmer" not in request.POST:
        return render(request, _LOOK, family.considered(patient, form, at=at))
    try:
        return _declared(request, form, lambda: family.allow(patient, form, by=by, at=at))
    except StaleRevision:
        messages.warning(request, _("Un autre choix est arrivé entre-temps. Rien n’est encore enregistré."))
        return render(request, _LOOK, family.considered(patient, form, at=at))
    except Refused as refused:
        if refused.because != "no_moment_left":
            raise
        form.add_error("jusqu_au", _("Ce jour est déjà passé. Choisissez aujourd’hui ou un jour à venir."))
        return _filled(request, form, title, put.person_lede())


def _declared(request: HttpRequest, form: PersonForm, act: Callable[[], int]) -> HttpResponse:
    return redirect("done", revision=once(request, form.cleaned_data["jeton"], act))


def _given(request: HttpRequest) -> object:
    return request.POST if request.method == "POST" else None


def _is_ready(request: HttpRequest, form: PersonForm) -> bool:
    """Filled without a mistake, and not sent back to be corrected."""
    if request.method != "POST" or not form.is_valid():
        return False
    born = form.cleaned_data.get("naissance")
    if born and born > doorway.today(doorway.now()):
        form.add_error("naissance", _("Ce jour n’est pas encore venu."))
    return not form.errors and "corriger" not in request.POST


def _filled(request: HttpRequest, form: PersonForm, title: str, lede: str) -> HttpResponse:
    shown = {"form": form, "title": title, "lede": lede, "crumb_items": family.crumbs()}
    return render(request, _OPEN, shown, status=422 if form.errors else 200)


def _adult(request: HttpRequest) -> UUID:
    """A minor's relatives are his parents' word; he has no such page (R59, R67)."""
    patient = doorway.patient_of(request)
    acting.refuse_minors(patient, at=doorway.now())
    return patient
