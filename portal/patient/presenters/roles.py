"""The treating physician, and a member of the team by the patient's own word: who, and the page before a change (R12)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consents.selectors.portrait import ProfessionalCard
from consents.vocabulary import CareBasis, Choice, Profession, SettingName
from portal.patient.declarations import Role
from portal.patient.presenters import changes, choices, counting, emergencies, people, treating
from portal.patient.presenters.considered import Looked
from sharing.selectors.portrait import Member, Portrait
from sharing.selectors.settings import SettingCard

_QUESTIONS: Mapping[SettingName, tuple[object, object]] = {
    SettingName.TREATING_PHYSICIAN_SEES_HIDDEN: (
        gettext_lazy("Ce que vous masquez à tous"),
        gettext_lazy("La loi vous laisse ouvrir à votre médecin traitant ce que vous masquez aux autres."),
    ),
    SettingName.TREATING_PHYSICIAN_INFORMED: (
        gettext_lazy("Ce que font les autres soignants"),
        gettext_lazy("Votre médecin traitant est prévenu quand un autre soignant ouvre votre dossier en urgence."),
    ),
}
_STATES: Mapping[tuple[SettingName, Choice], tuple[str, object]] = {
    (SettingName.TREATING_PHYSICIAN_SEES_HIDDEN, Choice.YES): ("sees", gettext_lazy("Peut le voir")),
    (SettingName.TREATING_PHYSICIAN_SEES_HIDDEN, Choice.NO): ("not", gettext_lazy("Ne le voit pas")),
    (SettingName.TREATING_PHYSICIAN_INFORMED, Choice.YES): ("sees", gettext_lazy("Reçoit un avis")),
    (SettingName.TREATING_PHYSICIAN_INFORMED, Choice.NO): ("not", gettext_lazy("Ne reçoit pas d’avis")),
}
_BUTTONS: Mapping[tuple[SettingName, Choice], object] = {
    (SettingName.TREATING_PHYSICIAN_SEES_HIDDEN, Choice.YES): gettext_lazy("Laisser voir"),
    (SettingName.TREATING_PHYSICIAN_SEES_HIDDEN, Choice.NO): gettext_lazy("Masquer aussi"),
    (SettingName.TREATING_PHYSICIAN_INFORMED, Choice.YES): gettext_lazy("Prévenir"),
    (SettingName.TREATING_PHYSICIAN_INFORMED, Choice.NO): gettext_lazy("Ne plus prévenir"),
}


@dataclass(frozen=True, slots=True)
class ConsideredRole(Looked):
    said: Role

    @property
    def card(self) -> ProfessionalCard:
        return self.names.professionals[self.said.professional]

    @property
    def has_it(self) -> bool:
        member = self.portrait.member(self.said.professional)
        return member is not None and any(entry.basis == self.said.basis for entry in member.care)


def mine(portrait: Portrait, standing: Mapping[SettingName, SettingCard]) -> dict[str, object]:
    """« Mon médecin traitant »: who, and what more he may."""
    found = treating.physicians(portrait)
    return {
        "lede": _lede(found),
        "cards": [people.card(one, portrait) for one in found],
        "release": [_release(one) for one in found],
        "settings": [setting(standing[name]) for name in _QUESTIONS],
        "search_url": f"{reverse('add_professional')}?pour=medecin",
        "crumb_items": [{"url": reverse("team"), "label": _("Mon équipe")}],
    }


def _lede(found: list[Member]) -> str:
    if not found:
        return _("Vous n’avez pas encore choisi de médecin traitant sur ce site.")
    return _("Votre médecin traitant suit toute votre santé. Vous pouvez en changer quand vous voulez.")


def _release(one: Member) -> choices.Button:
    label = _("Ne plus avoir ce médecin traitant")
    return {
        "label": label,
        "href": choices.role_url("release", one.card.id),
        "icon_name": "undo",
        "about": one.card.name,
    }


def setting(card: SettingCard) -> dict[str, object]:
    question, text = _QUESTIONS[card.name]
    kind, state = _STATES[card.name, card.value]
    other = next(value for name, value in _BUTTONS if name == card.name and value != card.value)
    return {
        "id": card.name.value.replace(".", "-").replace("_", "-"),
        "title": str(question),
        "kind": kind,
        "state": str(state),
        "said": emergencies.said(card),
        "text": str(text),
        "buttons": [{**emergencies.button(card.name, other, str(_BUTTONS[card.name, other])), "about": str(question)}],
    }


def offered(member: Member) -> list[choices.Button]:
    """On the page of one professional: the role that the patient may give him, or take back."""
    bases, card = {entry.basis for entry in member.care}, member.card
    found = []
    if CareBasis.RECOGNISED in bases:
        found.append(_role("release", card, CareBasis.RECOGNISED, _("Ne plus compter dans mon équipe")))
    if card.profession == Profession.PHYSICIAN and CareBasis.TREATING_PHYSICIAN not in bases:
        found.append(_role("designate", card, CareBasis.TREATING_PHYSICIAN, _("Choisir comme médecin traitant")))
    if not bases and card.assists is None:
        found.append(_role("designate", card, CareBasis.RECOGNISED, _("Compter dans mon équipe")))
    return found


def _role(verb: str, card: ProfessionalCard, basis: CareBasis, label: str) -> choices.Button:
    icon = "undo" if verb == "release" else "user"
    return {"label": label, "href": choices.role_url(verb, card.id, basis), "icon_name": icon, "about": card.name}


def page(considered: ConsideredRole) -> dict[str, object]:
    emergency = emergencies.group(considered)
    return {
        "title": _title(considered),
        "quote": _quote(considered),
        "period": "",
        "groups": [*changes.groups(considered), *([emergency] if emergency else [])],
        "unchanged": [
            _("Vos oppositions restent comme avant."),
            _("Chaque métier ne voit que ce qui relève de lui."),
            _("Ce choix ne change rien à vos remboursements : il se déclare aussi à l’assurance maladie."),
        ],
        "lint": _lint(considered),
        "to_know": _to_know(considered),
        "told": _told(considered),
        "confirm_label": _("Choisir") if considered.said.verb == "designate" else _("Retirer ce rôle"),
        "has_dates": False,
        "can_confirm": considered.said.verb == "designate" or considered.has_it,
    }


def _title(considered: ConsideredRole) -> str:
    named = {"name": considered.card.name}
    physician = considered.said.basis is CareBasis.TREATING_PHYSICIAN
    if considered.said.verb == "designate":
        words = (
            _("Choisir %(name)s comme médecin traitant ?") if physician else _("Compter %(name)s dans votre équipe ?")
        )
    elif physician:
        words = _("Ne plus avoir %(name)s comme médecin traitant ?")
    else:
        words = _("Ne plus compter %(name)s dans votre équipe ?")
    return words % named


def _quote(considered: ConsideredRole) -> dict[str, str]:
    card = considered.card
    text = ", ".join(part for part in (people.trade(card), people.whereabouts(card, ())) if part)
    return {"title": card.name, "text": text, "icon_name": "user"}


def _lint(considered: ConsideredRole) -> list[str]:
    if considered.said.verb == "designate" and considered.has_it:
        return [_("Cette personne a déjà ce rôle. Le confirmer ne change rien.")]
    if considered.said.verb == "release" and not considered.has_it:
        return [_("Cette personne n’a pas ce rôle : il n’y a rien à retirer.")]
    if considered.effect.changes_nothing:
        return [_("Aujourd’hui, ce choix ne change rien à ce que chacun voit.")]
    return []


def _to_know(considered: ConsideredRole) -> list[str]:
    found = []
    if considered.said.basis is CareBasis.TREATING_PHYSICIAN and considered.said.verb == "designate":
        former = [
            one.card.name for one in treating.physicians(considered.portrait) if one.card.id != considered.card.id
        ]
        if former:
            words = _("%(names)s ne sera plus votre médecin traitant. Il n’y en a qu’un à la fois.")
            found.append(words % {"names": counting.and_list(former)})
    if considered.said.verb == "designate":
        found.append(_("Ce rôle ouvre les documents que son métier permet, aussi ceux à venir."))
    return found


def _told(considered: ConsideredRole) -> str:
    if considered.said.verb == "designate":
        return _("Cette personne peut être prévenue qu’un accès lui est ouvert. Rien ne lui est dit de votre santé.")
    return _("Aucun professionnel n’est prévenu.")
