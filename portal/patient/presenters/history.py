"""What was chosen and who came, as lines under their day."""

from collections.abc import Iterable
from itertools import groupby

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consents import labels
from consents.selectors.declarations import DeclarationCard
from consents.selectors.portrait import DocumentCard, Names
from consents.vocabulary import DeclarationKind, Purpose
from portal.patient.presenters import choices, counting, documents, words
from sharing.selectors.accesses import AccessCard

Line = dict[str, object]
_URGENT = (Purpose.EMERGENCY, Purpose.SAMU_CALL)


def by_day(lines: Iterable[Line]) -> list[dict[str, object]]:
    """Lines under the day, in Paris, on which each happened."""
    groups = groupby(lines, key=lambda line: localdate(line["moment"]))  # type: ignore[arg-type]
    return [{"id": f"j{day:%Y%m%d}", "title": counting.weekday(day), "lines": list(found)} for day, found in groups]


def choice_line(card: DeclarationCard, names: Names) -> Line:
    icons = {DeclarationKind.OPPOSE: ("eye-shut", "not"), DeclarationKind.GRANT: ("eye", "sees")}
    icon, kind = icons.get(DeclarationKind(card.kind), ("pen", ""))
    return {
        "id": f"r{card.revision}",
        "icon_name": icon,
        "kind": kind,
        "moment": card.declared_at,
        "when": counting.hour(card.declared_at),
        "what": words.by_whom(card),
        "text": words.declared(card, names),
        "revision": card.revision,
        "undo": card.can_be_undone,
    }


def access_line(card: AccessCard, own: dict[str, DocumentCard]) -> Line:
    """Who, when, for what purpose, what he was answered; a refusal is marked by word and icon."""
    urgent = card.purpose in _URGENT and card.permit
    return {
        "id": f"a{card.id}",
        "icon_name": "siren" if urgent else "eye" if card.permit else "eye-shut",
        "kind": "urgent" if urgent else "sees" if card.permit else "not",
        "moment": card.asked_at,
        "when": counting.hour(card.asked_at),
        "what": str(labels.PURPOSES.get(card.purpose, card.purpose)),
        "text": _asked(card),
        "tag": "" if card.permit else _("Demande sans accès"),
        "urgent": _("Accès en urgence") if urgent else "",
        "reason": card.stated_reason,
        "shown": [documents.dated(own[each]) for each in card.shown if each in own],
        "oppose": choices.preview_url("oppose", to=f"professional:{card.professional}") if card.professional else "",
        "who": _who(card),
    }


def _who(card: AccessCard) -> str:
    return card.asker_name or _("Une personne que nous ne connaissons pas")


def _asked(card: AccessCard) -> str:
    who, place = _who(card), _(" (%(place)s)") % {"place": card.place_name} if card.place_name else ""
    return f"{who}{place}{_(' : ')}{_answered(card)}"


def _answered(card: AccessCard) -> str:
    if card.record_only:
        opened = _("demande si votre dossier lui est ouvert. Réponse : oui.")
        return opened if card.permit else _("demande si votre dossier lui est ouvert. Réponse : non.")
    seen, refused = len(card.shown), card.refused
    parts = []
    if seen:
        parts.append(
            ngettext("%(n)d document lui a été ouvert.", "%(n)d documents lui ont été ouverts.", seen) % {"n": seen}
        )
    if refused:
        parts.append(ngettext("%(n)d demande refusée.", "%(n)d demandes refusées.", refused) % {"n": refused})
    return " ".join(parts)


def tabs(chosen: str, choices_made: int, accesses: int) -> list[dict[str, object]]:
    page = reverse("history")
    return [
        {"url": page, "label": _("Mes choix"), "count": choices_made, "icon_name": "pen", "current": chosen == "choix"},
        {
            "url": f"{page}?voir=acces",
            "label": _("Les accès"),
            "count": accesses,
            "icon_name": "eye",
            "current": chosen == "acces",
        },
    ]
