"""The page before a choice for emergencies or for the treating physician (R25, R30, R34–R37)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consents.silence import SILENCE
from consents.vocabulary import Choice, SettingName
from portal.patient.declarations import Setting
from portal.patient.presenters import changes, counting, emergencies, treating
from portal.patient.presenters.considered import Looked
from sharing.selectors.settings import SettingCard

_DOORS = (SettingName.EMERGENCY_SAMU, SettingName.EMERGENCY_BREAK_GLASS)
Words = Mapping[tuple[SettingName, Choice], object]
_TITLES: Words = {
    (SettingName.EMERGENCY_SAMU, Choice.ALLOW): gettext_lazy("Permettre au médecin du SAMU d’ouvrir votre dossier ?"),
    (SettingName.EMERGENCY_SAMU, Choice.REFUSE): gettext_lazy("Refuser que le médecin du SAMU ouvre votre dossier ?"),
    (SettingName.EMERGENCY_BREAK_GLASS, Choice.ALLOW): gettext_lazy(
        "Permettre à un soignant d’ouvrir votre dossier en urgence ?"
    ),
    (SettingName.EMERGENCY_BREAK_GLASS, Choice.REFUSE): gettext_lazy(
        "Refuser qu’un soignant ouvre votre dossier en urgence ?"
    ),
    (SettingName.EMERGENCY_HIDDEN, Choice.ALLOW): gettext_lazy("Laisser voir en urgence ce que vous masquez à tous ?"),
    (SettingName.EMERGENCY_HIDDEN, Choice.REFUSE): gettext_lazy(
        "Garder masqué en urgence ce que vous masquez à tous ?"
    ),
    (SettingName.EMERGENCY_BLOCKS_HOLD, Choice.YES): gettext_lazy("Faire compter vos oppositions aussi en urgence ?"),
    (SettingName.EMERGENCY_BLOCKS_HOLD, Choice.NO): gettext_lazy("Ne plus faire compter vos oppositions en urgence ?"),
    (SettingName.TREATING_PHYSICIAN_SEES_HIDDEN, Choice.YES): gettext_lazy(
        "Laisser voir à votre médecin traitant ce que vous masquez à tous ?"
    ),
    (SettingName.TREATING_PHYSICIAN_SEES_HIDDEN, Choice.NO): gettext_lazy(
        "Masquer aussi à votre médecin traitant ce que vous masquez à tous ?"
    ),
    (SettingName.TREATING_PHYSICIAN_INFORMED, Choice.YES): gettext_lazy(
        "Prévenir votre médecin traitant de ce que font les autres soignants ?"
    ),
    (SettingName.TREATING_PHYSICIAN_INFORMED, Choice.NO): gettext_lazy(
        "Ne plus prévenir votre médecin traitant de ce que font les autres soignants ?"
    ),
}
_LABELS: Words = {
    (SettingName.EMERGENCY_SAMU, Choice.ALLOW): gettext_lazy("Permettre"),
    (SettingName.EMERGENCY_SAMU, Choice.REFUSE): gettext_lazy("Refuser"),
    (SettingName.EMERGENCY_BREAK_GLASS, Choice.ALLOW): gettext_lazy("Permettre"),
    (SettingName.EMERGENCY_BREAK_GLASS, Choice.REFUSE): gettext_lazy("Refuser"),
    (SettingName.EMERGENCY_HIDDEN, Choice.ALLOW): gettext_lazy("Laisser voir en urgence"),
    (SettingName.EMERGENCY_HIDDEN, Choice.REFUSE): gettext_lazy("Garder masqué"),
    (SettingName.EMERGENCY_BLOCKS_HOLD, Choice.YES): gettext_lazy("Les faire compter"),
    (SettingName.EMERGENCY_BLOCKS_HOLD, Choice.NO): gettext_lazy("Ne pas les faire compter"),
    (SettingName.TREATING_PHYSICIAN_SEES_HIDDEN, Choice.YES): gettext_lazy("Laisser voir"),
    (SettingName.TREATING_PHYSICIAN_SEES_HIDDEN, Choice.NO): gettext_lazy("Masquer aussi"),
    (SettingName.TREATING_PHYSICIAN_INFORMED, Choice.YES): gettext_lazy("Prévenir"),
    (SettingName.TREATING_PHYSICIAN_INFORMED, Choice.NO): gettext_lazy("Ne plus prévenir"),
}
#: What a value may cost, or what follows it: told once.
_WORTH_KNOWING: Words = {
    (SettingName.EMERGENCY_SAMU, Choice.REFUSE): gettext_lazy("Sans votre dossier, ce médecin peut ignorer une allergie ou un traitement. Il vous aidera quand même."),
    (SettingName.EMERGENCY_BREAK_GLASS, Choice.REFUSE): gettext_lazy("Sans votre dossier, un soignant peut ignorer une allergie ou un traitement. Il vous soignera quand même."),
    (SettingName.EMERGENCY_HIDDEN, Choice.ALLOW): gettext_lazy("Un document vu ne peut pas être oublié. Vous pourrez changer ce choix pour la suite."),
    (SettingName.EMERGENCY_BLOCKS_HOLD, Choice.YES): gettext_lazy("Une personne à qui vous dites non n’ouvrira pas votre dossier, même si elle est la seule sur place."),
    (SettingName.EMERGENCY_BLOCKS_HOLD, Choice.NO): gettext_lazy("Un document vu ne peut pas être oublié. Vous pourrez changer ce choix pour la suite."),
    (SettingName.TREATING_PHYSICIAN_SEES_HIDDEN, Choice.YES): gettext_lazy("Chaque lecture de ce que vous masquez est notée, et vous recevez un avis."),
    (SettingName.TREATING_PHYSICIAN_INFORMED, Choice.NO): gettext_lazy("Votre médecin traitant ne saura pas, par ce service, qu’un autre soignant est intervenu en urgence."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ConsideredSetting(Looked):
    """`standing`: every setting as it holds today."""

    said: Setting
    standing: Mapping[SettingName, SettingCard]

    @property
    def key(self) -> tuple[SettingName, Choice]:
        return self.said.name, self.said.value


def page(considered: ConsideredSetting) -> dict[str, object]:
    emergency = emergencies.group(considered)
    return {
        "title": str(_TITLES[considered.key]),
        "quote": _quote(considered),
        "period": "",
        "groups": [*changes.groups(considered), *([emergency] if emergency else [])],
        "unchanged": _unchanged(considered),
        "lint": lint(considered),
        "to_know": [str(_WORTH_KNOWING[considered.key])] if considered.key in _WORTH_KNOWING else [],
        "told": _("Aucun professionnel n’est prévenu."),
        "confirm_label": str(_LABELS[considered.key]),
        "has_dates": False,
        "can_confirm": True,
    }


def _quote(considered: ConsideredSetting) -> dict[str, str]:
    if considered.said.for_emergencies:
        return {"title": _("En urgence"), "text": "", "icon_name": "siren"}
    names = [one.card.name for one in treating.physicians(considered.portrait)]
    return {"title": _("Votre médecin traitant"), "text": counting.and_list(names), "icon_name": "user"}


def _unchanged(considered: ConsideredSetting) -> list[str]:
    rest = _("Vos autres choix restent comme avant.")
    if not considered.said.for_emergencies:
        return [_("Une opposition qui nomme votre médecin traitant tient toujours."), rest]
    return [
        _("Chaque accès en urgence est noté, puis contrôlé. Vous recevez un avis."),
        _("Qui a écrit un document peut toujours le relire."),
        _("Chaque métier ne voit que ce qui relève de lui."),
        rest,
    ]


def lint(considered: ConsideredSetting) -> list[str]:
    """Already chosen, already the rule of silence, kept by someone stricter, closed by both doors, without effect."""
    found = considered.standing[considered.said.name]
    if found.own is considered.said.value and found.said_at is not None:
        day = {"day": counting.day(found.said_at)}
        return [_("Ce choix est déjà en place depuis le %(day)s. Le confirmer ne change rien.") % day]
    if found.own is None and found.value is SILENCE[found.name] is considered.said.value:
        return [_("C’est déjà la règle quand vous ne dites rien. Le confirmer l’écrit à votre nom.")]
    nothing = considered.effect.changes_nothing and not (
        considered.effect.emergency.gains or considered.effect.emergency.losses
    )
    if not nothing or considered.said.name is SettingName.TREATING_PHYSICIAN_INFORMED:
        return []
    return [_without_effect(considered)]


def _without_effect(considered: ConsideredSetting) -> str:
    closed = all(considered.standing[door].value is Choice.REFUSE for door in _DOORS)
    if closed and considered.said.for_emergencies and considered.said.name not in _DOORS:
        return _("Vous refusez déjà les deux accès en urgence : ce choix ne compte que si vous en permettez un.")
    return _("Aujourd’hui, ce choix ne change rien à ce qui serait vu. Il comptera si votre dossier change.")
