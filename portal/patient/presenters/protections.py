"""Who represents or assists whom, in words: what the holder of a measure may see and do, and what he may not."""

from django.urls import reverse
from django.utils.translation import gettext as _

from consents import labels
from consents.selectors.protections import MeasureCard
from consents.vocabulary import REPRESENTATION_MEASURES, ProtectionMeasure
from portal.patient.presenters import counting
from sharing.selectors.represented import Represented

Shown = dict[str, object]


def ward(whom: Represented) -> Shown:
    """One line of « Vous représentez ou assistez »."""
    text = (
        _("Vous assistez cette personne. Vous lisez les documents qu’elle vous laisse lire.")
        if whom.assists
        else _("Vous représentez cette personne. Vous lisez son dossier et vous pouvez choisir qui le voit.")
    )
    door = "ward" if whom.assists or whom.reads.rule == "R72" else "child"
    return {
        "id": f"p-{whom.person.id}",
        "name": whom.person.name,
        "text": text,
        "url": reverse(door, args=[whom.person.id]),
    }


def measure(one: MeasureCard, reads: Represented | None) -> Shown:
    """One line of « Une mesure vous protège ». `reads`: whether, and by which title, its holder reads now."""
    return {
        "id": f"m-{one.id}",
        "guardian": str(one.guardian),
        "name": one.name,
        "measure": str(labels.MEASURES[one.measure]),
        "facts": [(term, value) for term, value in _facts(one) if value],
        "may": _may(one, reads),
        "assists": one.assists,
        "allowed": reads is not None and reads.reads.admitted,
    }


def _facts(one: MeasureCard) -> list[tuple[str, str]]:
    return [
        (_("Depuis"), counting.day(one.begins_at) if one.begins_at else ""),
        (_("Jusqu’à"), counting.moment(one.ends_at) if one.ends_at else _("sans date de fin connue")),
        (_("Décision"), one.reference),
    ]


def _may(one: MeasureCard, reads: Represented | None) -> list[str]:
    if one.measure in REPRESENTATION_MEASURES:
        return [
            _("Peut lire votre dossier, comme vous. Vous recevez les mêmes informations."),
            _(
                "Peut choisir qui voit votre dossier. Vos choix passent d’abord : quand ils diffèrent, le plus strict s’applique."
            ),
            _("Peut choisir pour les urgences et pour le médecin traitant."),
            _("Ne peut rien choisir d’autre à votre place, ni effacer vos choix."),
        ]
    if one.assists:
        allowed = reads is not None
        may = _("Lit ce que vous lui laissez lire.") if allowed else _("Ne lit rien : il faut votre accord.")
        return [may, _("Ne choisit rien à votre place.")]
    if one.measure is ProtectionMeasure.SAFEGUARD:
        return [_("Cette mesure ne change rien à qui voit votre dossier.")]
    return [_("Cette mesure porte sur vos biens. Elle n’ouvre pas votre dossier.")]
