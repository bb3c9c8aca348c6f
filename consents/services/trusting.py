"""The personne de confiance named by the patient's own words, until she has signed too (R43–R49).

A designation is pending until the second signature: by a one-time link (`signing`), on paper, or on paper before two
witnesses. Each role has one person at a time; a new designation replaces the former one at once.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from consents.actor import Actor
from consents.calendar import paris_day
from consents.errors import InvalidFact, Refused
from consents.models import TrustedContact, TrustedPerson, TrustedSignature
from consents.selectors import stays
from consents.services import acts, turns
from consents.services.acts import Entered
from consents.services.turns import Matter, Turn
from consents.vocabulary import DeclarationKind, SigningManner, TrustedRole

WITNESSES = 2


@dataclass(frozen=True, slots=True)
class Contact:
    """The one who is named, in the patient's words; an e-mail only if he gave one."""

    given_name: str
    family_name: str
    address: str
    phone: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Witness:
    name: str
    quality: str


@transaction.atomic
def designate(
    patient_id: UUID,
    *,
    contact: Contact,
    role: TrustedRole,
    by: Actor,
    at: datetime,
    stay: UUID | None = None,
    authorisation: str = "",
) -> Entered:
    """Name her; pending until she signs. `stay`: the establishment whose stay it lasts; else until revoked (R46).

    `authorisation`: as for `directives.designate_trusted_person` (R47).
    """
    said = authorisation.strip()
    turn = turns.take(patient_id, matter=Matter.TRUSTED_PERSON, by=by, at=at, authorised=bool(said))
    if stay is not None and str(stay) not in {place.id for place in stays.stays(patient_id, at=at)}:
        raise Refused("R46", "no_stay_there")
    named = TrustedContact.objects.create(patient=turn.patient, created_at=at, **asdict(contact))
    ended = acts.end(acts.standing(turn, TrustedPerson, role=role.value), turn)
    content = {
        "person": str(named.pk), "contact": asdict(contact), "role": role.value, "stay": str(stay) if stay else None,
        "accepted": False, "authorisation": said, "ended": ended,
    }  # fmt: skip
    entered = acts.enter(turn, DeclarationKind.TRUSTED_PERSON, content)
    more = {"contact": named, "stay_id": stay, "authorisation": said, "role": role.value}
    TrustedPerson.objects.create(**more, **acts.spoken(turn, entered))
    return entered


@transaction.atomic
def revoke(patient_id: UUID, *, role: TrustedRole, by: Actor, at: datetime) -> Entered:
    """Revocable at any time, pending or not (R43)."""
    turn = turns.take(patient_id, matter=Matter.OWN, by=by, at=at)
    row = standing(turn, role)
    ended = acts.end([row], turn)
    return acts.enter(
        turn,
        DeclarationKind.WITHDRAW_TRUSTED_PERSON,
        {"person": named(row), "role": role.value, "ended": ended},
    )


@transaction.atomic
def sign_on_paper(
    patient_id: UUID,
    *,
    role: TrustedRole,
    signed_on: date,
    text: str,
    by: Actor,
    at: datetime,
    witnesses: Sequence[Witness] = (),
) -> Entered:
    """The patient says that the paper bears her signature; with two witnesses when he cannot write himself (R48).

    `text`: the version of the form.
    """
    turn = turns.take(patient_id, matter=Matter.TRUSTED_PERSON, by=by, at=at)
    row = standing(turn, role)
    if row.accepted_at is not None:
        raise Refused("R05", "already_signed")
    if signed_on > paris_day(at):
        raise InvalidFact("signed_on", "in_the_future")
    manner = _manner(witnesses)
    signed = sign(row, manner, accepted=True, signed_on=signed_on, text=text, at=at, witnesses=witnesses)
    return acts.enter(turn, DeclarationKind.TRUSTED_PERSON, accepted(row, signed))


def standing(turn: Turn, role: TrustedRole) -> TrustedPerson:
    """The designation that stands in that role; one that ended with its stay does no longer."""
    found: list[TrustedPerson] = _standing(turn, role)
    if not found:
        raise Refused("R05", "nobody_designated")
    return found[0]


def _standing(turn: Turn, role: TrustedRole) -> list[Any]:
    rows = stays.lasting().filter(patient=turn.patient, role=role.value, begins_at__lte=turn.at)
    return [row for row in rows.order_by("-begins_at") if row.until is None or row.until > turn.at]


def named(row: TrustedPerson) -> str:
    """What the ledger calls the one who was named."""
    return str(row.contact_id or row.person_id)


def sign(
    row: TrustedPerson,
    manner: SigningManner,
    *,
    accepted: bool,
    signed_on: date,
    text: str,
    at: datetime,
    witnesses: Sequence[Witness] = (),
    typed: tuple[str, str] | None = None,
    ip: str | None = None,
) -> TrustedSignature:
    """Keep the proof, once; what she accepts is valid from now, what she declines ends now."""
    given, family = typed or _written(row)
    signature = TrustedSignature.objects.create(
        designation=row, manner=manner.value, accepted=accepted, given_name=given, family_name=family,
        signed_on=signed_on, text=text, witnesses=[asdict(one) for one in witnesses], ip=ip, signed_at=at,
    )  # fmt: skip
    if accepted:
        row.accepted_at = at
    else:
        row.ends_at = max(row.begins_at, at)
    row.save(update_fields=["accepted_at" if accepted else "ends_at"])
    return signature


def accepted(row: TrustedPerson, signed: TrustedSignature) -> dict[str, Any]:
    """What the ledger keeps of a signature; the address it came from stays with the proof."""
    said = {
        "manner": signed.manner, "given_name": signed.given_name, "family_name": signed.family_name,
        "signed_on": signed.signed_on.isoformat(), "text": signed.text, "witnesses": signed.witnesses,
    }  # fmt: skip
    return {
        "person": named(row), "role": row.role, "stay": str(row.stay_id) if row.stay_id else None,
        "designation": row.revision, "accepted": True, "signature": said,
    }  # fmt: skip


def _written(row: TrustedPerson) -> tuple[str, str]:
    who = row.contact or row.person
    assert who is not None
    return (who.given_name, who.family_name if isinstance(who, TrustedContact) else who.name)


def _manner(witnesses: Sequence[Witness]) -> SigningManner:
    """Nobody, or two different people: one witness proves nothing."""
    if not witnesses:
        return SigningManner.PAPER
    names = {" ".join(one.name.casefold().split()) for one in witnesses}
    if len(witnesses) != WITNESSES or len(names) != WITNESSES or not all(one.quality.strip() for one in witnesses):
        raise InvalidFact("witnesses", "two_are_needed")
    return SigningManner.WITNESSES
