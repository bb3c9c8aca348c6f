"""Grants about the whole record that a patient made to some organisations, as these may know of them."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from consents.models import CareEntry, Practice, SharingPreference
from consents.verification import FINESS, RPPS
from consents.vocabulary import SubjectKind
from consents.words import Identifier

_NOBODY = uuid.UUID(int=0)


@dataclass(frozen=True, slots=True)
class GrantCard:
    """`to` is the RPPS of a professional, or the FINESS of an organisation; `patient` his INS."""

    id: uuid.UUID
    patient: Identifier
    to: Identifier
    begins_at: datetime
    ends_at: datetime | None
    declared_at: datetime


def to_organisations(
    organisations: Collection[uuid.UUID],
    *,
    at: datetime,
    patient: uuid.UUID | None = None,
    word: uuid.UUID | None = None,
) -> tuple[GrantCard, ...]:
    """In force, in the patient's own voice, naming one of these organisations, a site of theirs or someone who works
    there, while he lives and is cared for there: what a notice may tell them (decision.md §7). Of this patient, or
    this very word. 1 statement, whatever is found.
    """
    rows = SharingPreference.objects.filter(
        Q(patient_id=patient or _NOBODY) | Q(pk=word or _NOBODY),
        Q(patient__died_at=None) | Q(patient__died_at__gt=at),
        _in_force(at),
        _names(organisations, at),
        Exists(_care(organisations, at)),
        stance="grant",
        about_kind=SubjectKind.EVERYTHING.value,
        voice_id=F("patient_id"),
    ).exclude(patient__ins="")
    found = rows.order_by("pk").values_list(
        "pk", "patient__ins_system", "patient__ins", "to_professional__rpps", "to_organisation__finess",
        "begins_at", "ends_at", "declared_at",
    )  # fmt: skip
    return tuple(
        GrantCard(
            key,
            Identifier(system, ins),
            Identifier(RPPS, rpps) if rpps else Identifier(FINESS, finess or ""),
            begins_at,
            ends_at,
            declared_at,
        )
        for key, system, ins, rpps, finess, begins_at, ends_at, declared_at in found
        if rpps or finess
    )


def _in_force(at: datetime) -> Q:
    return Q(begins_at__lte=at) & (Q(ends_at=None) | Q(ends_at__gt=at))


def _names(organisations: Collection[uuid.UUID], at: datetime) -> Q:
    """An organisation contains its sites (decision.md §9.11)."""
    works = Practice.objects.filter(
        Q(organisation_id__in=organisations) | Q(organisation__part_of_id__in=organisations),
        Q(begins_at=None) | Q(begins_at__lte=at),
        Q(ends_at=None) | Q(ends_at__gt=at),
        professional_id=OuterRef("to_professional_id"),
    )
    own = Q(to_organisation_id__in=organisations) | Q(to_organisation__part_of_id__in=organisations)
    return own | Q(Exists(works))


def _care(organisations: Collection[uuid.UUID], at: datetime) -> QuerySet[CareEntry]:
    return CareEntry.objects.filter(
        Q(organisation_id__in=organisations) | Q(organisation__part_of_id__in=organisations),
        _in_force(at),
        patient_id=OuterRef("patient_id"),
    )
