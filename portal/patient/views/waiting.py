"""`/a-confirmer/`: did I really say that?"""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consents.errors import StaleRevision
from portal.patient import acting, doorway, quiet
from portal.patient import waiting as asked
from portal.patient.forms.waiting import AnswerForm, RefusalForm
from portal.patient.once import once


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    shown = asked.page(_adult(request), quiet=quiet.since(request), at=doorway.now())
    return render(request, "patient/waiting.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, consent: UUID) -> HttpResponse:
    """The effect, then one button; or, once pressed, the choice."""
    patient, at, by = _adult(request), doorway.now(), doorway.himself(request)
    if request.method != "POST":
        return render(request, "patient/waiting_consent.html", asked.preview(patient, consent, by=by, at=at))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise BadRequest("no such answer")
    shown = form.cleaned_data["revision"]
    try:
        revision = once(
            request, form.cleaned_data["jeton"], lambda: asked.confirm(patient, consent, by=by, at=at, shown=shown)
        )
    except StaleRevision:
        messages.warning(
            request,
            _(
                "Un autre choix est arrivé entre-temps. Voici l’effet, calculé de nouveau. Rien n’est encore enregistré."
            ),
        )
        return redirect("waiting_consent", consent=consent)
    return redirect("done", revision=revision)


@require_POST
def refuse(request: HttpRequest, consent: UUID) -> HttpResponse:
    patient, at, by = _adult(request), doorway.now(), doorway.himself(request)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        raise BadRequest("no such answer")
    once(request, form.cleaned_data["jeton"], lambda: asked.refuse(patient, consent, by=by, at=at))
    messages.success(request, _("C’est refusé. Rien n’a changé dans vos choix."))
    return redirect("waiting")


def _adult(request: HttpRequest) -> UUID:
    """A minor's words are not declared by a professional here, and he has no such page (R67)."""
    patient = doorway.patient_of(request)
    acting.refuse_minors(patient, at=doorway.now())
    return patient
