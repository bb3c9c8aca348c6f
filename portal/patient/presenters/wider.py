"""Choices wider than one person and one document: a place, a profession, a kind, a specialty; offered where one looks."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from consents import labels
from consents.selectors.portrait import DocumentCard, PlaceCard, WordCard
from consents.vocabulary import NEVER_ORGANISATIONS, Profession
from portal.patient.presenters import choices, titles
from portal.patient.presenters.choices import EVERYONE
from sharing.selectors.portrait import Member, Portrait

Row = dict[str, object]


def for_place(portrait: Portrait, place: PlaceCard) -> Row:
    """Everyone who asks from there, now and later."""
    to = f"organisation:{place.id}"
    stance = choices.standing(portrait.words, "organisation", place.id, choices.EVERYTHING, "")
    if stance:
        label = _("Ne plus m’opposer à ce lieu") if stance == "oppose" else _("Retirer mon autorisation à ce lieu")
        buttons = [choices.button("withdraw", label, to=to, of=place.name)]
    else:
        buttons = [choices.button("oppose", _("M’opposer à tout ce lieu"), to=to, of=place.name)]
        if _waits(portrait, place):
            buttons.insert(0, choices.button("grant", _("Autoriser ce lieu"), to=to, of=place.name))
    kind = str(labels.ORGANISATIONS[place.kind])
    return {"icon_name": "hospital", "title": place.name, "text": kind, "stance": _stance(stance), "buttons": buttons}


def _waits(portrait: Portrait, place: PlaceCard) -> bool:
    """A consent to the place would turn some answer round (R14, R16)."""
    there = [one for one in portrait.members if any(entry.place and entry.place.id == place.id for entry in one.care)]
    verdicts = (verdict for one in there for verdict in (*one.verdicts.values(), one.record))
    return any(verdict.rule in ("R14", "R16") and not verdict.permit for verdict in verdicts)


def for_profession(portrait: Portrait, profession: str) -> Row:
    """A whole profession: only to say no; a grant names somebody (R19)."""
    to, name = f"profession:{profession}", str(labels.PROFESSIONS[profession])
    stance = choices.standing(portrait.words, "profession", profession, choices.EVERYTHING, "")
    if stance:
        button = choices.button("withdraw", _("Ne plus m’opposer à ce métier"), to=to, of=name)
    else:
        button = choices.button("oppose", _("M’opposer à tout ce métier"), to=to, of=name)
    return {
        "icon_name": "users",
        "title": name,
        "text": _("Toutes les personnes de ce métier"),
        "stance": _stance(stance),
        "buttons": [button],
    }


def for_member(portrait: Portrait, member: Member) -> list[Row]:
    """On the page of one professional: where he works or takes part in the care, and his profession."""
    places = {entry.place.id: entry.place for entry in member.care if entry.place}
    places |= {place.id: place for place in member.card.places}
    open_ = [place for place in places.values() if place.kind not in NEVER_ORGANISATIONS]
    rows = [for_place(portrait, place) for place in sorted(open_, key=lambda one: one.name)]
    known = member.card.profession != Profession.UNKNOWN
    return [*rows, for_profession(portrait, member.card.profession)] if known else rows


def for_documents(words: Iterable[WordCard], *, category: str = "", specialty: str = "") -> list[Row]:
    """To everyone, about a whole kind or specialty, those to come included."""
    named = (
        ("category", category, _("Masquer cette sorte à tous"), _("Ne plus masquer cette sorte")),
        ("specialty", specialty, _("Masquer cette spécialité à tous"), _("Ne plus masquer cette spécialité")),
    )
    said = list(words)
    return [_for_subject(said, kind, word, hide, show) for kind, word, hide, show in named if word]


def _for_subject(words: list[WordCard], kind: str, word: str, hide: str, show: str) -> Row:
    about, name = f"{kind}:{word}", titles.subject(kind, word, {})
    stance = choices.standing(words, EVERYONE, "", kind, word)
    verb, label = ("withdraw", show) if stance else ("oppose", hide)
    return {
        "icon_name": "list",
        "title": name[:1].upper() + name[1:],
        "text": _("Compte aussi pour les documents à venir"),
        "stance": _("Masqué à tous, par vous") if stance else "",
        "buttons": [choices.button(verb, label, to=EVERYONE, about=about, of=name)],
    }


def of_document(words: Iterable[WordCard], card: DocumentCard) -> list[Row]:
    return for_documents(words, category=card.category, specialty=card.specialty)


def places(portrait: Portrait) -> list[PlaceCard]:
    """Where the members of the team take part in the care or work, by name."""
    found = {entry.place.id: entry.place for member in portrait.members for entry in member.care if entry.place}
    found |= {place.id: place for member in portrait.members for place in member.card.places}
    return sorted(found.values(), key=lambda one: (one.name, one.id))


def place_pills(portrait: Portrait, chosen: PlaceCard | None) -> list[dict[str, object]]:
    """The filters of the team page by place; none when everyone is in one place."""
    found = places(portrait)
    if len(found) < 2:
        return []
    every = {"url": "?", "label": _("Tous les lieux"), "icon_name": "", "count": "", "current": chosen is None}
    return [every, *(_pill(portrait, one, chosen) for one in found)]


def _pill(portrait: Portrait, place: PlaceCard, chosen: PlaceCard | None) -> dict[str, object]:
    count = sum(is_at(member, place.id) for member in portrait.members)
    current = chosen is not None and chosen.id == place.id
    return {
        "url": f"?lieu={place.id}",
        "label": place.name,
        "icon_name": "hospital",
        "count": count,
        "current": current,
    }


def asked(chosen: dict[str, str]) -> dict[str, str]:
    """The kind and the specialty that the documents are filtered by."""
    return {"category": chosen.get("sorte", ""), "specialty": chosen.get("specialite", "")}


def is_at(member: Member, place: str) -> bool:
    cared = (entry.place.id for entry in member.care if entry.place)
    return place in {*cared, *(one.id for one in member.card.places)}


def _stance(stance: str) -> str:
    return str(labels.STANCES[stance]) if stance else ""
