"""The two sides of the history: my choices, and who came. Filtered, paged, in words."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator

from consents.selectors import declarations
from consents.selectors import portrait as cards
from consents.selectors.portrait import Names
from consents.selectors.readers import Reader
from portal.patient import quiet as recent
from portal.patient.history_forms import AccessFilters, ChoiceFilters
from portal.patient.presenters import choices, history_filters, opened, visits, words
from portal.patient.presenters import history as lines
from sharing.selectors import accesses, readers, reports
from sharing.selectors import opened as openings
from sharing.selectors import visits as came
from sharing.selectors.accesses import AccessCard
from sharing.selectors.opened import OpeningCard
from sharing.selectors.portrait import Portrait, portrait

Shown = dict[str, object]
PER_PAGE = 20


def page(patient_id: UUID, asked: Mapping[str, str], *, quiet: datetime | None = None, at: datetime) -> Shown:
    """`quiet`: from when on the patient's own choices are left out."""
    read = _came if asked.get("voir") == "acces" else _chosen
    return {**read(patient_id, asked, quiet, at), "revision": cards.preference_revision(patient_id)}


def _chosen(patient_id: UUID, asked: Mapping[str, str], quiet: datetime | None, at: datetime) -> Shown:
    himself = Reader.patient(patient_id)
    declared = recent.shown(declarations.declarations(patient_id, reader=himself, at=at), quiet)
    names = names_for(patient_id, declared, at=at)
    filters = ChoiceFilters(asked, choices=history_filters.choices(declared, names))
    wanted = filters.chosen()
    shown = _page(history_filters.kept(declared, wanted), asked)
    return {
        "tab": "choix",
        "tabs": lines.tabs("choix", len(declared), came.visits(patient_id, reader=himself).count()),
        "pills": history_filters.pills(declared, wanted) if declared else [],
        "filters": filters if declared else None,
        "nothing": history_filters.nothing("choix", filtered=bool(wanted)),
        "days": lines.by_day([lines.choice_line(card, names) for card in shown]),
        "page": shown,
        "query": f"{urlencode(wanted)}&" if wanted else "",
    }


def names_for(patient_id: UUID, declared: tuple[declarations.DeclarationCard, ...], *, at: datetime) -> Names:
    """Whom and what they name; a document that the patient may not see himself is not named (decision.md §1.8)."""
    named = words.named_by(declared)
    visible = readers.reader(patient_id, patient_id, at=at).documents if named["document"] else frozenset()
    return cards.names(patient_id, **{**named, "document": named["document"] & visible})


def _came(patient_id: UUID, asked: Mapping[str, str], quiet: datetime | None, at: datetime) -> Shown:
    himself = Reader.patient(patient_id)
    filters = AccessFilters(asked, came=accesses.came(patient_id, reader=himself))
    wanted, drawn = filters.chosen(), portrait(patient_id, at=at)
    own = frozenset(card.id for card in drawn.documents)
    shown = _page(came.visits(patient_id, reader=himself, wanted=filters.wanted(about=own)), asked)
    return {
        "tab": "acces",
        "tabs": lines.tabs("acces", recent.count(patient_id, quiet), came.visits(patient_id, reader=himself).count()),
        "pills": visits.pills(wanted),
        "filters": filters,
        "nothing": history_filters.nothing("acces", filtered=bool(set(wanted) - {"voir"})),
        "days": lines.by_day(_drawn(patient_id, tuple(shown), drawn)),
        "page": shown,
        "query": f"{urlencode({'voir': 'acces', **wanted})}&",
        "reported": reports.mine(patient_id, by=patient_id).count(),
    }


def _drawn(patient_id: UUID, found: tuple[came.Visit, ...], drawn: Portrait) -> list[lines.Line]:
    own = {card.id: card for card in drawn.documents}
    asked = [card for card in found if isinstance(card, AccessCard)]
    opposable = {one.professional for one in found if isinstance(one, AccessCard | OpeningCard) and one.professional}
    opposable -= {one for one in opposable if choices.is_opposed(drawn.words, one)}
    reported = reports.of_requests(patient_id, [card.id for card in asked], by=patient_id)
    read = openings.after(patient_id, [card.id for card in asked])

    def drawn_line(card: came.Visit) -> lines.Line:
        if isinstance(card, OpeningCard):
            return opened.line(card, own, opposable)
        if not isinstance(card, AccessCard):
            return visits.read_line(card)
        line = lines.access_line(card, own, opposable, reported.get(card.id))
        return {**line, "opened": opened.after(read.get(card.id, ()), own, shown=bool(line["shown"]))}

    return [drawn_line(card) for card in found]


def _page(items: object, asked: Mapping[str, str]) -> Page:
    return Paginator(items, PER_PAGE).get_page(asked.get("page", "1"))  # type: ignore[arg-type]
