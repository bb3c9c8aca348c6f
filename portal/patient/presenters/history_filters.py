"""What the history may be filtered by: towards whom, about what, in force or not."""

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from consents.selectors.declarations import DeclarationCard
from consents.selectors.portrait import Names
from consents.selectors.standing import State
from consents.vocabulary import DeclarationKind
from portal.patient.presenters import words

Offered = list[tuple[str, str]]
_OTHERS = "autre"
_STAND = (State.IN_FORCE, State.TO_COME)


def choices(cards: Iterable[DeclarationCard], names: Names) -> Mapping[str, Offered]:
    """What is offered is what is there; a document that is not named is offered by no name of its own."""
    listed = list(cards)
    people = {_pair(pair): words.to_whom(*pair, names) for card in listed for pair in _towards(card)}
    things = {key: words.about_what(*_about(card), names) for card in listed if (key := _subject(card, names))}
    return {"qui": _by_name(people), "quoi": _last(things, _OTHERS, _("Autres choix"))}


def kept(cards: Sequence[DeclarationCard], wanted: Mapping[str, str]) -> list[DeclarationCard]:
    """The last declared first: a day stands once on the page."""
    found = [card for card in cards if _is_kept(card, wanted)]
    return sorted(found, key=lambda card: (card.declared_at, card.revision), reverse=True)


def pills(cards: Sequence[DeclarationCard], wanted: Mapping[str, str]) -> list[dict[str, object]]:
    """Everything, or what counts today or will count."""
    standing = sum(card.state in _STAND for card in cards)
    page, others = reverse("history"), {key: value for key, value in wanted.items() if key != "etat"}
    now = wanted.get("etat") == "en-vigueur"
    return [
        {"url": _address(page, others), "label": _("Tous mes choix"), "count": len(cards), "current": not now},
        {
            "url": _address(page, {**others, "etat": "en-vigueur"}),
            "label": _("En vigueur ou à venir"),
            "count": standing,
            "current": now,
        },
    ]


def nothing(tab: str, *, filtered: bool = False, minor: bool = False) -> dict[str, object]:
    """What is said when there is no line."""
    if filtered:
        page = reverse("history")
        return {
            "title": _("Rien avec ces filtres"),
            "text": _("Enlevez un filtre pour voir le reste."),
            "url": page if tab == "choix" else f"{page}?voir=acces",
            "action": _("Tout montrer"),
        }
    title, text = _first(tab, minor=minor)
    return {"title": title, "text": text, "url": reverse("team"), "action": _("Voir mon équipe")}


def _first(tab: str, *, minor: bool) -> tuple[str, str]:
    if tab == "acces":
        text = _("Chaque demande sur votre dossier paraîtra ici, avec son heure et sa raison.")
        return _("Personne n’est venu"), text
    if minor:
        text = _("Ce que vous demandez à un soignant de garder secret paraîtra ici.")
        return _("Aucune demande de votre part"), text
    text = _("Sans choix de votre part, la loi décide seule. Vous pouvez changer cela quand vous voulez.")
    return _("Aucun choix encore"), text


def _is_kept(card: DeclarationCard, wanted: Mapping[str, str]) -> bool:
    if wanted.get("qui") and wanted["qui"] not in {_pair(pair) for pair in _towards(card)}:
        return False
    if wanted.get("quoi") and wanted["quoi"] != (_pair(_about(card)) if _about(card)[0] else _OTHERS):
        return False
    return wanted.get("etat") != "en-vigueur" or card.state in _STAND


def _towards(card: DeclarationCard) -> list[tuple[str, str]]:
    """Whom a declaration is about: of a preference its recipient, of others those whom it names."""
    if card.to_kind:
        return [(card.to_kind, card.to)]
    found = [("person", one) for one in card.object.persons]
    return [*found, ("professional", card.object.professional)] if card.object.professional else found


def _about(card: DeclarationCard) -> tuple[str, str]:
    if card.about_kind:
        return card.about_kind, card.about
    if card.kind in (DeclarationKind.NOT_TO_KNOW, DeclarationKind.WITHDRAW_NOT_TO_KNOW) and card.object.documents:
        return "document", card.object.documents[0]
    return card.object.about


def _subject(card: DeclarationCard, names: Names) -> str:
    kind, reference = _about(card)
    if not kind:
        return _OTHERS
    return "" if kind == "document" and reference not in names.documents else _pair((kind, reference))


def _pair(pair: tuple[str, str]) -> str:
    kind, reference = pair
    return f"{kind}:{reference}" if reference else kind


def _by_name(named: Mapping[str, str]) -> Offered:
    return sorted(((key, label[:1].upper() + label[1:]) for key, label in named.items()), key=lambda pair: pair[1])


def _last(named: Mapping[str, str], key: str, label: str) -> Offered:
    """The others after those that have a name."""
    others = [(key, label)] if key in named else []
    return [*_by_name({each: said for each, said in named.items() if each != key}), *others]


def _address(page: str, query: Mapping[str, str]) -> str:
    return f"{page}?{urlencode(query)}" if query else page
