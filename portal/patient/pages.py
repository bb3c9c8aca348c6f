"""What each page shows: the selectors' answer, put into words by the presenters."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from consents.selectors import declarations, wishes
from consents.selectors import portrait as cards
from consents.selectors.readers import Reader
from portal.patient import quiet as recent
from portal.patient import waiting
from portal.patient.forms import DocumentFilters
from portal.patient.presenters import documents as papers
from portal.patient.presenters import grid as table
from portal.patient.presenters import home as front
from portal.patient.presenters import people, roles, titles, treating, wider, words
from portal.patient.presenters import wishes as wishing
from sharing.selectors import accesses, own_notices
from sharing.selectors.inherited import inherited
from sharing.selectors.portrait import portrait

Shown = dict[str, object]
_PER_PAGE = 20
_PER_PERSON = 10
_LATEST = 4


def home(patient_id: UUID, *, quiet: datetime | None = None, at: datetime) -> Shown:
    drawn = portrait(patient_id, at=at)
    himself = Reader.patient(patient_id)
    declared = recent.shown(declarations.declarations(patient_id, reader=himself), quiet)[:_LATEST]
    named, visible = words.named_by(declared), {card.id for card in drawn.documents}
    names = cards.names(patient_id, **{**named, "document": named["document"] & visible})
    came = accesses.accesses(patient_id, first=0, most=_LATEST, reader=himself)
    unread, left = own_notices.unread(patient_id, at=at), len(inherited(patient_id, at=at))
    asked = waiting.home_rows(patient_id, at=at)
    return front.page(drawn, list(declared), names, list(came), unread=unread, inherited=left, to_confirm=asked)


def team(patient_id: UUID, asked: Mapping[str, str], *, at: datetime) -> Shown:
    """Everyone, or those of one place, or those who see so much; of one place, also what may be chosen for all of it."""
    drawn = portrait(patient_id, at=at)
    shelf = asked.get("voir", "") if asked.get("voir") in ("sees", "part", "not") else ""
    place = next((one for one in wider.places(drawn) if one.id == asked.get("lieu")), None)
    kept = [one for one in drawn.members if not shelf or people.shelf(one) == shelf]
    here = [one for one in kept if place is None or wider.is_at(one, place.id)]
    return {
        "lede": people.count_sentence(drawn),
        "pills": people.pills(drawn, shelf),
        "places": wider.place_pills(drawn, place),
        "place": [wider.for_place(drawn, place)] if place else [],
        "cards": [people.card(member, drawn) for member in here],
        "outside": [] if place else [people.card(member, drawn) for member in drawn.authors],
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
        "roles": roles.offered(member),
        "is_treating": treating.is_treating(member),
        "wider": wider.for_member(drawn, member),
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
        "wider": wider.for_documents(drawn.words, **wider.asked(form.chosen())),
        "wishes": wishing.rows(wishes.standing(patient_id, at=at)),
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
            "buttons": [*papers.buttons(drawn, card), wishing.button(card.id, titles.dated(card))],
        },
        "wider": wider.of_document(drawn.words, card),
        "lede": f"{papers.seen_by(len(drawn.viewers(card.id)))}.",
        "facts": papers.facts(card),
        "cells": papers.cells(drawn, card),
        "crumb_items": [{"url": reverse("documents"), "label": _("Mes documents")}],
    }


def grid(patient_id: UUID, asked: Mapping[str, str], *, at: datetime) -> Shown:
    """People against kinds of document, or against the documents of one kind; so many of these a page."""
    drawn = table.Grid.asked(portrait(patient_id, at=at), asked)
    return table.page(drawn, _page(drawn.things, asked.get("page", "1")))


def _page(items: Sequence[object], number: str, *, each: int = _PER_PAGE) -> Page:
    return Paginator(items, each).get_page(number)


def _kept_query(chosen: dict[str, str], *, only_hidden: bool) -> str:
    """What the links to other pages keep, ending with an ampersand."""
    kept = {**chosen, **({"masques": "1"} if only_hidden else {})}
    return f"{urlencode(kept)}&" if kept else ""
