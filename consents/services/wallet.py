"""The emergency card: a reference that leads to nothing more than which patient to ask about, until he takes it back."""

import hashlib
import secrets
from base64 import b32encode
from datetime import datetime
from uuid import UUID

from django.db import transaction

from consents import ledger
from consents.errors import Refused
from consents.models import EmergencyCard, Person
from consents.selectors.minors import is_minor
from consents.services import naming

#: 160 bits: 32 letters and digits that can also be typed.
_BYTES = 20
#: Before it in the square code, so that a scanner knows what it reads.
PREFIX = "MESPARTAGES:"


@transaction.atomic
def make(patient_id: UUID, *, at: datetime) -> str:
    """The reference of a new card, shown once; the former card leads nowhere from now on."""
    patient: Person = naming.known(Person, patient_id, "unknown_patient")
    ledger.hold(patient.pk)
    if is_minor(patient.pk, at=at):
        raise Refused("R59", "minor_speaks_through_his_parents")
    if patient.died_at is not None and patient.died_at <= at:
        raise Refused("R52", "patient_has_died")
    _end(patient.pk, at)
    reference = b32encode(secrets.token_bytes(_BYTES)).decode()
    EmergencyCard.objects.create(patient=patient, reference_hash=hashed(reference), begins_at=at)
    return reference


@transaction.atomic
def take_back(patient_id: UUID, *, at: datetime) -> bool:
    """Whether there was a card to take back."""
    ledger.hold(patient_id)
    return _end(patient_id, at)


def hashed(reference: str) -> str:
    """However it was read: with what the square code begins with, or typed in groups, in small letters."""
    bare = "".join(reference.split()).upper().removeprefix(PREFIX)
    return hashlib.sha256(bare.encode("utf-8", "surrogatepass")).hexdigest()


def _end(patient_id: UUID, at: datetime) -> bool:
    found = EmergencyCard.objects.filter(patient=patient_id, ends_at=None).first()
    if found is not None:
        found.ends_at = max(at, found.begins_at)
        found.save(update_fields=["ends_at"])
    return found is not None
