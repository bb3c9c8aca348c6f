"""`/choix/`: what a choice would change; then, confirmed once, the choice."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consents.errors import Refused, StaleRevision
from consents.selectors.minors import is_minor
from portal.patient import acquaintances, declaring, doorway, forms, previews, reading
from portal.patient.declarations import Declaration, Preference
from portal.patient.forms import ChoiceForm
from portal.patient.once import once


@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """Nothing is saved: the effect, computed on the real record, and one button."""
    form = _asked(request)
    return _show(request, form, at=doorway.now(), status=422 if form.errors else 200)


@require_POST
def declare(request: HttpRequest) -> HttpResponse:
    """Saved; or, when only the effect of other dates is asked for, computed again."""
    form, at = _asked(request), doorway.now()
    if form.errors:
        return _show(request, form, at=at, status=422)
    if "revoir" in request.POST:
        return _look_again(form)
    if not form.is_confirmed:
        raise BadRequest("no such choice")
    try:
        revision = once(request, form.cleaned_data["jeton"], lambda: _declare(request, form, at))
    except StaleRevision:
        return _afresh(request, form)
    except Refused as refused:
        return _refused(request, form, refused, at)
    return redirect("done", revision=revision)


def _asked(request: HttpRequest) -> ChoiceForm:
    form = forms.asked(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid() and not form.names_a_choice:
        raise BadRequest("no such choice")
    return form


def _declare(request: HttpRequest, form: ChoiceForm, at: datetime) -> int:
    patient, said = _his(request, form, at)
    by = doorway.himself(request).having_read(reading.read(patient, form.cleaned_data["lu"]))
    shown = form.cleaned_data["revision"]
    return declaring.declare(patient, said, by=by, at=at, shown=shown)


def _show(request: HttpRequest, form: ChoiceForm, *, at: datetime, status: int) -> HttpResponse:
    patient, said = _his(request, form, at)
    try:
        shown = previews.page(patient, said, by=doorway.himself(request), at=at)
    except Refused as refused:
        return _refused(request, form, refused, at)
    dates_open = bool(form.errors or shown["period"])
    return render(request, "patient/preview.html", {**shown, "form": form, "dates_open": dates_open}, status=status)


def _his(request: HttpRequest, form: ChoiceForm, at: datetime) -> tuple[UUID, Declaration]:
    """The choice, once whom it names is known to be of this patient's record or found by him.

    A minor's oppositions are refused with their rule (R59); the other choices are no pages of his (R67).
    """
    patient, said = doorway.patient_of(request), form.said()
    acquaintances.may_be_named(request, patient, said.professional, at=at)
    if not isinstance(said, Preference) and is_minor(patient, at=at):
        raise Http404
    return patient, said


def _refused(request: HttpRequest, form: ChoiceForm, refused: Refused, at: datetime) -> HttpResponse:
    """A period with no moment left is a date to correct; other refusals have their page."""
    if refused.because != "no_moment_left" or "jusqu_au" not in form.cleaned_data:
        raise refused
    form.add_error("jusqu_au", _too_early(form))
    return _show(request, form, at=at, status=422)


def _too_early(form: ChoiceForm) -> str:
    if form.cleaned_data.get("des"):
        return _("Ce jour vient avant le premier. Choisissez un jour qui vient après.")
    return _("Ce jour est déjà passé. Choisissez aujourd’hui ou un jour à venir.")


def _look_again(form: ChoiceForm) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('preview')}?{urlencode(form.said().address, safe=':')}")


def _afresh(request: HttpRequest, form: ChoiceForm) -> HttpResponse:
    """Another choice came in between: the page is computed and shown again (decision.md §1.6)."""
    messages.warning(
        request,
        _("Un autre choix est arrivé entre-temps. Voici l’effet, calculé de nouveau. Rien n’est encore enregistré."),
    )
    return _look_again(form)
