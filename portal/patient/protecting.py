"""Measures of protection, both ways: those that protect the reader, and those by which he represents or assists someone.

An adult under assistance may let the one who assists read, and take it back at any time (R73).
"""

from datetime import datetime
from uuid import UUID

from django.http import Http404

from consents.actor import Actor
from consents.selectors import portrait as cards
from consents.selectors import protections
from consents.selectors.protections import MeasureCard
from consents.services import preferences
from consents.vocabulary import RecipientKind
from consents.words import EVERYTHING, Recipient
from portal.patient.once import new_token
from portal.patient.presenters import protections as put
from sharing.selectors import represented

Shown = dict[str, object]


def page(person: UUID, *, at: datetime) -> Shown:
    """Those in force at this very moment; whether the holder of one reads is the engine's answer."""
    measures = protections.protecting(person, at=at)
    reading = {one.guardian: represented.represented(person, one.guardian, at=at) for one in measures}
    return {
        "wards": [put.ward(one) for one in represented.wards(person, at=at)],
        "measures": [put.measure(one, reading[one.guardian]) for one in measures],
        "token": new_token(),
    }


def asked(person: UUID, guardian: str, *, at: datetime) -> MeasureCard:
    """The measure by which that person assists the reader; Http404 for anyone else."""
    for one in protections.protecting(person, at=at):
        if one.assists and str(one.guardian) == guardian:
            return one
    raise Http404


def considered(person: UUID, guardian: str, *, at: datetime) -> Shown:
    """`hidden`: what the form sends back, with the revision that the page showed, and a token that declares once."""
    one = asked(person, guardian, at=at)
    hidden = [("qui", guardian), ("revision", cards.preference_revision(person)), ("jeton", new_token())]
    return {"reader": one.name, "hidden": hidden}


def allow(person: UUID, guardian: str, *, shown: int, at: datetime) -> int:
    """Raises StaleRevision when another choice came in between."""
    to, by = _to(asked(person, guardian, at=at)), Actor.person(person)
    return preferences.grant(person, to=to, about=EVERYTHING, by=by, at=at, shown=shown).revision


def forbid(person: UUID, guardian: str, *, at: datetime) -> int:
    to, by = _to(asked(person, guardian, at=at)), Actor.person(person)
    return preferences.withdraw(person, to=to, about=EVERYTHING, by=by, at=at).revision


def _to(one: MeasureCard) -> Recipient:
    return Recipient(RecipientKind.PERSON, str(one.guardian))
