"""Relatives in words: who may know what, who holds a mandate, what is wished of a grave illness (R40–R42, R51, R82)."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from consents import labels
from consents.selectors.portrait import DocumentCard
from consents.selectors.relatives import AllowedCard, RelativeCard, WishCard
from consents.vocabulary import Choice
from portal.patient.forms.relatives import AllowForm, WishForm
from portal.patient.presenters import counting, titles

Shown = dict[str, object]
Own = Mapping[str, DocumentCard]


def page(allowed: Sequence[AllowedCard], wish: WishCard, own: Own) -> Shown:
    return {
        "lede": _lede(allowed),
        "grants": [_row(card, own) for card in allowed if card.kind == "grant"],
        "mandates": [_row(card, own) for card in allowed if card.kind == "mandate"],
        "wish": wished(wish.value, wish.only),
        "wish_since": _("Choix du %(day)s.") % {"day": counting.day(wish.said_at)} if wish.said_at else "",
    }


def _lede(allowed: Sequence[AllowedCard]) -> str:
    names = list(dict.fromkeys(card.name for card in allowed))
    if not names:
        return _("Aujourd’hui, aucun proche n’est autorisé à savoir ce qu’il y a dans votre dossier.")
    return _("Vous avez fait un choix pour %(names)s. Pour tous les autres, rien.") % {
        "names": counting.and_list(names)
    }


def _row(card: AllowedCard, own: Own) -> Shown:
    """A document that the patient may not see himself is not named."""
    about = titles.subject(card.about_kind, card.about, own)
    parts = [_("Depuis le %(day)s") % {"day": counting.day(card.begins_at)}]
    if card.ends_at:
        parts.append(_("jusqu’au %(day)s") % {"day": counting.last_day(card.ends_at)})
    else:
        parts.append(_("jusqu’à ce que vous changiez d’avis"))
    return {
        "kind": card.kind,
        "person": card.person,
        "name": card.name,
        "title": _("%(name)s, pour %(about)s") % {"name": card.name, "about": about},
        "text": f"{', '.join(parts)}.",
        "about": f"{card.about_kind}:{card.about}" if card.about else card.about_kind,
    }


def wished(value: Choice, only: Sequence[str]) -> str:
    if value is Choice.OPPOSED:
        return _("Aucun proche n’est prévenu.")
    if value is Choice.ONLY:
        return _("Un médecin peut prévenir %(names)s, et personne d’autre.") % {"names": counting.and_list(list(only))}
    return _("Pas de souhait : la loi décide. Un médecin peut dire à vos proches ce qu’il faut pour vous soutenir.")


def people(known: Sequence[RelativeCard]) -> list[tuple[str, str]]:
    """Persons named already, told apart by their day of birth."""
    said = _("%(name)s (naissance : %(day)s)")
    return [(card.id, said % {"name": card.name, "day": counting.day(card.born_on)}) for card in known]


def subjects(own: Sequence[DocumentCard], *, whole: bool) -> list[tuple[str, str]]:
    """What may be chosen: the record unless a mandate, each kind that is there, each document that he sees."""
    kinds = sorted({(str(labels.CATEGORIES[card.category]), card.category) for card in own})
    said = [("everything", _("Tout mon dossier"))] if whole else []
    said += [(f"category:{word}", _("La sorte « %(name)s »") % {"name": name}) for name, word in kinds]
    return said + [(f"document:{card.id}", titles.dated(card)) for card in own]


def person_lede() -> str:
    return _("Dites qui est cette personne. Nous ne cherchons personne dans un annuaire, et nous ne lui écrivons pas.")


def wish_lede() -> str:
    return _("Vous pouvez ne rien dire. Vous pouvez aussi changer d’avis quand vous voulez.")


def considered(form: AllowForm, name: str, about: str, *, mandate: bool) -> Shown:
    said = form.cleaned_data
    until = counting.day(said["jusqu_au"]) if said["jusqu_au"] else _("ce que vous changiez d’avis")
    facts = [(_("Pour qui"), name), (_("Pour quoi"), about)]
    facts += [(_("À partir du"), counting.day(said["des"]))] if said["des"] else []
    title = _("Donner un mandat à %(name)s ?") if mandate else _("Autoriser %(name)s à savoir ?")
    return {
        "title": title % {"name": name},
        "facts": [*facts, (_("Jusqu’à"), until)],
        "changes": [
            _("Votre choix est écrit et daté. Votre reçu le prouve auprès d’un hôpital."),
            *(
                [_("Jusqu’à ce jour, cette personne peut demander ces documents pour vous, et rien d’autre.")]
                if mandate
                else []
            ),
        ],
        "unchanged": [
            _("Ce choix n’ouvre aucun compte à cette personne. Ce site ne lui montre rien et ne lui écrit pas."),
            _("Un logiciel d’hôpital ne reconnaît personne à son seul nom. Sans numéro d’identité, il répond non."),
            _("Elle ne voit pas vos choix et n’y change rien. Les retirer n’appartient qu’à vous."),
            _("Vos soignants voient la même chose qu’avant."),
        ],
        "confirm_label": _("Donner ce mandat") if mandate else _("Autoriser cette personne"),
    }


def considered_wish(form: WishForm, names: Sequence[str]) -> Shown:
    return {
        "title": _("Noter ce souhait ?"),
        "facts": [(_("En cas de maladie grave"), wished(form.value(), names))],
        "changes": [_("Vos soignants qui demandent votre souhait liront celui-ci. Vos proches, non.")],
        "unchanged": [
            _("Seul un médecin, ou quelqu’un sous sa responsabilité, parle à vos proches."),
            _("Aucun document n’est montré à vos proches par ce souhait."),
            _("Ce souhait ne remplace pas votre personne de confiance."),
        ],
        "confirm_label": _("Noter ce souhait"),
    }
