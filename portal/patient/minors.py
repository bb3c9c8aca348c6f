"""A minor's own pages (R67): his rights, his team, what he asked to be kept; no choice, and nobody else's words.

Parents decide who sees the record (R59); what they said about it is not shown here.
"""

from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator

from consents.selectors import declarations
from consents.selectors import minors as asked_by
from consents.selectors import portrait as cards
from consents.selectors.readers import Reader
from portal.patient import quiet as recent
from portal.patient.presenters import minors as put
from portal.patient.presenters import opened, words
from portal.patient.presenters.history import Line, access_line, by_day, choice_line, tabs
from portal.patient.presenters.history_filters import nothing
from portal.patient.presenters.visits import read_line
from sharing.selectors.accesses import AccessCard
from sharing.selectors.opened import OpeningCard
from sharing.selectors.portrait import portrait
from sharing.selectors.visits import Visit, visits

Shown = dict[str, object]
_PER_PAGE = 20


def home(patient_id: UUID, *, at: datetime) -> Shown:
    team_ = _team(patient_id, at)
    return {
        "team": team_,
        "team_title": put.team_title(len(team_)),
        "rights": put.rights(),
        "asked": put.asked(asked_by.asked(patient_id, at=at)),
    }


def team(patient_id: UUID, *, at: datetime) -> Shown:
    team_ = _team(patient_id, at)
    return {"team": team_, "team_title": put.team_title(len(team_))}


def documents(patient_id: UUID, *, at: datetime) -> Shown:
    """Those that an establishment chose to show to minors, if any; the engine says which."""
    return {"documents": [put.document(card) for card in portrait(patient_id, at=at).documents]}


def history(patient_id: UUID, chosen: str, page: str, *, quiet: datetime | None = None, at: datetime) -> Shown:
    """His own words only, and who came; no document is named."""
    himself = Reader.patient(patient_id)
    declared = recent.shown(declarations.declarations(patient_id, reader=himself, at=at), quiet)
    own = [card for card in declared if card.by_the_patient]
    came = visits(patient_id, reader=himself)
    tab = "acces" if chosen == "acces" else "choix"
    shown = Paginator(own if tab == "choix" else came, _PER_PAGE).get_page(page)  # type: ignore[arg-type]
    return {
        "tabs": tabs(tab, len(own), came.count()),
        "tab": tab,
        "days": by_day(_choices(patient_id, shown) if tab == "choix" else _came(shown)),
        "page": shown,
        "query": "voir=acces&" if tab == "acces" else "",
        "minor": True,
        "nothing": nothing(tab, minor=True),
    }


def _choices(patient_id: UUID, page: Page) -> list[Line]:
    named = {**words.named_by(page), "document": set()}
    names = cards.names(patient_id, **named)
    return [{**choice_line(card, names), "undo": False, "told": ""} for card in page]


def _came(page: Page) -> list[Line]:
    """Without the pages that a minor has not: why an answer was given, and reports."""
    bare: Line = {"why": "", "may_report": False}
    return [_visit(card, bare) for card in page]


def _visit(card: Visit, bare: Line) -> Line:
    if isinstance(card, OpeningCard):
        return opened.line(card, {})
    return {**access_line(card, None), **bare} if isinstance(card, AccessCard) else read_line(card, minor=True)


def _team(patient_id: UUID, at: datetime) -> list[put.Carer]:
    """Who takes part in the care; whom only a parent's word names is no part of it."""
    around = cards.surroundings(patient_id, at=at)
    cared = [card for card in around.professionals.values() if any(one.professional == card.id for one in around.care)]
    return [put.carer(card, [one for one in around.care if one.professional == card.id]) for card in cared]
