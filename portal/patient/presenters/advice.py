"""What a choice never changes, what is worth knowing before it, and who is told: each said once, calmly."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.patient.presenters import treating
from portal.patient.presenters.considered import Considered, Looked


def unchanged(considered: Considered) -> list[str]:
    """What this choice never changes (R29, R84, R85, R79, R06)."""
    if considered.verb == "grant":
        return [
            _("Chaque métier ne voit que ce qui relève de lui, même avec votre accord."),
            _("Assureur, employeur et banque ne voient jamais rien."),
            _("Vos autres choix restent comme avant."),
        ]
    if considered.verb == "withdraw":
        return [
            _("Vos autres choix restent comme avant."),
            _("Ce que vous aviez choisi reste écrit dans votre historique."),
        ]
    return [
        _("Vous voyez toujours tous vos documents."),
        _("Qui a écrit un document peut toujours le relire."),
        _("Une copie sur papier, ou déjà envoyée, reste là où elle est."),
        _("Les déclarations que la loi impose ou permet aux soignants ont toujours lieu."),
        _("L’établissement analyse toujours son activité, sous la responsabilité d’un médecin."),
        *_emergencies_unchanged(considered),
    ]


def _emergencies_unchanged(considered: Considered) -> list[str]:
    """By the engine's answers: nobody would be shown less in an emergency."""
    if considered.effect.emergency.losses or not considered.portrait.documents:
        return []
    if considered.to[0] == "everyone" and considered.about[0] == "everything":
        return [_("Les urgences ont leur propre choix, sur la page « En cas d’urgence ».")]
    return [_("En urgence, ce choix ne change rien.")]


def to_know(considered: Considered) -> list[str]:
    """The warning that belongs to this opposition: the treating physician, everyone, everything, an emergency (R32)."""
    if considered.verb != "oppose":
        return []
    return [*_treating_physician(considered), *_scope(considered), *_blocked(considered), _cost(considered)]


def _treating_physician(looked: Looked) -> Iterator[str]:
    losers = {change.professional for change in looked.effect.losses}
    for member in treating.physicians(looked.portrait):
        if member.card.id in losers:
            yield _("%(name)s, votre médecin traitant, verra moins de documents.") % {"name": member.card.name}


def _scope(considered: Considered) -> Iterator[str]:
    """How wide the choice reaches, also in time."""
    whole, everyone = considered.about[0] == "everything", considered.to[0] == "everyone"
    if whole and everyone:
        yield _("C’est le choix le plus large : tout votre dossier, pour tout le monde.")
    elif considered.to[0] in ("organisation", "profession"):
        yield _("Ce choix compte pour tout le monde de ce lieu ou de ce métier, aussi pour qui y arrivera plus tard.")
    if not considered.document:
        yield _("Ce choix compte aussi pour les documents à venir.")


def _blocked(considered: Considered) -> Iterator[str]:
    """A named opposition also holds in an emergency (R37), unless the patient chose otherwise."""
    named = considered.to[0] in ("professional", "organisation", "profession")
    if named and considered.effect.emergency.losses:
        yield _("Ce choix compte aussi en urgence. Vous pouvez en décider autrement sur la page « En cas d’urgence ».")


def _cost(considered: Considered) -> str:
    if considered.document:
        return _(
            "Sans ce document, un soignant pourrait refaire un examen, ou choisir sans le savoir. "
            "On ne pourra pas le lui reprocher. Vous pouvez en parler vous-même, quand vous voulez."
        )
    return _(
        "Sans ces documents, un soignant pourrait refaire un examen, ou choisir sans les connaître. "
        "On ne pourra pas le lui reprocher. Vous pouvez en parler vous-même, quand vous voulez."
    )


def told(considered: Considered) -> str:
    """Whether anybody is told (decision.md §7): in words, only someone to whom the record opens."""
    opens = considered.verb == "grant" and considered.about[0] == "everything" and considered.to[0] == "professional"
    if opens:
        return _("Cette personne peut être prévenue qu’un accès lui est ouvert. Rien ne lui est dit de votre santé.")
    return _("Aucun professionnel n’est prévenu.")
