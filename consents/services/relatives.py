"""What the patient says of his relatives: who may know, who holds a mandate, who is told of a grave prognosis.

A relative is one whom this patient named already, or one whom he names now by his identity; he is never looked up
among other people, and naming him opens no account (R40–R42, R51, R82).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from consents.actor import Actor
from consents.errors import Refused
from consents.selectors import relatives
from consents.services import directives, preferences, settings
from consents.services.acts import Entered
from consents.services.intake import people
from consents.services.moments import When
from consents.services.preferences import Declared
from consents.vocabulary import Choice, RecipientKind, SubjectKind
from consents.words import Recipient, Subject


@dataclass(frozen=True, slots=True)
class Named:
    """Someone by the identity that the patient typed; kept as a provisional identity, matched with nobody."""

    given_name: str
    family_name: str
    born_on: date


Who = UUID | Named


@transaction.atomic
def allow(
    patient_id: UUID,
    *,
    who: Who,
    about: Subject,
    by: Actor,
    at: datetime,
    begins_at: When | None = None,
    ends_at: When | None = None,
    shown: int | None = None,
) -> Declared:
    """A grant to one named person (R40). Raises Refused, StaleRevision as any grant does."""
    to = _recipient(patient_id, who, at)
    return preferences.grant(
        patient_id, to=to, about=about, by=by, at=at, begins_at=begins_at, ends_at=ends_at, shown=shown
    )


@transaction.atomic
def mandate(
    patient_id: UUID, *, who: Who, about: Subject, by: Actor, at: datetime, ends_at: When, begins_at: When | None = None
) -> Entered:
    """A carer's mandate: for one thing and until a day, never for everything (R51, R82)."""
    if about.kind is SubjectKind.EVERYTHING:
        raise Refused("R82", "mandate_is_limited")
    to = _recipient(patient_id, who, at)
    return directives.give_mandate(patient_id, to=to, about=about, by=by, at=at, begins_at=begins_at, ends_at=ends_at)


@transaction.atomic
def wish(patient_id: UUID, *, grave_prognosis: Choice, only: Sequence[Who] = (), by: Actor, at: datetime) -> Entered:
    """Who may be told of a grave prognosis, by a doctor (R42)."""
    named = list(dict.fromkeys(_person(patient_id, who, at) for who in only))
    return settings.wish_for_relatives(patient_id, grave_prognosis=grave_prognosis, only=named, by=by, at=at)


def withdraw(patient_id: UUID, *, person: UUID, about: Subject, by: Actor, at: datetime) -> Declared:
    """End a grant to a person; never refused because of the revision."""
    to = Recipient(RecipientKind.PERSON, str(person))
    return preferences.withdraw(patient_id, to=to, about=about, by=by, at=at)


def _recipient(patient_id: UUID, who: Who, at: datetime) -> Recipient:
    return Recipient(RecipientKind.PERSON, str(_person(patient_id, who, at)))


def _person(patient_id: UUID, who: Who, at: datetime) -> UUID:
    if isinstance(who, Named):
        return people.record_person(
            at=at, birth_name=who.family_name, birth_given_names=who.given_name, born_on=who.born_on,
            identity_status="PROV",
        ).id  # fmt: skip
    if str(who) not in {card.id for card in relatives.known(patient_id)}:
        raise Refused("R05", "unknown_recipient")
    return who
