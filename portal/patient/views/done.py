"""`/choix/fait/…`: what was done; and undoing it, which is a new declaration."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consents.errors import StaleRevision
from consents.selectors.minors import is_minor
from portal.patient import declaring, doorway, previews
from portal.patient.forms import UndoForm
from portal.patient.once import once


@require_safe
def done(request: HttpRequest, revision: int) -> HttpResponse:
    """A minor declares nothing here, and is shown no parent's words (R59, R67)."""
    patient, at = doorway.patient_of(request), doorway.now()
    if is_minor(patient, at=at):
        raise Http404
    return render(request, "patient/done.html", previews.after(patient, revision, at=at))


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    form = UndoForm(request.POST)
    if not form.is_valid():
        raise BadRequest("no such choice")
    try:
        revision = once(request, form.cleaned_data["jeton"], lambda: _undo(request, form))
    except StaleRevision:
        messages.warning(
            request, _("Un autre choix est arrivé entre-temps. Voici vos choix, à jour. Rien n’a été annulé.")
        )
        return redirect("history")
    return redirect("done", revision=revision)


def _undo(request: HttpRequest, form: UndoForm) -> int:
    patient, by = doorway.patient_of(request), doorway.himself(request)
    said = form.cleaned_data
    return declaring.undo(patient, said["revision"], by=by, at=doorway.now(), shown=said["vu"])
