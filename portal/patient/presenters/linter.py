"""A choice read over before it is made: what it would come to beside what was already said. It says, it never forbids.

Pure: what is known of the choice comes in, remarks come out, each with its words. Whether a word counts is the
engine's answer (`Influence`), not worked out here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.patient.presenters import counting
from sharing.services.preview import Influence

#: A choice that ends, or a word that ends by itself, within so many days is said to end soon.
SOON = 7


class Kind(StrEnum):
    """What may be remarked of a choice; `NOTHING_TO_WITHDRAW` and `IN_FORCE` leave nothing to do."""

    NOTHING_TO_WITHDRAW = "nothing_to_withdraw"
    IN_FORCE = "in_force"
    END_CHANGES = "end_changes"
    REPLACES = "replaces"
    CONTRADICTED = "contradicted"
    SHADOWED = "shadowed"
    NOBODY = "nobody"
    NO_DOCUMENT = "no_document"
    OUT_OF_REMIT = "out_of_remit"
    ENDS_SOON = "ends_soon"
    ENDS_BY_ITSELF = "ends_by_itself"
    NO_EFFECT = "no_effect"


@dataclass(frozen=True, slots=True)
class Remark:
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The word that stands for exactly the same `to × about`. `last`: its last day, included."""

    stance: str
    since: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Looked:
    """A choice and what is known of it; `changes_nothing` leaves emergencies aside.

    `covered`: how many of the patient's documents it is about; None: his whole record. `reached`: how many of the
    professionals around him it is addressed to. `beyond_remit`: all it is about is outside the trade of the one
    it names. `set_aside_by`, `overruled_by`: those words of `influence`, as the patient would name them.
    """

    verb: str
    today: date
    since: date | None
    until: date | None
    standing: Standing | None
    changes_nothing: bool
    changes_emergencies: bool
    one_document: bool
    covered: int | None
    reached: int
    beyond_remit: bool
    influence: Influence | None
    set_aside_by: tuple[str, ...]
    overruled_by: tuple[str, ...]


def remarks(looked: Looked) -> list[Remark]:
    """What is worth saying, the first first; that nothing changes only when nothing else says why."""
    if looked.verb == "withdraw":
        return list(_of_a_withdrawal(looked))
    found = [*_beside_the_same_word(looked), *_beside_others(looked), *_of_its_period(looked)]
    unexplained = {Kind.ENDS_SOON, Kind.REPLACES, Kind.END_CHANGES}.issuperset(one.kind for one in found)
    if looked.changes_nothing and unexplained:
        found.append(_without_effect(looked))
    return found


def _of_a_withdrawal(looked: Looked) -> Iterator[Remark]:
    standing = looked.standing
    if standing is None:
        text = _("Vous n’avez fait aucun choix de ce genre : il n’y a rien à retirer.")
        yield Remark(Kind.NOTHING_TO_WITHDRAW, text)
        return
    if standing.last is not None and _days(looked.today, standing.last) <= SOON:
        text = _("Ce choix s’arrête de lui-même le %(day)s.") % {"day": counting.day(standing.last)}
        yield Remark(Kind.ENDS_BY_ITSELF, text)
    if looked.changes_nothing:
        yield _without_effect(looked)


def _beside_the_same_word(looked: Looked) -> Iterator[Remark]:
    """The word that already stands for the same, which this one would replace."""
    standing = looked.standing
    if standing is None:
        return
    since = {"day": counting.day(standing.since)}
    if standing.stance != looked.verb:
        yield Remark(Kind.REPLACES, _replaced(looked.verb) % since)
    elif standing.last == looked.until and _has_begun(looked.since, looked.today):
        text = _("Ce choix est déjà en place depuis le %(day)s. Le confirmer ne change rien.") % since
        yield Remark(Kind.IN_FORCE, text)
    else:
        text = _("Vous avez déjà fait ce choix le %(day)s. Le confirmer en change les dates.") % since
        yield Remark(Kind.END_CHANGES, text)


