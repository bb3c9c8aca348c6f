"""Documents really opened, in words (R91): after an answer, or by themselves."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from consents.selectors.portrait import DocumentCard
from portal.patient.presenters import choices, counting, titles
from sharing.selectors.opened import Opened, OpeningCard

Own = Mapping[str, DocumentCard]


def after(opened: Sequence[Opened], own: Own, *, shown: bool) -> str:
    """What was read after this answer; a document that he may not see himself is neither named nor counted.

    `shown`: something might have been read. A software may open and not say so: « signalée » says no more than we know.
    """
    if not shown:
        return ""
    read = [_("%(document)s à %(hour)s") % {"document": titles.dated(own[one.document]), "hour": counting.hour(one.at)}
            for one in opened if one.document in own]  # fmt: skip
    if not read:
        return _("Sans document ouvert : son logiciel n’a signalé aucune lecture.")
    return _("A ouvert, selon son logiciel : %(documents)s.") % {"documents": counting.and_list(read)}


def line(card: OpeningCard, own: Own, opposable: Collection[str] = ()) -> dict[str, object]:
    """An opening that followed no answer of ours, under its day."""
    name = card.name or _("Une personne que nous ne connaissons pas")
    place = _(" (%(place)s)") % {"place": card.place_name} if card.place_name else ""
    may_oppose = card.professional in opposable
    return {
        "id": f"o{card.id}",
        "icon_name": "eye",
        "kind": "sees",
        "moment": card.asked_at,
        "when": counting.hour(card.asked_at),
        "what": _("lecture signalée par un logiciel"),
        "text": counting.said_of(f"{name}{place}", _what(card, own)),
        **dict.fromkeys(("tag", "never", "never_why", "urgent", "reason", "why", "opened"), ""),
        "shown": [],
        "denied": [],
        "report": None,
        "may_report": False,
        "access": "",
        "oppose": choices.preview_url("oppose", to=f"professional:{card.professional}") if may_oppose else "",
        "who": name,
    }


def _what(card: OpeningCard, own: Own) -> str:
    if card.document not in own:
        return _("a ouvert un document.")
    return _("a ouvert : %(document)s.") % {"document": titles.dated(own[card.document])}
