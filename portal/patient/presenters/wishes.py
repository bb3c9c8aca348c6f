"""The wish not to know about one document (R02c): the page before it, and where to come back from it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from consents.selectors.wishes import WishCard
from portal.patient.declarations import Wish
from portal.patient.presenters import choices, counting, documents, titles
from portal.patient.presenters.considered import Looked


@dataclass(frozen=True, slots=True)
class ConsideredWish(Looked):
    """`standing`: the wish that stands about this document, if any."""

    said: Wish
    standing: WishCard | None


def page(considered: ConsideredWish) -> dict[str, object]:
    wishing = considered.said.verb == "not_to_know"
    return {
        "title": _("Ne plus voir ce document ?") if wishing else _("Voir de nouveau ce document ?"),
        "quote": _quote(considered),
        "period": "",
        "groups": [_group(wishing)],
        "unchanged": _unchanged(wishing),
        "lint": _lint(considered),
        "to_know": [_("Un soignant peut vous en parler si la santé d’autres personnes est en jeu.")] if wishing else [],
        "told": _("Personne n’est prévenu."),
        "confirm_label": _("Ne plus le voir") if wishing else _("Le voir de nouveau"),
        "has_dates": False,
        "can_confirm": wishing or considered.standing is not None,
    }


def _quote(considered: ConsideredWish) -> dict[str, str]:
    """Named only to one who may see it."""
    card = considered.names.documents.get(considered.said.document)
    if card is None:
        text = (
            _("Souhait du %(day)s") % {"day": counting.day(considered.standing.said_at)} if considered.standing else ""
        )
        return {"title": _("Un document que vous ne voulez pas voir"), "text": text, "icon_name": "doc"}
    text = ", ".join(part for part in (counting.day(card.day), documents.origin(card)) if part)
    return {"title": titles.title(card), "text": text, "icon_name": documents.icon(card)}


def _group(wishing: bool) -> dict[str, object]:
    if wishing:
        title, icon = _("Vous ne le verrez plus"), "eye-shut"
        text = _("Il quitte vos pages. Le site dit seulement que vous avez fait ce souhait, et quand.")
    else:
        title, icon = _("Vous le verrez"), "eye"
        text = _("Il revient parmi vos documents, avec sa date et son lieu.")
    return {"id": "vous", "icon_name": icon, "title": title, "people": [], "text": text, "items": []}


def _unchanged(wishing: bool) -> list[str]:
    return [
        _("Les soignants voient ce document comme avant."),
        _("Vos autres choix restent comme avant."),
        *([_("Vous pouvez demander à un soignant de vous en parler, quand vous voulez.")] if wishing else []),
    ]


def _lint(considered: ConsideredWish) -> list[str]:
    if considered.said.verb == "not_to_know" and considered.standing is not None:
        return [_("Vous avez déjà fait ce souhait. Le confirmer ne change rien.")]
    if considered.said.verb == "know" and considered.standing is None:
        return [_("Vous n’avez pas fait ce souhait : il n’y a rien à retirer.")]
    return []


def button(document: str, name: str) -> choices.Button:
    """On the page of one document."""
    label = _("Ne plus voir ce document")
    return {"label": label, "href": choices.wish_url("not_to_know", document), "icon_name": "eye-shut", "about": name}


def rows(wishes: Iterable[WishCard]) -> list[dict[str, object]]:
    """On the page of the documents: each wish by its day, never by what it is about."""
    return [
        {
            "icon_name": "eye-shut",
            "title": _("Souhait du %(day)s") % {"day": counting.day(wish.said_at)},
            "url": choices.wish_url("know", wish.document),
            "action": _("Voir de nouveau ce document"),
        }
        for wish in wishes
    ]
