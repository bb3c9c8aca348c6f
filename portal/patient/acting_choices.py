"""A choice made for someone: what it would change, the choice itself, what was done, and undoing it.

What the reader's page showed is a mark, not a revision: it changes only with what he may know (decision.md §1.7).
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from hmac import compare_digest
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from consents.errors import StaleRevision
from consents.selectors import declarations
from consents.selectors import portrait as cards
from consents.selectors.declarations import DeclarationCard
from consents.selectors.portrait import Names
from consents.vocabulary import DeclarationKind
from portal.patient import acquaintances, declaring
from portal.patient.acting import Acting
from portal.patient.declarations import Declaration, Preference, Setting, Wish
from portal.patient.once import new_token
from portal.patient.presenters import acting as put
from portal.patient.presenters import acting_effects, acting_words, counting, words
from portal.patient.presenters.acting_weighed import Weighed
from sharing.selectors import accesses, settings
from sharing.selectors.accesses import WantedAccesses
from sharing.selectors.portrait import Portrait

Shown = dict[str, object]
_PREFERENCES = (DeclarationKind.GRANT, DeclarationKind.OPPOSE, DeclarationKind.WITHDRAW)
#: A revision that no record has: what opens is refused, what closes is not (decision.md §1.6).
_NEVER = -1
_TRIES = 3


def page(acting: Acting, said: Declaration) -> Shown:
    """What the choice would change, as far as the reader may see; nothing is kept."""
    drawn = acting.portrait()
    names = _names(acting, said, drawn)
    effect = declaring.effect(acting.patient, said, by=acting.by, at=acting.at)
    standing = settings.standing(acting.patient, voice=acting.person, at=acting.at) if isinstance(said, Setting) else {}
    unseen = [(name, value) for name, value in said.address if name not in ("des", "jusqu_au")]
    return {
        **put.frame(acting, here=_("Avant de confirmer")),
        **acting_effects.page(Weighed(acting, drawn, names, effect, said, standing)),
        "hidden": [*unseen, ("vu", mark(acting, said)), ("jeton", new_token())],
        "action": acting.url("declare"),
        "back": {"url": _back(acting, said)},
    }


def may_be_named(request: HttpRequest, acting: Acting, said: Declaration) -> None:
    """Those around this record as far as the reader may know, those who asked, those just found; else Http404."""
    who = said.professional
    if isinstance(said, Wish):
        raise Http404
    if not who or acquaintances.was_found(request, who) or who in acting.portrait().known:
        return
    try:
        asked = WantedAccesses(asker=UUID(who))
    except ValueError:
        raise Http404 from None
    if not accesses.count(acting.patient, reader=acting.reads, wanted=asked):
        raise Http404


def declare(acting: Acting, said: Declaration, *, seen: str) -> int:
    """The revision declared, for us alone; raises what the service raises."""
    return _afresh(
        lambda shown: declaring.declare(acting.patient, said, by=acting.by, at=acting.at, shown=shown),
        acting,
        said,
        seen,
    )


def undo(acting: Acting, handle: str, *, seen: str) -> int:
    """Undo one of the reader's own choices; any other is not found."""
    card = spoken(acting, handle)

    def act(shown: int) -> int:
        return declaring.undo(acting.patient, card.revision, by=acting.by, at=acting.at, shown=shown)

    return _afresh(act, acting, None, seen)


def _afresh(act: Callable[[int], int], acting: Acting, said: Declaration | None, seen: str) -> int:
    """What came in between and may not be known to the reader does not refuse his choice: it is tried again."""
    for _try in range(_TRIES):
        shown = said.shown(acting.patient) if said else cards.preference_revision(acting.patient)
        fresh = compare_digest(seen, mark(acting, said))
        try:
            return act(shown if fresh else _NEVER)
        except StaleRevision:
            if not fresh:
                raise
    raise StaleRevision


def mark(acting: Acting, said: Declaration | None) -> str:
    """What the page shows, in one mark: the preferences that the reader may know of, or all choices for the rest."""
    told = declarations.declarations(acting.patient, reader=acting.hears)
    kept = [card for card in told if not isinstance(said, Preference | None) or card.kind in _PREFERENCES]
    return acting.sealed("seen", [(card.declared_at.isoformat(), card.kind, card.voice) for card in kept])


def spoken(acting: Acting, handle: str) -> DeclarationCard:
    """What this reader declared, by the name that his pages give it; Http404 for anything else."""
    for card in declarations.spoken(acting.patient, reader=acting.hears, at=acting.at):
        if compare_digest(acting.handle(card.revision), handle):
            return card
    raise Http404


def after(acting: Acting, handle: str) -> Shown:
    card, drawn = spoken(acting, handle), acting.portrait()
    names = named(acting, [card])
    return {
        **put.frame(acting, here=_("C’est fait")),
        "done": acting_words.declared(card, names, acting),
        "now": acting_effects.now(card.to if card.to_kind == "professional" else "", drawn, acting),
        "facts": [
            (_("Pour"), acting.whom.person.name),
            (_("Fait"), acting_words.by_whom(card, names, acting)),
            (_("Le"), counting.moment(card.declared_at)),
        ],
        "undo": card.can_be_undone,
        "handle": handle,
        "undo_url": acting.url("undo"),
        "receipt_url": acting.url("receipt", handle),
        "seen": mark(acting, None),
        "token": new_token(),
    }


def named(acting: Acting, found: Collection[DeclarationCard]) -> Names:
    """Whom and what they name; of the documents, those that the reader may see."""
    wanted = words.named_by(found)
    return cards.names(acting.patient, **{**wanted, "document": wanted["document"] & acting.reads.documents})


def _names(acting: Acting, said: Declaration, drawn: Portrait) -> Names:
    about = said.about[1] if isinstance(said, Preference) and said.about[0] == "document" else ""
    if about and drawn.document(about) is None:
        raise Http404
    professional = [said.professional] if said.professional else []
    place = [said.to[1]] if isinstance(said, Preference) and said.to[0] == "organisation" else []
    found = cards.names(acting.patient, professional=professional, place=place, document=[about] if about else [])
    if not found.professionals.keys() >= {*professional} or not found.places.keys() >= {*place}:
        raise Http404
    return replace(found, professionals=found.professionals | {one.card.id: one.card for one in drawn.members})


def _back(acting: Acting, said: Declaration) -> str:
    if isinstance(said, Setting):
        return acting.url("emergency" if said.for_emergencies else "physician")
    if isinstance(said, Preference) and said.about[0] == "document":
        return acting.url("document", said.about[1])
    return acting.url("team" if said.professional else "documents")
