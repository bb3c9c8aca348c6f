"""The pages of someone whom the reader represents: the selectors' answer, put into words."""

from collections.abc import Mapping
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404
from django.utils.translation import gettext as _

from portal.patient.acting import Acting
from portal.patient.presenters import acting as put
from portal.patient.presenters import acting_buttons, acting_documents, acting_people, acting_settings, titles, treating
from portal.patient.presenters import documents as papers
from sharing.selectors import settings

Shown = dict[str, object]
_PER_PAGE = 20


def home(acting: Acting) -> Shown:
    return {**put.frame(acting), **put.home(acting, acting.portrait())}


def assisted(acting: Acting, page: str) -> Shown:
    """One who assists reads the documents that he was granted, and nothing else of the record (R73)."""
    drawn = acting.portrait()
    shown = Paginator(drawn.documents, _PER_PAGE).get_page(page)
    return {
        **put.frame(acting),
        "lede": acting_documents.count_sentence(drawn, acting),
        "months": acting_documents.bare_months(shown, acting),
        "page": shown,
    }


def assisted_document(acting: Acting, document: UUID) -> Shown:
    card = acting.portrait().document(str(document))
    if card is None:
        raise Http404
    return {**put.frame(acting, here=titles.title(card)), "title": titles.title(card), "facts": papers.facts(card)}


def team(acting: Acting) -> Shown:
    drawn = acting.portrait()
    return {
        **put.frame(acting, here=_("Équipe")),
        "lede": acting_people.count_sentence(drawn, acting),
        "cards": [acting_people.card(one, drawn, acting) for one in drawn.members],
        "outside": [acting_people.card(one, drawn, acting) for one in drawn.authors],
        "search_url": acting.url("search"),
        "physician_url": acting.url("physician"),
    }


def professional(acting: Acting, professional: UUID, page: str) -> Shown:
    """One professional of this record, as far as the reader may know; anyone else is not found."""
    drawn = acting.portrait()
    member = drawn.member(str(professional))
    if member is None:
        raise Http404
    shown = Paginator(drawn.documents, _PER_PAGE).get_page(page)
    return {
        **put.frame(acting, below=("team", _("Équipe")), here=member.card.name),
        "card": acting_people.card(member, drawn, acting),
        "roles": acting_buttons.roles_of(member, acting),
        "cells": [acting_documents.cell_of(member, one, drawn, acting) for one in shown],
        "page": shown,
    }


def documents(acting: Acting, asked: Mapping[str, str]) -> Shown:
    drawn = acting.portrait()
    page = Paginator(drawn.documents, _PER_PAGE).get_page(asked.get("page", "1"))
    return {
        **put.frame(acting, here=_("Documents")),
        "lede": acting_documents.count_sentence(drawn, acting),
        "arrivals": [papers.arrival(day) for day in drawn.waiting],
        "months": acting_documents.by_month(drawn, page, acting),
        "page": page,
    }


def document(acting: Acting, document: UUID) -> Shown:
    """One document that the reader may see; any other is not found, secret or not."""
    drawn = acting.portrait()
    card = drawn.document(str(document))
    if card is None:
        raise Http404
    return {
        **put.frame(acting, below=("documents", _("Documents")), here=titles.title(card)),
        "document": {
            "title": titles.title(card),
            "hidden": acting_documents.hidden_by(drawn, card, acting),
            "buttons": acting_buttons.of_document(drawn, card, acting),
        },
        "lede": f"{acting_documents.seen_by(len(drawn.viewers(card.id)))}.",
        "facts": papers.facts(card),
        "cells": acting_documents.cells(drawn, card, acting),
    }


def emergency(acting: Acting) -> Shown:
    shown = settings.in_an_emergency(acting.patient, reader=acting.person, at=acting.at)
    return {
        **put.frame(acting, here=_("En cas d’urgence")),
        "lede": acting_settings.truth(shown),
        "settings": acting_settings.rows(shown.settings, acting_settings.EMERGENCY, acting),
    }


def physician(acting: Acting) -> Shown:
    drawn = acting.portrait()
    found = treating.physicians(drawn)
    standing = settings.standing(acting.patient, voice=acting.person, at=acting.at)
    return {
        **put.frame(acting, here=_("Médecin traitant")),
        "lede": put.physician_lede(found, acting),
        "cards": [acting_people.card(one, drawn, acting) for one in found],
        "release": [put.release(one, acting) for one in found],
        "settings": acting_settings.rows(standing, acting_settings.PHYSICIAN, acting),
        "search_url": f"{acting.url('search')}?pour=medecin",
    }
