"""Who has been told of a choice, in words: told, not yet, given up; and what that changes, which is nothing."""

from collections.abc import Callable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consents.selectors.declarations import DeclarationCard
from consents.selectors.portrait import Names
from consents.vocabulary import DeclarationKind
from portal.patient.presenters import counting, words
from sharing.selectors.told import Reached, RecipientCard, Told

_TOLD_OF = frozenset(
    {
        DeclarationKind.GRANT, DeclarationKind.OPPOSE, DeclarationKind.WITHDRAW, DeclarationKind.EMERGENCY,
        DeclarationKind.TREATING_PHYSICIAN, DeclarationKind.DESIGNATION, DeclarationKind.TRUSTED_PERSON,
    }
)  # fmt: skip
#: The symbol, and its tint: told, not yet, not linked.
_SIGNS: Mapping[Reached, tuple[str, str]] = {
    Reached.APPLIED: ("check", "sees"),
    Reached.TOLD: ("check", "sees"),
    Reached.LATER: ("clock", ""),
    Reached.WAITING: ("clock", "part"),
    Reached.RETRIED: ("clock", "part"),
    Reached.GIVEN_UP: ("warn", "not"),
}
_SAID: Mapping[Reached, object] = {
    Reached.APPLIED: gettext_lazy("Au courant : ce logiciel l’a appliqué, le %(since)s."),
    Reached.TOLD: gettext_lazy("Au courant depuis le %(since)s."),
    Reached.LATER: gettext_lazy("Le message part le %(since)s, quand votre choix commence."),
    Reached.WAITING: gettext_lazy("Pas encore. Le message est prêt depuis le %(since)s."),
    Reached.RETRIED: gettext_lazy("Pas encore, depuis le %(since)s : pas de réponse. Nouvel essai le %(next)s."),
    Reached.GIVEN_UP: gettext_lazy(
        "Pas au courant, depuis le %(since)s. Nous n’essayons plus : ce logiciel ne répond pas. "
        "L’établissement doit le réparer."
    ),
    Reached.ASKS: gettext_lazy("Ne reçoit pas nos messages. Ce logiciel nous demande à chaque fois."),
    Reached.NO_SOFTWARE: gettext_lazy("Pas de logiciel relié. Ce lieu n’ouvre aucun document par ce service."),
    Reached.NO_ADDRESS: gettext_lazy("Pas d’adresse connue : parlez-lui de votre choix."),
}


def is_told(card: DeclarationCard) -> bool:
    """Whether others are told of this kind of choice."""
    return card.kind in _TOLD_OF


def address(card: DeclarationCard) -> str:
    return f"{reverse('who_knows')}?choix={card.revision}"


def nothing() -> dict[str, object]:
    return {"choice": None, "lede": _("Vous n’avez encore rien choisi : personne n’a à être prévenu.")}


def page(card: DeclarationCard, names: Names, found: Told) -> dict[str, object]:
    return {
        "choice": {
            "text": words.declared(card, names),
            "when": counting.moment(card.declared_at),
            "moment": card.declared_at,
            "what": words.by_whom(card, names),
        },
        "lede": sentence(found),
        "progress": _progress(found),
        "rows": [_row(one) for one in found.recipients],
    }


def sentence(found: Told) -> str:
    """The truth in one sentence."""
    if not found.planned:
        return _("Nous cherchons qui prévenir. Cela prend moins d’une minute.")
    if not found.recipients:
        return _("Personne n’a à être prévenu de ce choix.")
    if not found.waits and found.reached:
        return _("Tous ceux que nous pouvons prévenir sont au courant.")
    if not found.waits:
        return _("Personne ne reçoit nos messages. On nous demande avant de montrer un document.")
    if not found.reached:
        return ngettext(
            "Pas encore : %(n)d destinataire n’est pas au courant.",
            "Pas encore : %(n)d destinataires ne sont pas au courant.",
            found.waits,
        ) % {"n": found.waits}
    reached = ngettext("%(n)d destinataire est au courant", "%(n)d destinataires sont au courant", found.reached) % {
        "n": found.reached
    }
    left = ngettext("%(n)d ne l’est pas encore", "%(n)d ne le sont pas encore", found.waits) % {"n": found.waits}
    return _("%(reached)s, %(left)s.") % {"reached": reached, "left": left}


def other(card: DeclarationCard, names: Names, found: Told) -> dict[str, object]:
    """One of the choices before, and how far it has come."""
    return {
        "icon_name": "clock" if found.waits or not found.planned else "check" if found.reached else "info",
        "title": words.declared(card, names),
        "text": f"{counting.moment(card.declared_at)}. {sentence(found)}",
        "url": address(card),
    }


def _progress(found: Told) -> dict[str, object] | None:
    together = found.reached + found.waits
    if not together:
        return None
    label = _("%(reached)d sur %(all)d") % {"reached": found.reached, "all": together}
    return {"label": label, "value": found.reached, "max": together}


def _row(one: RecipientCard) -> dict[str, object]:
    icon, kind = _SIGNS.get(one.reached, ("info", ""))
    said = str(_SAID[one.reached]) % {
        "since": counting.moment(one.since),
        "next": counting.moment(one.next_at) if one.next_at else "",
    }
    return {"icon_name": icon, "kind": kind, "title": _NAMED[one.kind](one), "text": said}


def _system(one: RecipientCard) -> str:
    """A software is nothing to a patient without the places it serves."""
    places = counting.and_list(list(one.places))
    return _("%(places)s (logiciel « %(name)s »)") % {"places": places, "name": one.name} if places else one.name


_NAMED: Mapping[str, Callable[[RecipientCard], str]] = {
    "system": _system,
    "organisation": lambda one: one.name or _("Un établissement"),
    "professional": lambda one: one.name or _("Un professionnel"),
    "person": lambda one: one.name or _("Un proche"),
}
