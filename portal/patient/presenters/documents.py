"""Documents in words: what each is, when and where it was made, and who may see it."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consents import labels
from consents.calendar import month_later
from consents.selectors.portrait import DocumentCard, WordCard
from consents.vocabulary import Stance
from portal.patient.presenters import choices, counting, reasons
from portal.patient.presenters.people import kind_of, role, verdict_kind
from portal.patient.presenters.titles import dated, subject, title
from sharing.selectors.portrait import Member, Portrait

_ICONS = {
    "imaging": "image", "prescription": "pill", "dispensing": "pill", "treatment_given": "syringe",
    "summary": "list", "care_plan": "list", "certificate": "seal", "mental_health": "talk", "wishes": "heart",
}  # fmt: skip


def origin(document: DocumentCard) -> str:
    """Who wrote it, and where."""
    place = document.place.name if document.place else ""
    return ", ".join(part for part in (document.author_name, place) if part)


def icon(document: DocumentCard) -> str:
    return _ICONS.get(document.category, "doc")


def by_month(portrait: Portrait, documents: Iterable[DocumentCard]) -> list[dict[str, object]]:
    """The cards of a page, under the month each was made."""
    groups = groupby(documents, key=lambda document: (document.day.year, document.day.month))
    return [
        {
            "id": f"m{year}-{month:02d}",
            "title": counting.month(found[0].day),
            "cards": [card(portrait, one) for one in found],
        }
        for (year, month), found in ((key, list(group)) for key, group in groups)
    ]


def card(portrait: Portrait, document: DocumentCard) -> dict[str, object]:
    """One document: who sees it, and the buttons."""
    viewers = portrait.viewers(document.id)
    return {
        "id": f"d-{document.id}",
        "title": title(document),
        "url": reverse("document", args=[document.id]),
        "icon_name": icon(document),
        "line": counting.day(document.day),
        "place": origin(document),
        "hidden": hidden_by(portrait, document),
        "seers": [{"name": member.card.name, "kind": kind_of(member)} for member in viewers],
        "count": seen_by(len(viewers)),
        "names": counting.and_list([_named(member, document) for member in viewers]),
        "buttons": buttons(portrait, document),
        "one": {"href": reverse("document", args=[document.id]), "about": dated(document)},
    }


def hidden(portrait: Portrait, document: DocumentCard) -> bool:
    """By a word to everyone about it, its kind, its specialty or everything."""
    return bool(hiding(portrait, document))


def hiding(portrait: Portrait, document: DocumentCard) -> tuple[WordCard, ...]:
    """The words to everyone that close it; the engine says which, save where the patient's word stands about a
    document that no profession may read.
    """
    about_it = ("everyone", "document", document.id)
    return portrait.hidden.get(document.id) or tuple(
        word
        for word in portrait.words
        if word.stance == Stance.OPPOSE and (word.to_kind, word.about_kind, word.about) == about_it
    )


def hidden_by(portrait: Portrait, document: DocumentCard) -> str:
    """« Masqué à tous, par vous », or by which wider choice; empty when it is not hidden."""
    words = hiding(portrait, document)
    if not words:
        return ""
    if any(word.about_kind == "document" for word in words):
        return _("Masqué à tous, par vous")
    named = counting.and_list([subject(word.about_kind, word.about, {}) for word in words])
    return _("Masqué à tous, par votre choix sur %(about)s") % {"about": named}


def buttons(portrait: Portrait, document: DocumentCard) -> list[choices.Button]:
    """Hide from everyone, or withdraw what hides it."""
    words = [(word.about_kind, word.about) for word in hiding(portrait, document)]
    return choices.for_document(document.id, dated(document), hiding=words)


def seen_by(count: int) -> str:
    if count == 0:
        return _("Personne d’autre que vous ne le voit")
    words = ngettext("Une personne le voit", "%(n)s personnes le voient", count)
    return words % {"n": counting.in_words(count)} if count > 1 else words


def _named(member: Member, document: DocumentCard) -> str:
    """The author is said to be one: that is why hiding changes nothing for him. An assistant wrote nothing."""
    verdict = member.verdicts[document.id]
    if verdict.as_author:
        return _("%(name)s (qui l’a écrit)") % {"name": member.card.name}
    if verdict.instead_of:
        return _("%(name)s (pour %(assisted)s)") % {"name": member.card.name, "assisted": verdict.instead_of}
    return member.card.name


def cells(portrait: Portrait, document: DocumentCard) -> list[dict[str, object]]:
    """Each professional's verdict about one document, those who see it first, with the buttons."""
    everyone = sorted((*portrait.members, *portrait.authors), key=lambda one: not one.verdicts[document.id].permit)
    return [_cell(member, document) for member in everyone]


def _cell(member: Member, document: DocumentCard) -> dict[str, object]:
    verdict = member.verdicts[document.id]
    return {
        "name": member.card.name,
        "url": reverse("professional", args=[member.card.id]),
        "line": role(member),
        "icon_name": "user",
        "kind": verdict_kind(verdict),
        "why": reasons.why(verdict),
        "why_url": reverse("why", args=[member.card.id, document.id]),
        "law": verdict.article,
        "buttons": choices.for_cell(member, "document", document.id, verdict, member.card.name),
    }


