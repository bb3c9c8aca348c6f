"""What each page shows: the selectors' answer, put into words by the presenters."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from consents.selectors import declarations
from consents.selectors import portrait as cards
from portal.patient.forms import DocumentFilters
from portal.patient.presenters import choices, people, titles, words
from portal.patient.presenters import documents as papers
from portal.patient.presenters import history as lines
from portal.patient.presenters import grid as table
from portal.patient.presenters import home as front
from sharing.selectors import accesses
from sharing.selectors.portrait import portrait

Shown = dict[str, object]
_PER_PAGE = 20
_PER_PERSON = 10
_LATEST = 4


def home(patient_id: UUID, *, at: datetime) -> Shown:
    drawn = portrait(patient_id, at=at)
    declared = declarations.declarations(patient_id)[:_LATEST]
    names = cards.names(patient_id, **words.named_by(declared))
    came = accesses.accesses(patient_id, first=0, most=_LATEST)
    return front.page(drawn, list(declared), names, list(came))


def team(patient_id: UUID, chosen: str, *, at: datetime) -> Shown:
    drawn = portrait(patient_id, at=at)
    kept = [
        member for member in drawn.members if chosen not in ("sees", "part", "not") or people.shelf(member) == chosen
    ]
    return {
        "lede": people.count_sentence(drawn),
        "pills": people.pills(drawn, chosen if chosen in ("sees", "part", "not") else ""),
        "cards": [people.card(member, drawn) for member in kept],
        "outside": [people.card(member, drawn) for member in drawn.authors],
    }


def professional(patient_id: UUID, professional_id: UUID, page: str, *, at: datetime) -> Shown:
    """One professional of this record; anyone else is not found, known elsewhere or not."""
    drawn = portrait(patient_id, at=at)
    member = drawn.member(str(professional_id))
    if member is None:
        raise Http404
    shown = _page(drawn.documents, page, each=_PER_PERSON)
    return {
        "card": people.card(member, drawn),
        "kinds": papers.kinds(drawn, member),
        "cells": [papers.cell_of(member, document) for document in shown],
        "page": shown,
        "crumb_items": [{"url": reverse("team"), "label": _("Mon équipe")}],
    }


def documents(patient_id: UUID, asked: Mapping[str, str], *, at: datetime) -> Shown:
    drawn = portrait(patient_id, at=at)
    form = DocumentFilters(asked, choices=papers.filters(drawn.documents))
    only_hidden = asked.get("masques") == "1"
    kept = [
        card for card in papers.kept(drawn.documents, form.chosen()) if not only_hidden or papers.hidden(drawn, card)
    ]
    page = _page(kept, asked.get("page", "1"))
    return {
        "lede": papers.count_sentence(drawn),
        "pills": papers.pills(drawn, only_hidden=only_hidden, filtered=bool(form.chosen())),
        "filters": form,
        "arrivals": [papers.arrival(day) for day in drawn.waiting],
        "months": papers.by_month(drawn, page),
        "page": page,
        "query": _kept_query(form.chosen(), only_hidden=only_hidden),
        "empty_text": papers.empty_text(drawn),
    }


def document(patient_id: UUID, document_id: UUID, *, at: datetime) -> Shown:
    """One document that the patient may see; any other is not found, his or not."""
    drawn = portrait(patient_id, at=at)
    card = drawn.document(str(document_id))
    if card is None:
        raise Http404
    return {
        "document": {
            "title": titles.title(card),
            "hidden": papers.hidden_by(drawn, card),
            "buttons": papers.buttons(drawn, card),
        },
        "lede": f"{papers.seen_by(len(drawn.viewers(card.id)))}.",
        "facts": papers.facts(card),
        "cells": papers.cells(drawn, card),
        "crumb_items": [{"url": reverse("documents"), "label": _("Mes documents")}],
    }


def grid(patient_id: UUID, asked: Mapping[str, str], *, at: datetime) -> Shown:
    """People against kinds of document, or against the documents of one kind; so many of these a page."""
    drawn = table.Grid.asked(portrait(patient_id, at=at), asked)
    return table.page(drawn, _page(drawn.things, asked.get("page", "1")))


def history(patient_id: UUID, chosen: str, page: str, *, at: datetime) -> Shown:
    """Two tabs: my choices, with their undo; who came."""
    declared = declarations.declarations(patient_id)
    came = accesses.count(patient_id)
    tab = "acces" if chosen == "acces" else "choix"
    shown = _page(declared, page) if tab == "choix" else _page(range(came), page)
    found = _choices(patient_id, shown) if tab == "choix" else _came(patient_id, shown, at)
    return {
        "tabs": lines.tabs(tab, len(declared), came),
        "tab": tab,
        "days": lines.by_day(found),
        "page": shown,
        "query": "voir=acces&" if tab == "acces" else "",
        "revision": cards.preference_revision(patient_id),
    }


def _choices(patient_id: UUID, page: Page) -> list[lines.Line]:
    names = cards.names(patient_id, **words.named_by(page))
    return [lines.choice_line(card, names) for card in page]


def _came(patient_id: UUID, page: Page, at: datetime) -> list[lines.Line]:
    found = accesses.accesses(patient_id, first=max(page.start_index() - 1, 0), most=_PER_PAGE)
    drawn = portrait(patient_id, at=at)
    own = {card.id: card for card in drawn.documents}
    asked = {card.professional for card in found if card.professional}
    opposable = {one for one in asked if not choices.is_opposed(drawn.words, one)}
    return [lines.access_line(card, own, opposable) for card in found]


def _page(items: Sequence[object], number: str, *, each: int = _PER_PAGE) -> Page:
    return Paginator(items, each).get_page(number)


def _kept_query(chosen: dict[str, str], *, only_hidden: bool) -> str:
    """What the links to other pages keep, ending with an ampersand."""
    kept = {**chosen, **({"masques": "1"} if only_hidden else {})}
    return f"{urlencode(kept)}&" if kept else ""
