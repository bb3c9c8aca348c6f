"""`/ma-confidentialite/`: what a minor keeps secret, from whom; and through a doctor (R62–R69). Adults find nothing
here, save what they kept secret as minors and may lift (decision.md §9.4).
"""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consents.errors import Refused
from consents.services import minors
from portal.patient import doorway, privacy
from portal.patient.forms.privacy import DoctorForm, LiftForm
from portal.patient.once import once

_CONFIRM = "patient/privacy/confirm.html"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    shown = privacy.page(doorway.patient_of(request), request.GET.get("page", "1"), at=doorway.now())
    return render(request, "patient/privacy/page.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """What it changes, and the form; then, confirmed once, the secret."""
    patient, by, at = doorway.patient_of(request), doorway.himself(request), doorway.now()
    asked = request.POST if request.method == "POST" else request.GET
    what = privacy.named(patient, asked, at=at)
    form = privacy.form(patient, what, request.POST if request.method == "POST" else None, at=at)
    if request.method != "POST" or not form.is_valid():
        return render(request, _CONFIRM, privacy.keeping(what, form), status=422 if form.errors else 200)
    _declared(request, form.cleaned_data["jeton"], lambda: privacy.keep(patient, what, form, by=by, at=at))
    messages.success(request, _("C’est gardé secret. Pour l’annuler : « Ne plus garder secret », ci-dessous."))
    return redirect("privacy")


@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: HttpRequest) -> HttpResponse:
    patient, by, at = doorway.patient_of(request), doorway.himself(request), doorway.now()
    form = LiftForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        raise Http404
    secret = form.cleaned_data["secret"]
    if request.method != "POST":
        return render(request, _CONFIRM, privacy.lifting(patient, secret, at=at))
    _declared(request, form.cleaned_data["jeton"], lambda: minors.lift(patient, secrecy=secret, by=by, at=at).revision)
    messages.success(request, _("Ce n’est plus gardé secret."))
    return redirect("privacy" if not privacy.is_over(patient, at=at) else "home")


@require_http_methods(["GET", "HEAD", "POST"])
def doctor(request: HttpRequest) -> HttpResponse:
    patient, by, at = doorway.patient_of(request), doorway.himself(request), doorway.now()
    form = DoctorForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        raise Http404
    required = form.cleaned_data["choix"] == "oui"
    shown = privacy.with_doctor(patient, required=required, at=at)
    if request.method != "POST":
        return render(request, _CONFIRM, shown)
    act = minors.require_physician
    _declared(request, form.cleaned_data["jeton"], lambda: act(patient, required=required, by=by, at=at).revision)
    messages.success(request, _("C’est noté. Vous pouvez changer d’avis ci-dessous."))
    return redirect("privacy")


def _declared(request: HttpRequest, token: str, act: Callable[[], int]) -> None:
    """Once for each token; what is not his to say does not exist."""
    if not token:
        raise BadRequest("no such choice")
    try:
        once(request, token, act)
    except Refused as refused:
        if refused.rule == "R05":
            raise Http404 from None
        raise