def arrival(deposited: date) -> dict[str, object]:
    """A result that waits to be announced (R31): that it is there, and when it will show by itself."""
    return {
        "title": _("Un résultat est arrivé le %(day)s") % {"day": counting.day(deposited)},
        "text": _(
            "Un soignant doit d’abord vous en parler : la loi le permet pour les nouvelles importantes. "
            "Prenez rendez-vous. Sans rendez-vous, le résultat s’affichera ici le %(day)s."
        )
        % {"day": counting.day(month_later(deposited))},
    }


def cell_of(member: Member, document: DocumentCard) -> dict[str, object]:
    """One document, on the page of one professional."""
    verdict = member.verdicts[document.id]
    return {
        "name": dated(document),
        "url": reverse("document", args=[document.id]),
        "line": origin(document),
        "icon_name": icon(document),
        "kind": verdict_kind(verdict),
        "why": reasons.why(verdict),
        "why_url": reverse("why", args=[member.card.id, document.id]),
        "law": verdict.article,
        "buttons": choices.for_cell(member, "document", document.id, verdict, dated(document)),
    }


def kinds(portrait: Portrait, member: Member) -> list[dict[str, object]]:
    """Each kind of document of the record: how many this professional sees, and a choice for the whole kind."""
    return [
        _kind(member, category, [one for one in portrait.documents if one.category == category])
        for category in sorted(
            {one.category for one in portrait.documents}, key=lambda word: str(labels.CATEGORIES[word])
        )
    ]


def _kind(member: Member, category: str, found: list[DocumentCard]) -> dict[str, object]:
    verdicts = [member.verdicts[one.id] for one in found]
    seen = sum(verdict.permit for verdict in verdicts)
    closed = next((verdict for verdict in verdicts if not verdict.permit), None)
    name = str(labels.CATEGORIES[category])
    words = ngettext("Voit %(seen)d document sur %(known)d.", "Voit %(seen)d documents sur %(known)d.", seen)
    return {
        "name": name,
        "icon_name": _ICONS.get(category, "doc"),
        "line": words % {"seen": seen, "known": len(found)},
        "buttons": choices.for_kind(member, category, seen=seen, closed=closed, of=name),
    }


def facts(document: DocumentCard) -> list[tuple[str, str]]:
    """What is known of one document, on its own page."""
    rows = [
        (_("Sorte"), str(labels.CATEGORIES[document.category])),
        (_("Spécialité"), str(labels.SPECIALTIES.get(document.specialty, ""))),
        (_("Date"), counting.day(document.day)),
        (_("Écrit par"), document.author_name),
        (_("Lieu"), document.place.name if document.place else ""),
    ]
    return [(term, value) for term, value in rows if value]


def count_sentence(portrait: Portrait) -> str:
    """How many documents, how many hidden from everyone, whether one is arriving."""
    count = len(portrait.documents)
    if not count:
        return _("Aucun document à voir dans votre dossier pour l’instant.")
    told = [
        ngettext("Votre dossier contient %(n)d document.", "Votre dossier contient %(n)d documents.", count)
        % {"n": count}
    ]
    if away := sum(hidden(portrait, one) for one in portrait.documents):
        told.append(
            ngettext("Vous en avez masqué %(n)d à tous.", "Vous en avez masqué %(n)d à tous.", away) % {"n": away}
        )
    return " ".join(told)


def pills(portrait: Portrait, *, only_hidden: bool, filtered: bool) -> list[dict[str, object]]:
    away = sum(hidden(portrait, one) for one in portrait.documents)
    return [
        {"url": "?", "label": _("Tous"), "count": len(portrait.documents), "icon_name": "", "current": not (only_hidden or filtered)},
        {"url": "?masques=1", "label": _("Masqués à tous"), "count": away, "icon_name": "eye-shut", "current": only_hidden},
    ]  # fmt: skip


def empty_text(portrait: Portrait) -> str:
    if portrait.documents:
        return _("Aucun de vos documents ne répond à ces filtres.")
    return _("Un document paraît ici dès qu’un établissement l’annonce. Son contenu reste là où il a été fait.")


def filters(documents: Iterable[DocumentCard]) -> dict[str, list[tuple[str, str]]]:
    """What the patient's own documents can be filtered by."""
    found = list(documents)
    years = sorted({str(document.day.year) for document in found}, reverse=True)
    places = {document.place.id: document.place.name for document in found if document.place}
    return {
        "annee": [(year, year) for year in years],
        "sorte": _labelled({document.category for document in found}, labels.CATEGORIES),
        "lieu": sorted(places.items(), key=lambda pair: pair[1]),
        "specialite": _labelled({document.specialty for document in found if document.specialty}, labels.SPECIALTIES),
    }


def _labelled(words: Iterable[str], names: object) -> list[tuple[str, str]]:
    return sorted(((str(word), str(names[word])) for word in words), key=lambda pair: pair[1])  # type: ignore[index]


def kept(documents: Iterable[DocumentCard], chosen: dict[str, str]) -> list[DocumentCard]:
    """Those that answer every filter."""
    return [document for document in documents if all(_answers(document, *one) for one in chosen.items())]


def _answers(document: DocumentCard, name: str, value: str) -> bool:
    return value == {
        "annee": str(document.day.year),
        "sorte": document.category,
        "lieu": document.place.id if document.place else "",
        "specialite": document.specialty,
    }.get(name)
