"""`/equipe/ajouter/`: look a professional up by name or RPPS, then choose."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consents.selectors import directory
from consents.selectors.directory import Found
from consents.selectors.minors import is_minor
from portal.patient import acquaintances, doorway
from portal.patient.acquaintances import TooManySearches
from portal.patient.forms import DirectoryForm
from portal.patient.presenters import directory as put
from sharing.selectors.portrait import portrait

#: What the search is for, kept from page to page.
_FOR = {"medecin": "medecin"}


@require_safe
def add_professional(request: HttpRequest) -> HttpResponse:
    """Too many searches in an hour are refused: the directory is not read from end to end."""
    patient, at = doorway.patient_of(request), doorway.now()
    if is_minor(patient, at=at):
        raise Http404
    form = DirectoryForm(request.GET) if "nom" in request.GET else DirectoryForm()
    try:
        found = _search(request, form)
    except TooManySearches as refused:
        answer = render(request, "patient/too_many.html", {"minutes": refused.seconds // 60 + 1}, status=429)
        answer["Retry-After"] = str(refused.seconds)
        return answer
    purpose = _FOR.get(request.GET.get("pour", ""), "")
    mine = portrait(patient, at=at).known if found else ()
    shown = put.page(found, mine, for_treating=bool(purpose))
    return render(request, "patient/add.html", {**shown, "form": form, "purpose": purpose, "crumb_items": _crumbs()})


def _crumbs() -> list[dict[str, str]]:
    return [{"url": reverse("team"), "label": _("Mon équipe")}]


def _search(request: HttpRequest, form: DirectoryForm) -> Found | None:
    """None while nothing is looked for, or too little to name somebody."""
    if not form.is_bound or not form.is_valid():
        return None
    acquaintances.count_search(request)
    found = directory.search(form.cleaned_data["nom"], patient_id=doorway.patient_of(request))
    acquaintances.remember(request, [card.id for card in found.cards])
    return found
