"""`/choix/`: what a choice would change; then, confirmed once, the choice."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consents.errors import Refused, StaleRevision
from portal.patient import declaring, doorway, previews
from portal.patient.declaring import Choice
from portal.patient.forms import ChoiceForm, DeclareForm
from portal.patient.once import once


@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """Nothing is saved: the effect, computed on the real record, and one button."""
    form = ChoiceForm(request.GET)
    if not form.is_valid():
        raise BadRequest("no such choice")
    return _show(request, _choice(form), DeclareForm())


@require_POST
def declare(request: HttpRequest) -> HttpResponse:
    form = DeclareForm(request.POST)
    if not form.is_valid():
        return _again(request, form)
    try:
        revision = once(request, form.cleaned_data["jeton"], lambda: _declare(request, form))
    except StaleRevision:
        return _afresh(request, form)
    except Refused as refused:
        return _refused(request, form, refused)
    return redirect("done", revision=revision)


def _declare(request: HttpRequest, form: DeclareForm) -> int:
    patient, by = doorway.patient_of(request), doorway.himself(request)
    return declaring.declare(patient, _choice(form), by=by, at=doorway.now(), shown=form.cleaned_data["revision"])


def _choice(form: ChoiceForm) -> Choice:
    said = form.cleaned_data
    return Choice(said["verbe"], said["a"], said["sur"], said.get("jusqu_au"))


def _show(request: HttpRequest, choice: Choice, form: DeclareForm, status: int = 200) -> HttpResponse:
    patient, by = doorway.patient_of(request), doorway.himself(request)
    shown = previews.page(patient, choice, by=by, at=doorway.now())
    return render(request, "patient/preview.html", {**shown, "form": form}, status=status)


def _again(request: HttpRequest, form: DeclareForm) -> HttpResponse:
    """A date that is none: the same page, with what is wrong; anything else is no choice of these pages."""
    if set(form.errors) != {"jusqu_au"}:
        raise BadRequest("no such choice")
    return _show(request, _choice(form), form, status=422)


def _refused(request: HttpRequest, form: DeclareForm, refused: Refused) -> HttpResponse:
    """A period with no moment left is a date to correct; other refusals have their page."""
    if refused.because != "no_moment_left":
        raise refused
    form.add_error("jusqu_au", _("Ce jour est déjà passé. Choisissez aujourd’hui ou un jour à venir."))
    said = _choice(form)
    return _show(request, Choice(said.verb, said.to, said.about), form, status=422)


def _afresh(request: HttpRequest, form: DeclareForm) -> HttpResponse:
    """Another choice came in between: the page is computed and shown again (decision.md §1.6)."""
    messages.warning(
        request,
        _("Un autre choix est arrivé entre-temps. Voici l’effet, calculé de nouveau. Rien n’est encore enregistré."),
    )
    asked = {name: form.data.get(name, "") for name in ("verbe", "a", "sur")}
    return HttpResponseRedirect(f"{reverse('preview')}?{urlencode(asked, safe=':')}")
