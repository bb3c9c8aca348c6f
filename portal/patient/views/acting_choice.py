"""A choice made for someone: what it would change; then, confirmed once, the choice; what was done, and undoing it."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consents.errors import Refused, StaleRevision
from portal.patient import acting_choices, forms
from portal.patient.acting import Acting, Door, enter
from portal.patient.forms import ChoiceForm
from portal.patient.once import once

_LONGEST = 64


@require_safe
def preview(request: HttpRequest, door: Door, patient: UUID) -> HttpResponse:
    """Nothing is saved: the effect, as far as the reader may see, and one button."""
    acting, form = enter(request, door, patient), _asked(request)
    acting_choices.may_be_named(request, acting, form.said())
    return _show(request, acting, form, status=422 if form.errors else 200)


@require_POST
def declare(request: HttpRequest, door: Door, patient: UUID) -> HttpResponse:
    """Saved; or, when only the effect of other dates is asked for, computed again."""
    acting, form = enter(request, door, patient), _asked(request)
    said, seen, token = form.said(), request.POST.get("vu", "")[:_LONGEST], form.cleaned_data.get("jeton", "")
    acting_choices.may_be_named(request, acting, said)
    if form.errors:
        return _show(request, acting, form, status=422)
    if "revoir" in request.POST:
        return _look_again(acting, form)
    if not token or not seen.isascii():
        raise BadRequest("no such choice")
    try:
        revision = once(request, _sealed(acting, token), lambda: acting_choices.declare(acting, said, seen=seen))
    except StaleRevision:
        _say_stale(request)
        return _look_again(acting, form)
    except Refused as refused:
        return _refused(request, acting, form, refused)
    return HttpResponseRedirect(acting.url("done", acting.handle(revision)))


@require_safe
def done(request: HttpRequest, door: Door, patient: UUID, handle: str) -> HttpResponse:
    acting = enter(request, door, patient)
    return render(request, "patient/acting/done.html", acting_choices.after(acting, handle))


@require_POST
def undo(request: HttpRequest, door: Door, patient: UUID) -> HttpResponse:
    acting, given = enter(request, door, patient), request.POST
    handle, seen, token = (given.get(name, "")[:_LONGEST] for name in ("choix", "vu", "jeton"))
    if not (handle and token and (handle + seen).isascii()):
        raise BadRequest("no such choice")
    try:
        revision = once(request, _sealed(acting, token), lambda: acting_choices.undo(acting, handle, seen=seen))
    except StaleRevision:
        _say_stale(request)
        return HttpResponseRedirect(acting.url("history"))
    return HttpResponseRedirect(acting.url("done", acting.handle(revision)))


def _asked(request: HttpRequest) -> ChoiceForm:
    form = forms.asked(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid() and not form.names_a_choice:
        raise BadRequest("no such choice")
    return form


def _show(request: HttpRequest, acting: Acting, form: ChoiceForm, *, status: int) -> HttpResponse:
    try:
        shown = acting_choices.page(acting, form.said())
    except Refused as refused:
        return _refused(request, acting, form, refused)
    dates_open = bool(form.errors or shown["period"])
    return render(
        request, "patient/acting/preview.html", {**shown, "form": form, "dates_open": dates_open}, status=status
    )


def _refused(request: HttpRequest, acting: Acting, form: ChoiceForm, refused: Refused) -> HttpResponse:
    """A period with no moment left is a date to correct; other refusals have their page."""
    if refused.because != "no_moment_left" or "jusqu_au" not in form.cleaned_data:
        raise refused
    form.add_error("jusqu_au", _("Ce jour est déjà passé. Choisissez aujourd’hui ou un jour à venir."))
    return _show(request, acting, form, status=422)


def _sealed(acting: Acting, token: str) -> str:
    """A token that is spent on this record alone: sent to the reader's own pages, it would give its number away (§1.7)."""
    return acting.sealed("token", token)


def _look_again(acting: Acting, form: ChoiceForm) -> HttpResponse:
    return HttpResponseRedirect(f"{acting.url('preview')}?{urlencode(form.said().address, safe=':')}")


def _say_stale(request: HttpRequest) -> None:
    messages.warning(
        request, _("Un autre choix est arrivé entre-temps. Voici la page, à jour. Rien n’est encore enregistré.")
    )
