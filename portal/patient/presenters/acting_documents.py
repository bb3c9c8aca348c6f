"""The documents of someone whom the reader represents: those that he may see, by the engine's answer, without a gap."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consents.selectors.portrait import DocumentCard
from portal.patient.acting import Acting
from portal.patient.presenters import acting_buttons, acting_people, acting_reasons, counting, people, titles
from portal.patient.presenters import documents as papers
from sharing.selectors.portrait import Member, Portrait

Shown = dict[str, object]


def by_month(drawn: Portrait, documents: Iterable[DocumentCard], acting: Acting) -> list[Shown]:
    groups = groupby(documents, key=lambda document: (document.day.year, document.day.month))
    found = [(key, list(group)) for key, group in groups]
    return [
        {
            "id": f"m{year}-{month:02d}",
            "title": counting.month(cards[0].day),
            "cards": [_card(drawn, one, acting) for one in cards],
        }
        for (year, month), cards in found
    ]


def _card(drawn: Portrait, document: DocumentCard, acting: Acting) -> Shown:
    viewers = drawn.viewers(document.id)
    return {
        "id": f"d-{document.id}",
        "title": titles.title(document),
        "url": acting.url("document", document.id),
        "icon_name": papers.icon(document),
        "line": counting.day(document.day),
        "place": papers.origin(document),
        "hidden": hidden_by(drawn, document, acting),
        "seers": [{"name": one.card.name, "kind": people.kind_of(one)} for one in viewers],
        "count": seen_by(len(viewers)),
        "names": counting.and_list([one.card.name for one in viewers]),
        "buttons": acting_buttons.of_document(drawn, document, acting),
        "one": {"href": acting.url("document", document.id), "about": titles.dated(document)},
    }


def bare_months(documents: Iterable[DocumentCard], acting: Acting) -> list[Shown]:
    """Without who sees them, nor anything to choose."""
    groups = groupby(documents, key=lambda document: (document.day.year, document.day.month))
    return [
        {
            "id": f"m{year}-{month:02d}",
            "title": counting.month(date(year, month, 1)),
            "lines": [_line(one, acting) for one in found],
        }
        for (year, month), found in groups
    ]


def _line(document: DocumentCard, acting: Acting) -> Shown:
    return {
        "title": titles.title(document),
        "url": acting.url("document", document.id),
        "icon_name": papers.icon(document),
        "line": counting.day(document.day),
        "place": papers.origin(document),
    }


def hidden_by(drawn: Portrait, document: DocumentCard, acting: Acting) -> str:
    """« Masqué à tous, par vous », « par Julien Bernard »; empty when it is not hidden."""
    who = list(dict.fromkeys(acting_people.whose(word, acting) for word in papers.hiding(drawn, document)))
    return _("Masqué à tous, %(who)s") % {"who": counting.and_list(who)} if who else ""


def seen_by(count: int) -> str:
    if not count:
        return _("Aucun professionnel ne le voit")
    words = ngettext("Une personne le voit", "%(n)s personnes le voient", count)
    return words % {"n": counting.in_words(count)} if count > 1 else words


def count_sentence(drawn: Portrait, acting: Acting) -> str:
    count = len(drawn.documents)
    if not count:
        return _("Aucun document à voir pour l’instant.")
    words = ngettext("Vous voyez %(n)d document %(of)s.", "Vous voyez %(n)d documents %(of)s.", count)
    return words % {"n": count, "of": acting.of}


def cells(drawn: Portrait, document: DocumentCard, acting: Acting) -> list[Shown]:
    """Each professional's answer about one document, those who see it first."""
    everyone = sorted((*drawn.members, *drawn.authors), key=lambda one: not one.verdicts[document.id].permit)
    return [
        _cell(one, document, drawn, acting)
        | {
            "name": one.card.name,
            "url": acting.url("professional", one.card.id),
            "line": people.role(one),
            "icon_name": "user",
        }
        for one in everyone
    ]


def cell_of(member: Member, document: DocumentCard, drawn: Portrait, acting: Acting) -> Shown:
    """One document, on the page of one professional."""
    return _cell(member, document, drawn, acting) | {
        "name": titles.dated(document),
        "url": acting.url("document", document.id),
        "line": papers.origin(document),
        "icon_name": papers.icon(document),
    }


def _cell(member: Member, document: DocumentCard, drawn: Portrait, acting: Acting) -> Shown:
    verdict, mine = member.verdicts[document.id], acting_people.own(member, acting)
    of = f"{member.card.name}, {titles.dated(document)}"
    return {
        "kind": people.verdict_kind(verdict),
        "why": acting_reasons.why(verdict, drawn, acting),
        "law": verdict.article,
        "buttons": acting_buttons.for_cell(mine, document.id, verdict, of, acting),
    }
