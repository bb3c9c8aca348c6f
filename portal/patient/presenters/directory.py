"""Looking a professional up: who answers, and what may be chosen about each."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consents.selectors.directory import Found
from consents.selectors.portrait import ProfessionalCard
from consents.vocabulary import Profession
from portal.patient.presenters import choices, counting, people


def page(found: Found | None, mine: Collection[str], *, for_treating: bool) -> dict[str, object]:
    """`mine`: those who have a page in the patient's record already. `found` None: nothing was looked for."""
    if found is None:
        return {"people": [], "answered": "", "more": ""}
    return {
        "people": [_row(card, card.id in mine, for_treating) for card in found.cards],
        "answered": _answered(len(found.cards)),
        "more": _("D’autres personnes portent ce nom. Ajoutez le prénom.") if found.more else "",
    }


def _answered(count: int) -> str:
    if not count:
        return _("Personne de ce nom")
    words = ngettext("Une personne trouvée", "%(n)s personnes trouvées", count)
    return words % {"n": counting.in_words(count)} if count > 1 else words


def _row(card: ProfessionalCard, known: bool, for_treating: bool) -> dict[str, object]:
    return {
        "name": card.name,
        "role": people.trade(card),
        "place": people.whereabouts(card, ()),
        "known": known,
        "url": reverse("professional", args=[card.id]) if known else "",
        "buttons": _buttons(card, known, for_treating),
    }


def _buttons(card: ProfessionalCard, known: bool, for_treating: bool) -> list[choices.Button]:
    """Someone of the record has a page of choices; of a stranger, the usual ones stand here."""
    to = f"professional:{card.id}"
    treating: choices.Button = {
        "label": _("Choisir comme médecin traitant"),
        "href": choices.role_url("designate", card.id),
        "icon_name": "user",
        "about": card.name,
    }
    may_treat = [treating] if card.profession == Profession.PHYSICIAN else []
    if for_treating or known:
        return may_treat
    allow = choices.button("grant", _("Autoriser"), to=to, of=card.name)
    return [allow, choices.button("oppose", _("M’opposer"), to=to, of=card.name), *may_treat]
