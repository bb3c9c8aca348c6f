"""`/confiance/prevenir/`: whom to call; another list than the personne de confiance (R50)."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consents.errors import Refused
from consents.selectors.trusted import ToCallCard
from portal.patient import doorway, trusting
from portal.patient.forms.trusted import RemoveForm, ToCallForm
from portal.patient.once import new_token, once
from portal.patient.views.trusted import adult, crumbs


@require_http_methods(["GET", "HEAD", "POST"])
def to_call(request: HttpRequest) -> HttpResponse:
    """Add someone, or change one of them (`changer`)."""
    patient, at = adult(request), doorway.now()
    posted = request.method == "POST"
    former = trusting.called(patient, _which(request), at=at)
    form = ToCallForm(request.POST) if posted else ToCallForm(initial=_filled(former))
    if posted and form.is_valid() and _called(request, patient, form):
        messages.success(request, _("C’est noté. Cette personne n’apprend rien de votre santé par nous."))
        return redirect("trusted")
    shown = {"form": form, "change": former is not None, "crumb_items": crumbs()}
    return render(request, "patient/to_call.html", shown, status=422 if form.errors else 200)


def _called(request: HttpRequest, patient: UUID, form: ToCallForm) -> bool:
    by, at = doorway.himself(request), doorway.now()
    try:
        once(request, form.cleaned_data["jeton"], lambda: trusting.call(patient, form, by=by, at=at))
    except Refused as refused:
        if refused.because != "enough_people_to_call":
            raise
        form.add_error(None, _("Vous avez déjà dix personnes à prévenir. Retirez-en une d’abord."))
    return not form.errors


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    patient, form = adult(request), RemoveForm(request.POST)
    if not form.is_valid():
        raise Http404
    which, at, by = form.cleaned_data["qui"], doorway.now(), doorway.himself(request)

    def gone() -> int:
        trusting.called(patient, which, at=at)
        return trusting.call_no_longer(patient, which, by=by, at=at)

    once(request, form.cleaned_data["jeton"], gone)
    messages.success(request, _("Cette personne n’est plus dans votre liste."))
    return redirect("trusted")


def _which(request: HttpRequest) -> UUID | None:
    given = (request.POST if request.method == "POST" else request.GET).get("changer", "")
    try:
        return forms.UUIDField(required=False).clean(given)
    except forms.ValidationError:
        raise Http404 from None


def _filled(former: ToCallCard | None) -> dict[str, object]:
    token: dict[str, object] = {"jeton": new_token()}
    if former is None:
        return token
    said = {"prenom": former.given_name, "nom": former.family_name, "telephone": former.phone, "lien": former.relation}
    return {**token, **said, "changer": former.id}
