"""The personne de confiance in words: who, since when, what is still missing; and whom to call."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consents.selectors.declarations import DeclarationCard
from consents.selectors.portrait import PlaceCard
from consents.selectors.trusted import ToCallCard, TrustedCard
from consents.vocabulary import SigningManner, TrustedRole
from portal.commitment import ARTICLES, ROLES
from portal.patient.forms.trusted import REVOKED, DesignationForm
from portal.patient.presenters import counting

Shown = dict[str, object]
_MANNERS: Mapping[str, object] = {
    SigningManner.LINK: gettext_lazy("par le lien reçu"),
    SigningManner.PAPER: gettext_lazy("sur papier"),
    SigningManner.WITNESSES: gettext_lazy("sur papier, devant deux témoins"),
}


def page(designated: Sequence[TrustedCard], called: Sequence[ToCallCard]) -> Shown:
    taken = {card.role for card in designated}
    return {
        "lede": _lede(designated),
        "cards": [_card(card) for card in designated],
        "free": [_free(role) for role in TrustedRole if role not in taken],
        "does": does(),
        "does_not": does_not(),
        "called": [_called(card) for card in called],
    }


def _lede(designated: Sequence[TrustedCard]) -> str:
    signed = [card.name for card in designated if card.accepted_at]
    if signed:
        return _("Vous avez choisi %(names)s. Votre choix compte.") % {
            "names": counting.and_list(list(dict.fromkeys(signed)))
        }
    if designated:
        return _("%(name)s n’a pas encore signé. Votre choix ne compte pas encore.") % {"name": designated[0].name}
    return _("Vous n’avez désigné personne. Rien ne vous y oblige.")


def _card(card: TrustedCard) -> Shown:
    signed = card.accepted_at is not None
    return {
        "role": card.role,
        "title": str(ROLES[card.role]),
        "name": card.name,
        "pending": not signed,
        "state": _("Désignation complète") if signed else _("Attend sa signature"),
        "said": _said(card),
        "facts": [(term, value) for term, value in _facts(card) if value],
        "email": card.email,
    }


def _said(card: TrustedCard) -> str:
    if card.accepted_at:
        return _reached(card)
    return _("Tant que cette signature manque, aucun soignant ne voit ce choix.")


def _reached(card: TrustedCard) -> str:
    """What a carer is answered: a designation told by a hospital may come without an address."""
    if card.phone or card.address:
        return _("Les soignants peuvent savoir qui est cette personne, et comment la joindre.")
    return _("Les soignants peuvent savoir qui est cette personne. Il manque son adresse et son téléphone.")


def _facts(card: TrustedCard) -> list[tuple[str, str]]:
    signature = ""
    if card.signed_on:
        signed = {"day": counting.day(card.signed_on), "how": str(_MANNERS[card.manner])}
        signature = _("le %(day)s, %(how)s") % signed
    witnesses = [f"{name} ({quality})" for name, quality in card.witnesses]
    return [
        (_("Désignation faite le"), counting.day(card.declared_at)),
        (_("Signature"), signature),
        (_("Nom écrit en signant"), card.signer if card.signer != card.name else ""),
        (_("Témoins"), counting.and_list(witnesses)),
        (_("Jusqu’à"), duration(card.stay)),
        (_("Adresse"), card.address),
        (_("Téléphone"), card.phone),
        (_("E-mail"), card.email),
        (_("Autorisation du juge"), card.authorisation),
        (_("La loi"), str(ARTICLES[card.role])),
    ]


def signature(card: DeclarationCard) -> str:
    """« le 2 février 2026, par le lien reçu », for an entry of the ledger that is one."""
    said = dict(card.object.signature)
    if not said.get("signed_on") or said.get("manner") not in _MANNERS:
        return ""
    day = counting.day(date.fromisoformat(said["signed_on"]))
    return _("le %(day)s, %(how)s") % {"day": day, "how": str(_MANNERS[said["manner"]])}


def duration(stay: str) -> str:
    if stay:
        return _("la fin de votre séjour : %(place)s") % {"place": stay}
    return _("ce que vous changiez d’avis")


def durations(places: Sequence[PlaceCard]) -> list[tuple[str, str]]:
    """None is ticked for the patient (R46)."""
    here = [(place.id, _("Le temps de mon séjour : %(place)s") % {"place": place.name}) for place in places]
    return [*here, (REVOKED, _("Jusqu’à ce que je change d’avis"))]


def _free(role: str) -> Shown:
    return {"title": str(ROLES[role]), "url": f"{reverse('trusted_name')}?pour={role}", "law": str(ARTICLES[role])}


def does() -> list[str]:
    return [
        _("Elle vous aide dans vos démarches et vient à vos rendez-vous, si vous le voulez."),
        _("Si vous ne pouvez plus vous exprimer, les soignants doivent la consulter."),
        _("Elle dit alors vos souhaits. Sa parole compte plus que celle de vos autres proches."),
    ]


def does_not() -> list[str]:
    return [
        _("Elle ne décide jamais à votre place. Les soignants non plus ne lui demandent pas de décider."),
        _("Elle n’a pas accès à votre dossier. Pour cela, il faut un autre choix de vous."),
        _("Elle garde le secret sur ce qu’elle apprend."),
    ]


def considered(form: DesignationForm, place: str, former: Sequence[TrustedCard]) -> Shown:
    said = form.cleaned_data
    name = f"{said['prenom']} {said['nom']}"
    return {
        "who": name,
        "facts": [
            (_("Pour quoi"), str(ROLES[said["role"]])),
            (_("Jusqu’à"), duration(place)),
            (_("Adresse"), said["adresse"]),
            (_("Téléphone"), said["telephone"]),
            *([(_("E-mail"), said["courriel"])] if said["courriel"] else []),
            *([(_("Autorisation du juge"), said["autorisation"])] if said.get("autorisation") else []),
        ],
        "changes": [
            _("Nous notons votre choix. Il ne compte qu’après sa signature."),
            *(
                _("%(name)s ne sera plus votre personne de confiance, dès maintenant.") % {"name": card.name}
                for card in former
            ),
        ],
        "unchanged": [
            _("Personne ne voit de document en plus."),
            _("Vos autres choix restent comme avant."),
        ],
    }


def leaving(card: TrustedCard) -> Shown:
    """Before a designation is taken back."""
    return {
        "role": card.role,
        "title": _("Retirer %(name)s ?") % {"name": card.name},
        "changes": [
            _("Dès maintenant, aucun soignant ne voit plus cette personne comme votre personne de confiance."),
            *([] if card.accepted_at else [_("Le lien que vous lui avez donné ne servira plus.")]),
        ],
        "unchanged": [
            _("Ce qui a été écrit reste dans votre historique, avec sa date."),
            _("Nous ne prévenons pas cette personne. À vous de le lui dire, si vous voulez."),
        ],
    }


def handing_over(name: str, address: str, *, lasts: timedelta) -> Shown:
    return {"who": name, "address": address, "days": lasts.days}


def _called(card: ToCallCard) -> Shown:
    return {
        "id": card.id,
        "name": card.name,
        "text": " · ".join(part for part in (card.relation, card.phone) if part),
        "change_url": f"{reverse('to_call')}?changer={card.id}",
    }
