"""The form that both sign on paper: the words of CSP L.1111-6, or of CASF L.311-5-1 (R43, R48)."""

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consents.selectors.trusted import TrustedCard
from consents.vocabulary import TrustedRole
from portal.commitment import ARTICLES, promises
from portal.patient.presenters import counting

Words = dict[str, object]


def language() -> str:
    return get_language() or "fr"


def words(card: TrustedCard, patient: str, born_on: date, *, witnesses: bool) -> Words:
    """What the template sets; `witnesses`: with two blocks for those who sign for a patient who cannot write."""
    return {
        "title": _("Désignation d’une personne de confiance"),
        "law": _("Selon le %(article)s.") % {"article": ARTICLES[card.role]},
        "patient_title": _("La personne qui désigne"),
        "patient": _patient(card, patient, born_on),
        "person_title": _("La personne de confiance"),
        "person": _person(card),
        "will": _will(card, witnesses=witnesses),
        "duration": _duration(card),
        "promise_title": _("En signant, la personne de confiance dit"),
        "promises": promises(card.role, patient),
        "rights": _("Cette désignation se retire à tout moment, par écrit ou sur le site. Une nouvelle la remplace."),
        "sign_title": _("Signatures"),
        "signatures": _signatures(card, patient, witnesses=witnesses),
        "place_word": _("Fait à"),
        "day_word": _("le"),
        "foot": _("Une copie pour la personne qui désigne, une pour la personne de confiance, une pour le dossier."),
        "page_word": _("page"),
    }


def _patient(card: TrustedCard, patient: str, born_on: date) -> list[tuple[str, str]]:
    rows = [(_("Prénom et nom"), patient), (_("Date de naissance"), counting.day(born_on))]
    return rows + ([(_("Autorisation du juge"), card.authorisation)] if card.authorisation else [])


def _person(card: TrustedCard) -> list[tuple[str, str]]:
    rows = [
        (_("Prénom et nom"), card.name),
        (_("Adresse"), card.address),
        (_("Téléphone"), card.phone),
        (_("E-mail"), card.email),
    ]
    return [(term, value) for term, value in rows if value]


def _will(card: TrustedCard, *, witnesses: bool) -> str:
    named = {"name": card.name, "what": _own(card)}
    if witnesses:
        return _("Je ne peux pas écrire. Deux témoins attestent que je désigne librement %(name)s %(what)s.") % named
    return _("Je désigne librement %(name)s %(what)s.") % named


def _own(card: TrustedCard) -> str:
    """« pour mes soins »: the patient speaks."""
    if card.role == TrustedRole.SOCIAL:
        return _("comme personne de confiance pour l’aide sociale ou médico-sociale")
    return _("comme personne de confiance pour mes soins")


def _duration(card: TrustedCard) -> str:
    if card.stay:
        return _("Cette désignation vaut le temps de mon séjour : %(place)s.") % {"place": card.stay}
    return _("Cette désignation vaut jusqu’à ce que je la retire.")


def _signatures(card: TrustedCard, patient: str, *, witnesses: bool) -> list[Words]:
    hers: Words = {"who": _("La personne de confiance"), "name": card.name, "lines": [_("Signature")]}
    if not witnesses:
        return [{"who": _("La personne qui désigne"), "name": patient, "lines": [_("Signature")]}, hers]
    asked = [_("Prénom et nom"), _("Qualité"), _("Signature")]
    return [
        {"who": _("Premier témoin"), "name": "", "lines": asked},
        {"who": _("Second témoin"), "name": "", "lines": asked},
        hers,
    ]