def _replaced(verb: str) -> str:
    if verb == "grant":
        return _("Vous aviez dit non le %(day)s. Cette autorisation remplace ce choix.")
    return _("Vous aviez dit oui le %(day)s. Cette opposition remplace ce choix.")


def _beside_others(looked: Looked) -> Iterator[Remark]:
    """Why it would count for little, or for nothing: the first reason that holds."""
    reasons: tuple[Callable[[Looked], Remark | None], ...] = (
        _nobody,
        _no_document,
        _out_of_remit,
        _shadowed,
        _contradicted,
    )
    found = next((said for reason in reasons if (said := reason(looked)) is not None), None)
    if found is not None:
        yield found


def _nobody(looked: Looked) -> Remark | None:
    if looked.reached:
        return None
    text = _("Personne n’est concerné aujourd’hui dans votre équipe. Ce choix comptera si quelqu’un y arrive.")
    return Remark(Kind.NOBODY, text)


def _no_document(looked: Looked) -> Remark | None:
    if looked.covered != 0:
        return None
    text = _("Votre dossier n’a aujourd’hui aucun document de ce genre. Ce choix comptera pour ceux à venir.")
    return Remark(Kind.NO_DOCUMENT, text)


def _out_of_remit(looked: Looked) -> Remark | None:
    if not looked.beyond_remit:
        return None
    if looked.verb == "grant":
        text = _("Ce n’est pas de son métier : cette personne ne verra rien de plus, même avec votre accord.")
    else:
        text = _("Ce n’est pas de son métier : cette personne ne voit déjà rien de cela.")
    return Remark(Kind.OUT_OF_REMIT, text)


def _shadowed(looked: Looked) -> Remark | None:
    """A narrower word decides wherever this one takes part."""
    influence = looked.influence
    if influence is None or influence.counts or not influence.takes_part:
        return None
    named = {"which": counting.and_list(list(looked.set_aside_by))}
    text = ngettext(
        "Un choix plus précis passe avant celui-ci : %(which)s. Celui-ci n’y change rien.",
        "Des choix plus précis passent avant celui-ci : %(which)s. Celui-ci n’y change rien.",
        len(looked.set_aside_by),
    )
    return Remark(Kind.SHADOWED, text % named)


def _contradicted(looked: Looked) -> Remark | None:
    """Oppositions that stand decide against a grant: between the two, the opposition prevails (decision.md §2)."""
    if not looked.overruled_by:
        return None
    named = {"which": counting.and_list(list(looked.overruled_by))}
    if looked.changes_nothing:
        text = _("Vous avez dit le contraire : %(which)s. Tant que ce non tient, cette autorisation n’ouvre rien.")
    else:
        text = _("Vous avez dit le contraire pour une partie : %(which)s. Là, le non passe avant.")
    return Remark(Kind.CONTRADICTED, text % named)


def _of_its_period(looked: Looked) -> Iterator[Remark]:
    if looked.until is None or _days(looked.today, looked.until) > SOON:
        return
    days = _days(looked.today, looked.until)
    if days <= 0:
        text = _("Ce choix s’arrête ce soir.")
    else:
        text = ngettext("Ce choix s’arrête demain soir.", "Ce choix s’arrête dans %(n)d jours.", days) % {"n": days}
    yield Remark(Kind.ENDS_SOON, text)


def _without_effect(looked: Looked) -> Remark:
    if looked.changes_emergencies:
        text = _("Aujourd’hui, ce choix ne change rien, sauf en urgence. Il comptera aussi pour les documents à venir.")
        return Remark(Kind.NO_EFFECT, text)
    if looked.one_document:
        return Remark(Kind.NO_EFFECT, _("Aujourd’hui, ce choix ne change rien pour personne."))
    text = _("Aujourd’hui, ce choix ne change rien. Il comptera pour les documents à venir.")
    return Remark(Kind.NO_EFFECT, text)


def _days(today: date, last: date) -> int:
    return (last - today).days


def _has_begun(since: date | None, today: date) -> bool:
    return since is None or since <= today
