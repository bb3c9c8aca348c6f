"""A minor's rights in plain words, his team, what he asked (R59, R62–R67, R70)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consents.selectors.minors import Asked
from consents.selectors.portrait import CareCard, DocumentCard, ProfessionalCard
from portal.patient.presenters import counting, people, titles


@dataclass(frozen=True, slots=True)
class Carer:
    """Someone of the team, and what he takes part in."""

    name: str
    role: str
    place: str
    facts: list[tuple[str, str]]


def carer(card: ProfessionalCard, care: list[CareCard]) -> Carer:
    return Carer(
        name=card.name,
        role=people.trade(card),
        place=people.whereabouts(card, care),
        facts=[fact for entry in care for fact in people.care_facts(entry)],
    )


def team_title(count: int) -> str:
    if not count:
        return _("Personne n’est encore inscrit dans votre équipe.")
    words = ngettext("Une personne vous soigne.", "%(n)s personnes vous soignent.", count)
    return words % {"n": counting.in_words(count)} if count > 1 else words


def rights() -> list[dict[str, object]]:
    """What he may do, what his parents see, what he sees; each with the law it comes from."""
    return [
        {
            "id": "secret",
            "icon_name": "eye-shut",
            "title": _("Ce que vous pouvez garder secret"),
            "items": [
                _("Vous pouvez demander qu’un soin reste secret pour vos parents, ou pour un seul d’entre eux."),
                _("Demandez-le dans « Ma confidentialité », ou au médecin, à la sage-femme, ou à l’infirmerie pour la sexualité."),
                _("Le soignant vous proposera d’abord d’en parler à vos parents. Vous avez le droit de dire non."),
                _("C’est alors noté. Ils ne voient plus ce document, et rien ne les prévient."),
                _("Un adulte de votre choix vous accompagne au soin. Il ne voit rien de votre dossier."),
            ],
            "law": "CSP L1111-5, L1111-5-1, R1111-6",
        },
        {
            "id": "parents",
            "icon_name": "users",
            "title": _("Ce que vos parents voient"),
            "items": [
                _("Chaque parent ou tuteur peut lire votre dossier, même si vos parents sont séparés."),
                _("Ils choisissent aussi quels soignants le voient. Ce choix-là n’est pas sur vos pages."),
                _("Ils ne voient pas ce que vous gardez secret."),
            ],
            "law": "CSP L1111-2, L1111-7",
        },
        {
            "id": "medecin",
            "icon_name": "talk",
            "title": _("Pour les autres soins, avec un médecin"),
            "items": [
                _("Vous pouvez demander que vos parents ne lisent votre dossier qu’avec un médecin."),
                _("Demandez-le dans « Ma confidentialité », ou à un soignant de votre équipe."),
            ],
            "law": "CSP L1111-7, R1111-6",
        },
        {
            "id": "vous",
            "icon_name": "eye",
            "title": _("Ce que vous voyez"),
            "items": [
                _("Ici : vos droits, votre équipe, ce que vous avez demandé, et qui est venu."),
                _("Les documents ne s’affichent pas avant dix-huit ans. Un soignant peut vous les expliquer."),
                _("À dix-huit ans, votre dossier s’ouvre à vous et se ferme à vos parents. Vos secrets restent gardés."),
            ],
            "law": "CSP L1111-7",
        },
    ]  # fmt: skip


def asked(found: Asked) -> list[str]:
    """What stands of what he asked; nothing is said when he asked nothing."""
    told = []
    if found.secrets:
        told.append(
            ngettext("Un soin est gardé secret.", "%(n)s soins sont gardés secrets.", found.secrets)
            % {"n": counting.in_words(found.secrets)}
        )
    if found.through_physician:
        told.append(_("Vos parents ou tuteurs ne lisent votre dossier qu’avec un médecin."))
    return told


def document(card: DocumentCard) -> dict[str, str]:
    return {
        "icon_name": "doc",
        "title": titles.dated(card),
        "text": card.place.name if card.place else "",
    }
