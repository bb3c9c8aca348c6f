"""The record as a professional would be shown it: no verdict, no button, nothing that stands for what is absent."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from consents import labels
from consents.selectors.portrait import DocumentCard
from consents.vocabulary import Code, Purpose
from portal.patient.presenters import counting, documents, people, titles
from sharing.selectors.portrait import Member
from sharing.services.seen_by import Seen

_URGENT = frozenset({Purpose.EMERGENCY, Purpose.SAMU_CALL})


def page(member: Member, seen: Seen, places: Mapping[str, str]) -> dict[str, object]:
    name = member.card.name
    return {
        "title": _("Votre dossier, vu par %(name)s") % {"name": name},
        "frame_title": _("Ce que son logiciel lui montre"),
        "who": {"name": name, "role": people.role(member), "place": place(seen, places)},
        "purpose": purpose(seen),
        "urgent": urgent(seen),
        "empty_title": _("Aucun document"),
        "empty_text": nothing(seen),
    }


def purposes(words: Iterable[str]) -> dict[str, str]:
    """Each as the head of a choice: « Pour vous soigner », « En urgence »."""
    return {str(word): _capital(str(labels.PURPOSES[word])) for word in words}


def answered(seen: Seen) -> dict[str, str]:
    """What the page answers, as its own address would say it."""
    question = seen.asking.question
    return {"pour": str(question.purpose), "lieu": question.asker.organisation or ""}


def kept_query(seen: Seen) -> str:
    return f"{urlencode(answered(seen))}&"


def place(seen: Seen, places: Mapping[str, str]) -> str:
    return places.get(seen.asking.question.asker.organisation or "", "")


def purpose(seen: Seen) -> str:
    return _capital(str(labels.PURPOSES[seen.asking.question.purpose]))


def urgent(seen: Seen) -> str:
    """What this view supposes, said once."""
    stated = seen.asking.question.purpose
    if stated not in _URGENT:
        return ""
    if stated == Purpose.SAMU_CALL:
        return _("Seul un appel au SAMU pour vous ouvre cette vue. L’accès est noté, vérifié, et on vous le dit.")
    return _(
        "Pour voir cela, il faut déclarer une urgence : vous ne pouvez pas parler et votre santé est en danger. "
        "La raison est écrite. L’accès est noté, vérifié, et on vous le dit."
    )


def nothing(seen: Seen) -> str:
    """What the software says of the record when it shows no document (decision.md §6)."""
    told = {
        Code.PERMIT: _("Le dossier lui est ouvert, mais rien ne s’y affiche."),
        Code.EMERGENCY_REFUSED: _("Son logiciel dit seulement que l’accès en urgence est refusé."),
        Code.NOT_PERMITTED: _("Son logiciel dit seulement que cet accès n’est jamais permis."),
    }
    return told.get(seen.record, _("Son logiciel dit seulement qu’il faut l’accord de la personne. Il ne dit pas s’il existe un dossier."))  # fmt: skip


def by_month(found: Iterable[DocumentCard]) -> list[dict[str, object]]:
    """The cards of a page, under the month each was made."""
    months: dict[tuple[int, int], list[DocumentCard]] = {}
    for document in found:
        months.setdefault((document.day.year, document.day.month), []).append(document)
    return [
        {"id": f"m{year}-{month:02d}", "title": counting.month(some[0].day), "cards": [card(one) for one in some]}
        for (year, month), some in months.items()
    ]


def card(document: DocumentCard) -> dict[str, str]:
    """What a document is: no link, no count, no mark of a choice."""
    return {
        "id": f"d-{document.id}",
        "title": titles.title(document),
        "icon_name": documents.icon(document),
        "line": counting.day(document.day),
        "place": documents.origin(document),
    }


def links(member: Member) -> dict[str, str]:
    """Out of the frame: where to see the rest, and why."""
    return {
        "detail": reverse("professional", args=[member.card.id]),
        "why": reverse("why_record", args=[member.card.id]),
    }


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
