"""Has my choice reached everyone? One choice, whom it is told to, and the choices before it."""

from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from consents.selectors import declarations
from consents.selectors.declarations import DeclarationCard
from consents.selectors.readers import Reader
from portal.patient import histories
from portal.patient import quiet as recent
from portal.patient.presenters import who_knows
from sharing.selectors import told

Shown = dict[str, object]
_LISTED = 10


def page(patient_id: UUID, asked: str, *, quiet: datetime | None = None, at: datetime) -> Shown:
    """The choice asked for by its number, or the last one that others are told of and that is not left out."""
    crumbs = {"crumb_items": [{"url": reverse("history"), "label": _("Historique")}]}
    declared = declarations.declarations(patient_id, reader=Reader.patient(patient_id), at=at)
    of = [card for card in recent.shown(declared, quiet) if who_knows.is_told(card)]
    chosen = _chosen(declared, of, asked)
    if chosen is None:
        return {**who_knows.nothing(), **crumbs}
    listed = (chosen, *(card for card in of[: _LISTED + 1] if card is not chosen))
    names = histories.names_for(patient_id, listed, at=at)
    found = told.told_of(patient_id, [card.entry for card in listed], at=at)
    others = [who_knows.other(card, names, found[card.entry]) for card in listed[1 : _LISTED + 1]]
    return {**who_knows.page(chosen, names, found[chosen.entry]), "others": others, **crumbs}


def _chosen(declared: tuple[DeclarationCard, ...], of: list[DeclarationCard], asked: str) -> DeclarationCard | None:
    """A number that is none of his is not found."""
    if not asked:
        return of[0] if of else None
    found = next((card for card in declared if str(card.revision) == asked), None)
    if found is None:
        raise Http404
    return found
