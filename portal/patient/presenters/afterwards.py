"""The page after a choice: what was done, what stands now, who has been told."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consents.selectors.declarations import DeclarationCard
from consents.selectors.portrait import Names
from consents.vocabulary import DeclarationKind
from portal.patient.presenters import counting, documents, people, words
from sharing.selectors.notices import NoticeCard
from sharing.selectors.portrait import Portrait

_AFTER, _RELATIVES = gettext_lazy("Revenir à « Après moi »"), gettext_lazy("Revenir à « Mes proches »")
_PAGES: Mapping[str, tuple[str, object]] = {
    DeclarationKind.POST_MORTEM: ("after_death_choices", _AFTER),
    DeclarationKind.WITHDRAW_POST_MORTEM: ("after_death_choices", _AFTER),
    DeclarationKind.RELATIVES: ("relatives", _RELATIVES),
    DeclarationKind.MANDATE: ("relatives", _RELATIVES),
    DeclarationKind.WITHDRAW_MANDATE: ("relatives", _RELATIVES),
    DeclarationKind.EMERGENCY: ("emergency", gettext_lazy("Revenir à « En cas d’urgence »")),
}


def page(card: DeclarationCard, names: Names, portrait: Portrait, told: Sequence[NoticeCard]) -> dict[str, object]:
    systems = [notice for notice in told if notice.recipient_kind == "system" and notice.state != "without_address"]
    return {
        "done": words.declared(card, names),
        "now": now(card, portrait),
        "facts": facts(card),
        "back": _back(card),
        "undo": card.can_be_undone,
        "told": progress(systems),
    }


def _back(card: DeclarationCard) -> dict[str, str] | None:
    """The page where this was chosen, when it is neither the team nor the documents."""
    found = _PAGES.get(card.kind)
    return {"url": reverse(found[0]), "label": str(found[1])} if found else None


def now(card: DeclarationCard, portrait: Portrait) -> str:
    """What stands at this moment, by the engine's answer."""
    if card.about_kind == "document" and portrait.document(card.about):
        return _("Maintenant : %(seen)s.") % {"seen": documents.seen_by(len(portrait.viewers(card.about))).lower()}
    member = portrait.member(card.to) if card.to_kind == "professional" else None
    if member is None:
        return ""
    said = people.sentence(member)
    return counting.said_of(member.card.name, said[:1].lower() + said[1:])


def facts(card: DeclarationCard) -> list[tuple[str, str]]:
    rows = [
        (_("Fait"), words.by_whom(card)),
        (_("Le"), counting.moment(card.declared_at)),
        (
            _("Compte depuis"),
            counting.moment(card.begins_at) if card.begins_at and card.begins_at > card.declared_at else "",
        ),
        (_("Jusqu’au"), counting.last_day(card.ends_at) if card.ends_at else ""),
        (_("Numéro au registre"), str(card.revision)),
    ]
    return [(term, value) for term, value in rows if value]


def progress(told: Sequence[NoticeCard]) -> dict[str, object] | None:
    """How many connected systems know that something changed; one without a receiver asks each time, untold."""
    if not told:
        return None
    reached = sum(notice.delivered_at is not None for notice in told)
    words_ = ngettext(
        "%(reached)d logiciel sur %(all)d est au courant", "%(reached)d logiciels sur %(all)d sont au courant", reached
    )
    return {"label": words_ % {"reached": reached, "all": len(told)}, "value": reached, "max": len(told)}
