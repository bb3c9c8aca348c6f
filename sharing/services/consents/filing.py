"""Filing a Consent, changing it, revoking it: the resource and its words, or nothing."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from consents.words import Recipient, Subject
from sharing.fhir.consents import reading, shape
from sharing.fhir.consents.values import ACTIVE, INACTIVE, ConsentRead, NotKept
from sharing.fhir.writing.words import Resource
from sharing.models import FiledConsent, FiledConsentVersion
from sharing.services.callers import Proof
from sharing.services.consents import finding, kept, telling
from sharing.services.consents.declared import Spoken
from sharing.services.consents.kept import Filed, Shown
from sharing.services.intake import speaking
from sharing.services.intake.speaking import Speaker


class StaleVersion(Exception):
    """The Consent was changed since the version that the request names, or meanwhile."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Who files: an OAuth 2 client, with what its token proves."""

    client_id: str
    proof: Proof
    request_id: str

    def speaker(self) -> Speaker:
        return speaking.speaker(self.client_id, request_id=self.request_id, proof=self.proof)


@transaction.atomic
def file(teller: Teller, resource: Resource, *, at: datetime) -> Shown:
    """A new Consent and its declarations. Raises `InvalidFact` (not R4) or `NotKept` (not to be evaluated here)."""
    told, read = shape.kept(resource), reading.read(resource)
    if read.ended:
        raise NotKept("Consent.status", "nothing_to_end")
    speaker = teller.speaker()
    whole = telling.understood(speaker, read, at=at)
    words = telling.declare(speaker, whole, whole.spoken, at=at)
    row = FiledConsent.objects.create(
        system_id=speaker.system, patient=whole.patient, patient_named=read.patient_named, filed_at=at
    )
    return _version(row.pk, 1, told, read.status, whole.heard_by, words, at)


@transaction.atomic
def change(teller: Teller, identity: str, resource: Resource, *, expected: str | None = None, at: datetime) -> Shown:
    """A new version. Ended: its words are withdrawn. `NoSuchConsent` when it is not one that this system filed."""
    speaker = teller.speaker()
    filed = finding.own(speaker.system, identity, at=at)
    _is_the_version(filed, expected)
    told, read = shape.kept(resource), reading.read(resource)
    if filed.last.status != ACTIVE:
        return _unchanged(filed, read)
    whole = telling.understood(speaker, read, otherwise=filed.collected_by, at=at)
    if whole.patient != filed.patient:
        raise NotKept("Consent.patient", "another_patient")
    if read.ended:
        telling.withdraw(speaker, filed.patient, whole.heard_by, filed.spoken, at)
        words: Sequence[Spoken] = filed.spoken
    else:
        words = _restated(speaker, filed, whole, at)
    return _version(filed.id, filed.last.number + 1, told, read.status, whole.heard_by, words, at)


@transaction.atomic
def revoke(teller: Teller, identity: str, patient: Resource, *, at: datetime) -> Shown:
    """Its words are withdrawn; the Consent stays, inactive. `patient` is the reference that names its patient."""
    speaker = teller.speaker()
    filed = finding.own(speaker.system, identity, at=at)
    told = shape.kept(filed.last.resource)
    if not finding.is_of(told, patient):
        raise finding.NoSuchConsent
    if filed.last.status != ACTIVE:
        return filed.last
    whole = telling.understood(
        speaker, reading.read(told | {"performer": [told["patient"]]}), otherwise=filed.collected_by, at=at
    )
    telling.withdraw(speaker, filed.patient, whole.heard_by, filed.spoken, at)
    return _version(filed.id, filed.last.number + 1, told, INACTIVE, whole.heard_by, filed.spoken, at)


def _is_the_version(filed: Filed, expected: str | None) -> None:
    if expected is not None and expected != str(filed.last.number):
        raise StaleVersion


def _unchanged(filed: Filed, read: ConsentRead) -> Shown:
    """What has ended does not begin again: another Consent is filed. Told again that it has ended, nothing changes."""
    if read.status != filed.last.status:
        raise NotKept("Consent.status", "has_ended")
    return filed.last


def _restated(speaker: Speaker, filed: Filed, whole: telling.Understood, at: datetime) -> list[Spoken]:
    """Words said again stand as they are; new ones are declared, which replaces the same `to × about`; the rest ends."""
    before = {word.key: word for word in filed.spoken}
    fresh = [(word, path) for word, path in whole.spoken if not _stands(word, before)]
    stays = [before[word.key] for word, _ in whole.spoken if _stands(word, before)]
    said = {word.key for word, _ in whole.spoken}
    telling.withdraw(
        speaker, filed.patient, whole.heard_by, [each for each in filed.spoken if each.key not in said], at
    )
    return [*stays, *telling.declare(speaker, whole, fresh, at=at)]


def _stands(word: Spoken, before: dict[tuple[Recipient, Subject], Spoken]) -> bool:
    return word.key in before and before[word.key].says_as(word)


def _version(
    consent: uuid.UUID,
    number: int,
    told: Resource,
    status: str,
    heard_by: uuid.UUID,
    words: Sequence[Spoken],
    at: datetime,
) -> Shown:
    try:
        with transaction.atomic():
            row = FiledConsentVersion.objects.create(
                consent_id=consent,
                number=number,
                status=status,
                collected_by=heard_by,
                resource=told,
                words=[word.written() for word in words],
                at=at,
            )
    except IntegrityError as meanwhile:
        raise StaleVersion from meanwhile
    return kept.shown(consent, row)
