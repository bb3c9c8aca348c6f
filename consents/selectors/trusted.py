"""Whom the patient designated as personne de confiance, as it stands; and whom to call (R43–R50)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from consents.models import Person, PersonToCall, Protection, TrustedSignature
from consents.selectors.stays import lasting
from consents.vocabulary import REPRESENTATION_MEASURES


@dataclass(frozen=True, slots=True)
class TrustedCard:
    """One designation. `accepted_at` is empty while it is pending, and it is not valid; `until` is excluded.

    `named` is what the ledger calls her. `manner`, `signed_on` and `signer` are of the signature, empty for one known otherwise. `stay` names the
    establishment with whose stay it ends (R46).
    """

    id: str
    named: str
    role: str
    given_name: str
    family_name: str
    address: str
    phone: str
    email: str
    declared_at: datetime
    accepted_at: datetime | None
    until: datetime | None
    stay: str
    authorisation: str
    manner: str = ""
    signed_on: date | None = None
    signer: str = ""
    witnesses: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class ToCallCard:
    """Someone to call, who is told nothing by that title (R50)."""

    id: str
    given_name: str
    family_name: str
    relation: str
    phone: str

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


def designated(patient_id: uuid.UUID, *, at: datetime) -> tuple[TrustedCard, ...]:
    """Those that stand at that moment, pending ones too; one in each role at most. One statement."""
    return tuple(_card(row) for row in _standing(at).filter(patient_id=patient_id).order_by("role"))


def valid(patient_id: uuid.UUID, *, at: datetime) -> tuple[TrustedCard, ...]:
    """Those that both have signed, and no others (R43). One statement."""
    rows = _standing(at).filter(patient_id=patient_id, accepted_at__lte=at)
    return tuple(_card(row) for row in rows.order_by("role"))


def by_id(designation: uuid.UUID, *, at: datetime) -> TrustedCard | None:
    """One that stands at that moment."""
    row = _standing(at).filter(pk=designation).first()
    return _card(row) if row else None


def to_call(patient_id: uuid.UUID, *, at: datetime) -> tuple[ToCallCard, ...]:
    """In the order in which they were given. One statement."""
    left = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    rows = PersonToCall.objects.filter(left, patient_id=patient_id, begins_at__lte=at)
    return tuple(
        ToCallCard(str(row.pk), row.given_name, row.family_name, row.relation, row.phone)
        for row in rows.order_by("declared_at", "revision")
    )


def needs_authorisation(patient_id: uuid.UUID, *, at: datetime) -> bool:
    """Whether someone represents the person by a judge's measure, who must then agree to a designation (R47)."""
    begun, left = Q(begins_at__isnull=True) | Q(begins_at__lte=at), Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    lives = Q(guardian__died_at__isnull=True) | Q(guardian__died_at__gt=at)
    measures = Protection.objects.filter(begun, left, lives, protected_id=patient_id)
    return measures.filter(measure__in=sorted(each.value for each in REPRESENTATION_MEASURES)).exists()


def patient_name(patient_id: uuid.UUID) -> str:
    return str(Person.objects.get(pk=patient_id))


def _standing(at: datetime) -> QuerySet[Any]:
    left = Q(until__isnull=True) | Q(until__gt=at)
    return lasting().filter(left, begins_at__lte=at).select_related("person", "contact", "stay", "signature")


def _card(row: Any) -> TrustedCard:
    named = row.contact
    signed: TrustedSignature | None = getattr(row, "signature", None)
    return TrustedCard(
        id=str(row.pk),
        named=str(row.contact_id or row.person_id),
        role=row.role,
        given_name=named.given_name if named else row.person.given_name if row.person else "",
        family_name=named.family_name if named else row.person.name if row.person else "",
        address=named.address if named else "",
        phone=named.phone if named else "",
        email=named.email if named else "",
        declared_at=row.declared_at,
        accepted_at=row.accepted_at,
        until=row.until,
        stay=row.stay.name if row.stay else "",
        authorisation=row.authorisation,
        manner=signed.manner if signed else "",
        signed_on=signed.signed_on if signed else None,
        signer=f"{signed.given_name} {signed.family_name}" if signed else "",
        witnesses=tuple((one["name"], one["quality"]) for one in signed.witnesses) if signed else (),
    )
