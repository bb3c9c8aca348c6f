"""What was chosen for someone, by whom, and who came: as far as the reader may know, with no gap and no count of the rest."""

from collections.abc import Mapping

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from consents.selectors import declarations
from consents.selectors.declarations import DeclarationCard
from portal.patient import acting_choices
from portal.patient.acting import Acting
from portal.patient.once import new_token
from portal.patient.presenters import acting as put
from portal.patient.presenters import acting_history, history
from sharing.selectors.accesses import AccessCard
from sharing.selectors.visits import visits

Shown = dict[str, object]
_PER_PAGE = 20


def page(acting: Acting, asked: Mapping[str, str]) -> Shown:
    tab = "acces" if asked.get("voir") == "acces" else "choix"
    told = declarations.declarations(acting.patient, reader=acting.hears, at=acting.at)
    came = visits(acting.patient, reader=acting.reads)
    shown: Page = Paginator(told if tab == "choix" else came, _PER_PAGE).get_page(asked.get("page", "1"))  # type: ignore[arg-type]
    lines = _choices(acting, tuple(shown), told) if tab == "choix" else _came(acting, shown)
    return {
        **put.frame(acting, here=_("Historique")),
        "tab": tab,
        "tabs": acting_history.tabs(acting, tab, len(told), came.count()),
        "days": history.by_day(lines),
        "page": shown,
        "query": "voir=acces&" if tab == "acces" else "",
        "nothing": _("Aucun choix pour l’instant.") if tab == "choix" else _("Personne n’est venu pour l’instant."),
        "undo_url": acting.url("undo"),
        "seen": acting_choices.mark(acting, None),
        "token": new_token(),
    }


def _choices(acting: Acting, shown: tuple[DeclarationCard, ...], told: tuple[DeclarationCard, ...]) -> list[Shown]:
    """The reader's own choices lead to their page and may be undone; the others' are only said."""
    own = iter(declarations.spoken(acting.patient, reader=acting.hears, at=acting.at))
    mine = {index: next(own) for index, card in enumerate(told) if card.own_voice}
    first = told.index(shown[0]) if shown else 0
    names = acting_choices.named(acting, shown)
    return [acting_history.choice(card, mine.get(first + index), names, acting) for index, card in enumerate(shown)]


def _came(acting: Acting, shown: Page) -> list[Shown]:
    """A reviewer's read is for the patient alone."""
    documents = {one.id: one for one in acting.portrait().documents}
    return [acting_history.access(card, documents, acting) for card in shown if isinstance(card, AccessCard)]
