"""A declaration's turn: who speaks, for whom, and whether he may (decision.md §1.4, §1.5).

The refusals are tried in the order of §1.5; the first that applies is the one said.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from uuid import UUID

from django.db.models import Q

from consents import ledger
from consents.actor import Actor
from consents.errors import Refused, StaleRevision
from consents.models import Document, LedgerHead, Person, Professional, Secrecy, Withholding
from consents.services import episodes, moments, naming, voices
from consents.vocabulary import ASSISTANCE_MEASURES, ActorKind, SubjectKind
from consents.words import EVERYTHING, Subject


class Matter(Enum):
    """Who may declare it: anyone who speaks for the patient, the patient alone, a minor himself."""

    SHARED = auto()
    OWN = auto()
    MINORS = auto()
    TRUSTED_PERSON = auto()


@dataclass(frozen=True, slots=True)
class Turn:
    """An accepted declaration about to be written; the patient's chain is held until it is."""

    patient: Person
    family: voices.Family
    head: LedgerHead
    voice: UUID
    by: Actor
    at: datetime
    period: moments.Period
    document: Document | None

    @property
    def is_the_patients_own(self) -> bool:
        return self.voice == self.patient.pk

    @property
    def paper(self) -> Document:
        """The document it is about: a turn about one was refused without it."""
        assert self.document is not None
        return self.document

    @property
    def title(self) -> str:
        """In which quality he speaks, kept as proof (R89)."""
        if self.is_the_patients_own:
            return "patient"
        return "holder" if self.voice in self.family.holders(self.at) else "representative"

    def owns(self, voice: UUID, declared_at: datetime) -> bool:
        """Whether a word said before is this voice's own, to replace or withdraw (decision.md §1.3)."""
        return self.voice in self.family.owners(voice, declared_at, self.at)


def take(
    patient_id: UUID,
    *,
    matter: Matter,
    by: Actor,
    at: datetime,
    about: Subject | None = None,
    begins: moments.When | None = None,
    ends: moments.When | None = None,
    authorised: bool = True,
) -> Turn:
    """Hold the patient's chain and refuse what may not be said; to be called inside a transaction.

    `authorised`: the judge's authorisation that a personne de confiance may need was given (R47).
    """
    patient = _patient(patient_id)
    head = ledger.hold(patient.pk)
    family = voices.family_of(patient)
    if matter is Matter.TRUSTED_PERSON and family.is_minor(at):
        raise Refused("R49", "minor_designates_nobody")
    voice = _voice(patient, by)
    about = about or EVERYTHING
    named = document(patient, about, at)
    if named is not None and is_secret_from(voice, named, patient=patient, at=at):
        raise Refused("R05", "unknown_document")
    said = moments.period(begins, ends, at=at)
    _speaks(family, voice, matter, at)
    if about.kind is SubjectKind.DOCUMENT and named is None:
        raise Refused("R05", "unknown_document")
    if patient.died_at is not None and patient.died_at <= at:
        raise Refused("R52", "patient_has_died")
    if matter is Matter.TRUSTED_PERSON and not authorised and family.representatives(at):
        raise Refused("R47", "judge_has_not_authorised")
    if voice != patient.pk and matter is not Matter.SHARED:
        raise Refused("R05", "not_for_a_representative")
    return Turn(patient, family, head, voice, by, at, said, named)


def is_fresh(turn: Turn, shown: int | None) -> None:
    """Nothing was declared since the revision that the page showed; StaleRevision otherwise (§1.6)."""
    if shown is not None and shown != turn.head.revision:
        raise StaleRevision


def _patient(patient_id: UUID) -> Person:
    patient: Person = naming.known(Person, patient_id, "unknown_patient")
    return patient


def _voice(patient: Person, by: Actor) -> UUID:
    """A person speaks for himself; a professional reports the patient's own words (R90)."""
    if by.kind is ActorKind.PERSON:
        return naming.identifier(by.reference, "not_a_voice_of_this_patient")
    if by.kind is ActorKind.PROFESSIONAL:
        known = naming.identifier(by.collected_by or by.reference, "unknown_professional")
        if Professional.objects.filter(pk=known, is_active=True).exists():
            return patient.pk
    raise Refused("R05", "not_a_voice_of_this_patient")


def document(patient: Person, about: Subject, at: datetime) -> Document | None:
    if about.kind is not SubjectKind.DOCUMENT:
        return None
    key = naming.identifier(about.reference, "unknown_document")
    return Document.objects.filter(pk=key, patient=patient, deposited_at__lte=at).first()


def is_secret_from(person: UUID, document: Document, *, patient: Person, at: datetime) -> bool:
    """Whether a minor, or a physician with reasons, keeps this document from him (R63, R65, R68, R71)."""
    if person == patient.pk:
        return False
    standing = Q(begins_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))
    kept = naming.lineage(document)
    towards = Q(towards=None) | Q(towards=person)
    secret = Secrecy.objects.filter(standing, towards, patient=patient)
    withheld = Withholding.objects.filter(standing, patient=patient)
    return (
        secret.filter(document__in=kept).exists()
        or episodes.any_covers(secret.filter(document=None), kept)
        or withheld.filter(
            Q(document=None) | Q(document__in=kept), Q(from_person=None) | Q(from_person=person)
        ).exists()
    )


def _speaks(family: voices.Family, voice: UUID, matter: Matter, at: datetime) -> None:
    if voice != family.patient:
        _speaks_for_the_patient(family, voice, at)
    elif family.is_minor(at) and matter is not Matter.MINORS:
        raise Refused("R59", "minor_speaks_through_his_parents")


def _speaks_for_the_patient(family: voices.Family, voice: UUID, at: datetime) -> None:
    """A holder of authority for a minor, a representative for the person; else the rule that says why not."""
    if voice in family.holders(at) | family.representatives(at):
        return
    authority = family.authority_of(voice)
    measures = [row for row in family.measures_of(voice) if voices.in_force(row, at)]
    if authority is not None and authority.withdrawn_at is not None and authority.withdrawn_at <= at and not measures:
        raise Refused("R60", "authority_withdrawn")
    if authority is not None and not family.is_minor(at) and not measures:
        raise Refused("R70", "child_is_of_age")
    if any(row.measure in ASSISTANCE_MEASURES for row in measures):
        raise Refused("R73", "assistance_only")
    if family.measures_of(voice):
        raise Refused("R72", "no_measure_for_the_person")
    raise Refused("R05", "not_a_voice_of_this_patient")
