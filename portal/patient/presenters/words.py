"""A choice in words: the stance, to whom, about what, until when."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from consents import labels
from consents.selectors.declarations import DeclarationCard
from consents.selectors.portrait import Names
from consents.vocabulary import DeclarationKind
from portal.patient.presenters import counting, others, titles


def to_whom(kind: str, reference: str, names: Names) -> str:
    """« Dr Camille Aubertin », « tous », « toute la profession : pharmacien ou pharmacienne »."""
    if kind == "professional":
        card = names.professionals.get(reference)
        return card.name if card else _("un professionnel")
    if kind == "organisation":
        place = names.places.get(reference)
        return place.name if place else _("un établissement")
    if kind == "profession":
        return _("toute la profession « %(name)s »") % {"name": labels.PROFESSIONS.get(reference, reference)}
    return names.people.get(reference, _("un proche")) if kind == "person" else _("tous")


def about_what(kind: str, reference: str, names: Names) -> str:
    """« tout votre dossier », « Compte rendu, du 3 mars 2026 », « la sorte « Imagerie » »."""
    return titles.subject(kind, reference, names.documents)


def declared(card: DeclarationCard, names: Names) -> str:
    """One line of the history: what was chosen."""
    if not card.to_kind:
        return others.declared(card, names)
    parts = {"to": to_whom(card.to_kind, card.to, names), "about": about_what(card.about_kind, card.about, names)}
    if card.kind == DeclarationKind.WITHDRAW:
        return _("Choix retiré : %(to)s, pour %(about)s.") % parts
    if card.kind == DeclarationKind.HEARD:
        return _("Accord noté pour vous, qui n’ouvre rien sans votre réponse\u00a0: %(to)s, pour %(about)s.") % parts
    if card.to_kind == "everyone" and card.kind == DeclarationKind.OPPOSE:
        said = _("Masqué à tous : %(about)s") % parts
    elif card.kind == DeclarationKind.OPPOSE:
        said = _("Opposition à %(to)s, pour %(about)s") % parts
    else:
        said = _("Autorisation donnée à %(to)s, pour %(about)s") % parts
    until = _(", jusqu’au %(day)s") % {"day": counting.last_day(card.ends_at)} if card.ends_at else ""
    return f"{said}{until}."


def by_whom(card: DeclarationCard, names: Names | None = None) -> str:
    """« par vous, depuis ce site », « déclaré pour vous par Dr X (Hôpital Y), par le logiciel d’un établissement »."""
    if card.collected_by:
        who = _("déclaré pour vous par %(name)s") % {"name": card.collected_by}
    elif card.by_the_patient:
        who = _("par vous")
    else:
        who = _("par %(name)s") % {"name": card.actor_name or _("une autre personne")}
    return f"{who}{_where(card, names)}, {labels.DOORS.get(card.door, '')}"


def _where(card: DeclarationCard, names: Names | None) -> str:
    """The places where the professional who declared works; nothing for anyone else."""
    found = names.professionals.get(card.collector) if names else None
    if found is None or not found.places:
        return ""
    return _(" (%(place)s)") % {"place": ", ".join(place.name for place in found.places)}


def named_by(cards: Iterable[DeclarationCard]) -> dict[str, set[str]]:
    """What a history must look up to be written."""
    found: dict[str, set[str]] = {"professional": set(), "place": set(), "document": set(), "person": set()}
    for card in cards:
        _name(found, card.to_kind, card.to)
        _name(found, card.about_kind, card.about)
        _name(found, *card.object.about)
        found["person"].update(card.object.persons)
        found["document"].update(card.object.documents)
        _name(found, "professional", card.object.professional)
        _name(found, "professional", card.collector)
        _name(found, "place", card.object.stay)
    return found


def _name(found: dict[str, set[str]], kind: str, reference: str) -> None:
    shelf = "place" if kind == "organisation" else kind
    if reference and shelf in found:
        found[shelf].add(reference)
