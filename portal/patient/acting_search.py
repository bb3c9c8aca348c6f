"""Looking a professional up, to choose for someone whom the reader represents."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from consents.selectors import directory
from portal.patient import acquaintances
from portal.patient.acting import Acting
from portal.patient.forms import DirectoryForm
from portal.patient.presenters import acting as put
from portal.patient.presenters import acting_buttons
from portal.patient.presenters import directory as found_there

Shown = dict[str, object]


def page(request: HttpRequest, acting: Acting) -> Shown:
    """Raises TooManySearches. Those of the record lead to their page, as far as the reader may know them."""
    form = DirectoryForm(request.GET) if "nom" in request.GET else DirectoryForm()
    purpose = "medecin" if request.GET.get("pour") == "medecin" else ""
    framed = {**put.frame(acting, here=_("Chercher quelqu’un")), "form": form, "purpose": purpose}
    if not form.is_bound or not form.is_valid():
        return {**framed, **found_there.page(None, (), for_treating=False)}
    acquaintances.count_search(request)
    found = directory.search(form.cleaned_data["nom"], patient_id=acting.patient)
    acquaintances.remember(request, [card.id for card in found.cards])
    known = acting.portrait().known
    shown = found_there.page(found, known, for_treating=bool(purpose))
    rows = zip(found.cards, shown["people"], strict=True)  # type: ignore[call-overload]
    people = [
        {
            **row,
            "url": acting.url("professional", card.id) if card.id in known else "",
            "buttons": acting_buttons.there(row["buttons"], acting),
        }
        for card, row in rows
    ]
    return {**framed, **shown, "people": people}
