"""`/apres-moi/`: and after my death? Refused wholly, by reason, by person, by document; taken back (R52–R55)."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consents.selectors.minors import is_minor
from portal.patient import doorway, surviving
from portal.patient.forms.after_death import OppositionForm, What, WithdrawalForm
from portal.patient.once import once


@require_safe
def after_death(request: HttpRequest) -> HttpResponse:
    return render(request, "patient/after_death.html", surviving.page(adult(request), at=doorway.now()))


@require_http_methods(["GET", "HEAD", "POST"])
def oppose(request: HttpRequest) -> HttpResponse:
    """What it would do; then, pressed once more, done. A person is named in a form, which never stands in an address."""
    patient, at, by = adult(request), doorway.now(), doorway.himself(request)
    form = OppositionForm(request.POST if request.method == "POST" else request.GET.dict())
    if not form.is_valid() or "corriger" in request.POST or not _born(form, at):
        return _named(request, form)
    if "confirmer" in request.POST:
        token = form.cleaned_data["jeton"]
        revision = once(request, token, lambda: surviving.oppose(patient, form, by=by, at=at))
        return redirect("done", revision=revision)
    shown = surviving.considered(patient, form, by=by, at=at)
    return render(request, "patient/after_death_considered.html", {**shown, "crumb_items": crumbs()})


def _born(form: OppositionForm, at: datetime) -> bool:
    who = form.person()
    if who is not None and who.born_on > doorway.today(at):
        form.add_error("naissance", _("Ce jour n’est pas encore venu."))
    return not form.errors


def _named(request: HttpRequest, form: OppositionForm) -> HttpResponse:
    """Whom, and when born; anything else that is wrong is no page."""
    if form.what() is not What.PERSON:
        raise Http404
    sent = request.method == "POST"
    shown = form if sent else OppositionForm(initial={"quoi": What.PERSON.value})
    page = {"form": shown, "crumb_items": crumbs()}
    return render(request, "patient/after_death_person.html", page, status=422 if sent and form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    patient, at, by = adult(request), doorway.now(), doorway.himself(request)
    form = WithdrawalForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        raise Http404
    revision, token = form.cleaned_data["revision"], form.cleaned_data["jeton"]
    if request.method == "POST":
        done = once(request, token, lambda: _withdraw(request, patient, revision))
        return redirect("done", revision=done)
    shown = surviving.leaving(patient, revision, by=by, at=at)
    return render(request, "patient/after_death_considered.html", {**shown, "crumb_items": crumbs()})


def _withdraw(request: HttpRequest, patient: UUID, revision: int) -> int:
    at = doorway.now()
    surviving.standing(patient, revision, at=at)
    return surviving.withdraw(patient, revision, by=doorway.himself(request), at=at)


def adult(request: HttpRequest) -> UUID:
    """A minor says nothing here, and has no such page (decision.md §1.4)."""
    patient = doorway.patient_of(request)
    if is_minor(patient, at=doorway.now()):
        raise Http404
    return patient


def crumbs() -> list[dict[str, str]]:
    return [{"url": reverse("after_death_choices"), "label": _("Après moi")}]
