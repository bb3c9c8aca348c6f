"""`/confiance/`: who speaks for me if I no longer can; named, signed, taken back (R43–R49)."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consents.selectors.minors import is_minor
from consents.services.signing import LASTS, TooManyLinks
from consents.vocabulary import TrustedRole
from portal.patient import doorway, quiet, trusting
from portal.patient.forms.trusted import DesignationForm, PaperForm, TokenForm, WitnessesForm
from portal.patient.once import new_token, once
from portal.patient.presenters import trusted as put


@require_safe
def trusted(request: HttpRequest) -> HttpResponse:
    shown = trusting.page(adult(request), quiet=quiet.since(request), at=doorway.now())
    return render(request, "patient/trusted.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def name(request: HttpRequest) -> HttpResponse:
    """The form; what it would do; then, pressed once more, done."""
    patient, at = adult(request), doorway.now()
    form = trusting.form(patient, request.POST or None, at=at, role=request.GET.get("pour", ""))
    if request.method != "POST" or not form.is_valid() or "corriger" in request.POST:
        shown = {"form": form, "crumb_items": crumbs()}
        return render(request, "patient/trusted_name.html", shown, status=422 if form.errors else 200)
    if "confirmer" not in request.POST:
        shown = {**trusting.considered(patient, form, at=at), "crumb_items": crumbs()}
        return render(request, "patient/trusted_considered.html", shown)
    once(request, form.cleaned_data["jeton"], lambda: _designate(request, patient, form))
    messages.success(request, _("C’est noté. Il manque encore sa signature : choisissez comment la demander."))
    return redirect("trusted")


def _designate(request: HttpRequest, patient: UUID, form: DesignationForm) -> int:
    return trusting.designate(patient, form, by=doorway.himself(request), at=doorway.now())


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    patient, at = adult(request), doorway.now()
    form = pressed(request)
    if request.method == "POST":
        role, by = form.cleaned_data["role"], doorway.himself(request)
        revision = once(request, form.cleaned_data["jeton"], lambda: trusting.revoke(patient, role, by=by, at=at))
        return redirect("done", revision=revision)
    card = trusting.standing(patient, form.cleaned_data["role"], at=at)
    hidden = [("role", card.role), ("jeton", new_token())]
    return render(
        request, "patient/trusted_withdraw.html", {**put.leaving(card), "hidden": hidden, "crumb_items": crumbs()}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def signed(request: HttpRequest) -> HttpResponse:
    """The patient says that the paper is signed, on that day, before witnesses or not."""
    patient, at = adult(request), doorway.now()
    role, witnesses = pressed(request).cleaned_data["role"], _with_witnesses(request)
    kind = WitnessesForm if witnesses else PaperForm
    form = kind(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _not_tomorrow(form, at):
        token, by = request.POST.get("jeton", ""), doorway.himself(request)
        revision = once(request, token, lambda: trusting.sign(patient, role, form, by=by, at=at))
        return redirect("done", revision=revision)
    card = trusting.pending(patient, role, at=at)
    shown = {
        "form": form, "who": card.name, "role": role, "witnesses": witnesses, "token": new_token(),
        "crumb_items": crumbs(),
    }  # fmt: skip
    return render(request, "patient/trusted_signed.html", shown, status=422 if form.errors else 200)


def _not_tomorrow(form: PaperForm, at: datetime) -> bool:
    if form.cleaned_data["le"] > doorway.today(at):
        form.add_error("le", _("Ce jour n’est pas encore venu."))
    return not form.errors


def _with_witnesses(request: HttpRequest) -> bool:
    return (request.POST if request.method == "POST" else request.GET).get("temoins") == "1"


@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """A link to hand over, shown once; or an e-mail that carries one."""
    patient, at, role = adult(request), doorway.now(), pressed(request).cleaned_data["role"]
    if request.POST.get("par") == "courriel":
        if trusting.write_to_her(patient, role, at=at):
            messages.success(request, _("L’e-mail part dans un instant. Il ne dit ni votre nom, ni pourquoi."))
        else:
            messages.info(request, _("Un e-mail est déjà parti. Vous pouvez aussi donner le lien vous-même."))
        return redirect("trusted")
    card = trusting.pending(patient, role, at=at)
    try:
        address = trusting.link(patient, role, at=at)
    except TooManyLinks:
        messages.warning(request, _("Vous avez déjà créé beaucoup de liens. Donnez-en un, ou attendez quelques jours."))
        return redirect("trusted")
    shown = put.handing_over(card.name, address, lasts=LASTS)
    return render(request, "patient/trusted_link.html", {**shown, "crumb_items": crumbs()})


@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    patient, role = adult(request), pressed(request).cleaned_data["role"]
    content = trusting.paper(patient, role, witnesses=_with_witnesses(request), at=doorway.now())
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="personne-de-confiance.pdf"'
    return answer


def adult(request: HttpRequest) -> UUID:
    """A minor names nobody, and has no such page (R49)."""
    patient = doorway.patient_of(request)
    if is_minor(patient, at=doorway.now()):
        raise Http404
    return patient


def pressed(request: HttpRequest) -> TokenForm:
    """Which role is meant; a word that is none is no page."""
    given = request.POST if request.method == "POST" else request.GET
    form = TokenForm({"role": TrustedRole.HEALTH.value, **given.dict()})
    if not form.is_valid():
        raise Http404
    return form


def crumbs() -> list[dict[str, str]]:
    return [{"url": reverse("trusted"), "label": _("Ma personne de confiance")}]
