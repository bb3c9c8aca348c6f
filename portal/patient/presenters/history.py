"""What was chosen and who came, as lines under their day."""

from collections.abc import Collection, Iterable, Mapping
from itertools import groupby

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consents import labels
from consents.selectors.declarations import DeclarationCard
from consents.selectors.portrait import DocumentCard, Names
from consents.vocabulary import DeclarationKind, Purpose
from portal.patient.presenters import choices, counting, reasons, titles, words
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


def access_line(card: AccessCard, own: Mapping[str, DocumentCard], opposable: Collection[str] = ()) -> Line:
    """Who, when, for what purpose, what he was answered; a refusal is marked by word and icon.

    `opposable`: the professionals to whom it would change something to oppose.
    """
    icon, kind = _signs(card)
    may_oppose = card.professional in opposable and not card.never
    return {
        "id": f"a{card.id}",
        "icon_name": icon,
        "kind": kind,
        "moment": card.asked_at,
        "when": counting.hour(card.asked_at),
        "what": _purpose(card),
        "text": _asked(card),
        "tag": "" if card.permit or card.never else _("Demande sans accès"),
        "never": _("Toujours refusé") if card.never else "",
        "never_why": _("%(why)s Vous n’avez rien à faire.") % {"why": reasons.refusal(card.never)}
        if card.never
        else "",
        "urgent": _("Accès en urgence") if kind == "urgent" else "",
        "reason": card.stated_reason,
        "shown": [titles.dated(own[each]) for each in card.shown if each in own],
        "oppose": choices.preview_url("oppose", to=f"professional:{card.professional}") if may_oppose else "",
        "who": _who(card),
    }


def _signs(card: AccessCard) -> tuple[str, str]:
    """Icon and tint."""
    if card.never:
        return "shield", "not"
    if not card.permit:
        return "eye-shut", "not"
    return ("siren", "urgent") if card.purpose in _URGENT else ("eye", "sees")


def _purpose(card: AccessCard) -> str:
    """What was stated; one who may never ask stated it for nothing."""
    stated = str(labels.PURPOSES.get(card.purpose, card.purpose))
    return _("motif donné : %(purpose)s") % {"purpose": stated} if card.never else stated


def _who(card: AccessCard) -> str:
    """An assistant is named with the one whom he assists (R18)."""
    name = card.asker_name or _("Une personne que nous ne connaissons pas")
    return _("%(name)s, pour %(assisted)s") % {"name": name, "assisted": card.instead_of} if card.instead_of else name


def _asked(card: AccessCard) -> str:
    who, place = _who(card), _(" (%(place)s)") % {"place": card.place_name} if card.place_name else ""
    return counting.said_of(f"{who}{place}", _answered(card))


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
