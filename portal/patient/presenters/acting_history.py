"""The history of someone whom the reader represents, as lines under their day."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consents import labels
from consents.selectors.declarations import DeclarationCard
from consents.selectors.portrait import DocumentCard, Names
from consents.vocabulary import DeclarationKind, Purpose
from portal.patient.acting import Acting
from portal.patient.presenters import acting_words, counting, history, titles
from sharing.selectors.accesses import AccessCard

Line = dict[str, object]
_ICONS = {DeclarationKind.OPPOSE: ("eye-shut", "not"), DeclarationKind.GRANT: ("eye", "sees")}
_URGENT = (Purpose.EMERGENCY, Purpose.SAMU_CALL)


def tabs(acting: Acting, chosen: str, choices_made: int, accesses: int) -> list[Line]:
    """Counts of what this reader is shown, and of nothing else."""
    page = acting.url("history")
    return [
        {"url": page, "label": _("Les choix"), "count": choices_made, "icon_name": "pen", "current": chosen == "choix"},
        {"url": f"{page}?voir=acces", "label": _("Les accès"), "count": accesses, "icon_name": "eye", "current": chosen == "acces"},
    ]  # fmt: skip


def choice(card: DeclarationCard, mine: DeclarationCard | None, names: Names, acting: Acting) -> Line:
    """`mine`: the same, whole, when the reader declared it."""
    icon, kind = _ICONS.get(DeclarationKind(card.kind), ("pen", ""))
    handle = acting.handle(mine.revision) if mine else ""
    return {
        "icon_name": icon,
        "kind": kind,
        "moment": card.declared_at,
        "when": counting.hour(card.declared_at),
        "what": acting_words.by_whom(card, names, acting),
        "text": acting_words.declared(card, names, acting),
        "state": history.state(card),
        "handle": handle,
        "undo": bool(mine and mine.can_be_undone),
        "receipt_url": acting.url("receipt", handle) if handle else "",
    }


def access(card: AccessCard, documents: Mapping[str, DocumentCard], acting: Acting) -> Line:
    """Who, when, for what purpose, what he was answered about what the reader may see."""
    shown = [titles.dated(documents[each]) for each in card.shown if each in documents]
    urgent = card.purpose in _URGENT
    return {
        "icon_name": "siren" if urgent and card.permit else "eye" if card.permit else "eye-shut",
        "kind": "urgent" if urgent and card.permit else "sees" if card.permit else "not",
        "moment": card.asked_at,
        "when": counting.hour(card.asked_at),
        "what": _purpose(card.purpose),
        "text": counting.said_of(_who(card), _answered(card, len(shown))),
        "urgent": _("Accès en urgence") if urgent and card.permit else "",
        "shown": shown,
        "state": None,
        "handle": "",
        "undo": False,
        "receipt_url": "",
    }


def _purpose(purpose: str) -> str:
    """In words that are not the patient's."""
    own = {Purpose.CARE: _("pour des soins"), Purpose.REPRESENTATION: _("au nom de cette personne")}
    return own.get(Purpose(purpose), str(labels.PURPOSES.get(purpose, purpose)))


def _who(card: AccessCard) -> str:
    place = card.place_name
    name = history.who(card)
    return _("%(name)s (%(place)s)") % {"name": name, "place": place} if place else name


def _answered(card: AccessCard, seen: int) -> str:
    if card.record_only:
        yes = card.permit
        return (
            _("demande si ce dossier lui est ouvert. Réponse : oui.")
            if yes
            else _("demande si ce dossier lui est ouvert. Réponse : non.")
        )
    parts = []
    if seen:
        parts.append(
            ngettext("%(n)d document lui a été ouvert.", "%(n)d documents lui ont été ouverts.", seen) % {"n": seen}
        )
    if card.refused:
        refused = card.refused
        parts.append(ngettext("%(n)d demande refusée.", "%(n)d demandes refusées.", refused) % {"n": refused})
    return " ".join(parts) or _("une demande sur ce dossier.")
