"""What was chosen and who came, as lines under their day."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import UTC
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consents import labels
from consents.selectors.declarations import DeclarationCard
from consents.selectors.portrait import DocumentCard, Names
from consents.selectors.standing import State
from consents.vocabulary import DeclarationKind, Purpose
from portal.patient.presenters import choices, counting, reasons, titles, visits, who_knows, words
from sharing.reported import Status
from sharing.selectors.accesses import AccessCard
from sharing.selectors.reports import ReportCard

Line = dict[str, object]
_URGENT = (Purpose.EMERGENCY, Purpose.SAMU_CALL)
#: What became of a choice: its symbol and its words.
_STATES: Mapping[State, tuple[str, object]] = {
    State.IN_FORCE: ("check", gettext_lazy("En vigueur")),
    State.TO_COME: ("clock", gettext_lazy("À venir")),
    State.REPLACED: ("history", gettext_lazy("Remplacé par un autre choix")),
    State.WITHDRAWN: ("undo", gettext_lazy("Retiré")),
    State.ENDED: ("clock", gettext_lazy("Terminé")),
}


def by_day(lines: Iterable[Line]) -> list[dict[str, object]]:
    """Lines under the day, in Paris, on which each happened."""
    groups = groupby(lines, key=lambda line: localdate(line["moment"]))  # type: ignore[arg-type]
    return [
        {"id": f"j{day:%Y%m%d}", "title": counting.weekday(day), "lines": list(visits.folded(found))}
        for day, found in groups
    ]


def choice_line(card: DeclarationCard, names: Names) -> Line:
    icons = {DeclarationKind.OPPOSE: ("eye-shut", "not"), DeclarationKind.GRANT: ("eye", "sees")}
    icon, kind = icons.get(DeclarationKind(card.kind), ("pen", ""))
    return {
        "id": f"r{card.revision}",
        "icon_name": icon,
        "kind": kind,
        "moment": card.declared_at,
        "when": counting.hour(card.declared_at),
        "what": words.by_whom(card, names),
        "text": words.declared(card, names),
        "state": state(card),
        "revision": card.revision,
        "undo": card.can_be_undone,
        "begins": _begins(card),
        "told": who_knows.address(card) if who_knows.is_told(card) else "",
    }


def state(card: DeclarationCard) -> dict[str, object] | None:
    """What became of it; nothing for an act that puts nothing in place."""
    if card.state is State.NONE:
        return None
    icon, label = _STATES[card.state]
    return {"icon_name": icon, "label": label}


def _begins(card: DeclarationCard) -> str:
    """Said when the choice counts from later than the moment it was made."""
    if card.begins_at is None or card.begins_at <= card.declared_at:
        return ""
    return _("Compte à partir du %(moment)s.") % {"moment": counting.moment(card.begins_at)}


def access_line(
    asked: AccessCard,
    own: Mapping[str, DocumentCard] | None,
    opposable: Collection[str] = (),
    report: ReportCard | None = None,
) -> Line:
    """Who, when, for what purpose, what he was answered; a refusal is marked by word and icon.

    `own`: the documents that the reader may see, the only ones named and counted; None for one who is shown none.
    `opposable`: the professionals to whom it would change something to oppose. `report`: what the patient said of it.
    """
    card, own = (asked, {}) if own is None else (_as_far_as_seen(asked, own), own)
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
        "shown": [_answer(card, own[each]) for each in card.shown if each in own],
        "denied": [_answer(card, own[each]) for each in card.denied if each in own],
        "opened": "",
        "why": _why("why_record", card, card.professional) if card.record_only and card.professional else "",
        "report": None if report is None else {"url": reverse("report", args=[report.id]), "label": _reported(report)},
        "may_report": report is None or report.status == Status.ANSWERED,
        "access": card.id,
        "oppose": choices.preview_url("oppose", to=f"professional:{card.professional}") if may_oppose else "",
        "who": who(card),
    }


def _as_far_as_seen(card: AccessCard, own: Mapping[str, DocumentCard]) -> AccessCard:
    """A document that he may not see himself is neither named nor counted (decision.md §6); that someone came is said."""
    denied = tuple(each for each in card.denied if each in own)
    shown = tuple(each for each in card.shown if each in own)
    refused = card.refused - len(card.denied) + len(denied)
    permit = card.permit and (shown == card.shown or bool(shown) or not refused)
    return replace(card, shown=shown, denied=denied, refused=refused, permit=permit)


def _answer(card: AccessCard, document: DocumentCard) -> dict[str, str]:
    """One document of the answer, and the page that says why, as it was at that moment."""
    url = _why("why", card, card.professional, document.id) if card.professional else ""
    return {"name": titles.dated(document), "url": url}


def _why(route: str, card: AccessCard, *named: str) -> str:
    """Why he was answered so: from the place he asked from, for the purpose he stated, at that very moment."""
    then = card.asked_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    asked = {"le": then, "pour": card.purpose, "lieu": card.place}
    return f"{reverse(route, args=named)}?{urlencode({key: value for key, value in asked.items() if value})}"


def _reported(report: ReportCard) -> str:
    """Where the patient's report stands."""
    return {
        Status.RECEIVED: _("Signalé : reçu"),
        Status.EXAMINING: _("Signalé : en cours d’examen"),
        Status.ANSWERED: _("Signalé : la réponse est là"),
    }[Status(report.status)]


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
    return _("motif donné : %(purpose)s") % {"purpose": stated} if card.never else stated


def who(card: AccessCard) -> str:
    """An assistant is named with the one whom he assists (R18)."""
    name = card.asker_name or _("Une personne que nous ne connaissons pas")
    return _("%(name)s, pour %(assisted)s") % {"name": name, "assisted": card.instead_of} if card.instead_of else name


def _asked(card: AccessCard) -> str:
    place = _(" (%(place)s)") % {"place": card.place_name} if card.place_name else ""
    return counting.said_of(f"{who(card)}{place}", _answered(card))


def _answered(card: AccessCard) -> str:
    if card.record_only:
        opened = _("demande si votre dossier lui est ouvert. Réponse : oui.")
        return opened if card.permit else _("demande si votre dossier lui est ouvert. Réponse : non.")
    seen, refused = len(card.shown), card.refused
    parts = []
    if seen:
        parts.append(
            ngettext("%(n)d document lui a été ouvert.", "%(n)d documents lui ont été ouverts.", seen) % {"n": seen}
        )
    if refused:
        parts.append(ngettext("%(n)d demande refusée.", "%(n)d demandes refusées.", refused) % {"n": refused})
    return " ".join(parts) or _("une demande sur votre dossier.")


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
