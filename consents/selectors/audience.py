"""Whom a patient's preferences concern: the organisations of his care and those his grants reach (decision.md §7)."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from consents.calendar import majority
from consents.models import (
    CareEntry,
    Organisation,
    Person,
    PersonIdentifier,
    Practice,
    Professional,
    Secrecy,
    SharingPreference,
)
from consents.vocabulary import NEVER_ORGANISATIONS, RecipientKind, Stance

_NEVER = frozenset(NEVER_ORGANISATIONS)


@dataclass(frozen=True, slots=True)
class Concerned:
    """`within` are the organisation and the legal entities that contain it: their systems serve it (§9.11)."""

    organisation: uuid.UUID
    within: frozenset[uuid.UUID]


def concerned(patient_id: uuid.UUID, *, at: datetime, revision: int) -> list[Concerned]:
    """Organisations with a care entry in force at `at`, or that a grant names, itself or one of its professionals.

    A grant counts from its begin, the one of `revision` at once, and still at the moment it ends. An organisation
    that only an opposition names is not here (§9.8), nor one that may never read (§4.2), nor an inactive one.
    """
    cared_for = _of_care(patient_id, at)
    grants = _grants(patient_id, at, revision)
    named = {grant.to_organisation_id for grant in grants if grant.to_organisation_id}
    named |= _places({grant.to_professional_id for grant in grants if grant.to_professional_id}, at)
    reached = _with_sites(named) | cared_for
    return _told(Organisation.objects.filter(pk__in=reached, is_active=True).select_related("part_of__part_of"))


def professional_email(professional_id: uuid.UUID) -> str:
    """Where to write to a professional; empty when there is no address, or he no longer practises."""
    found = Professional.objects.filter(pk=professional_id, is_active=True).values_list("email", flat=True).first()
    return found or ""


def living(persons: Collection[uuid.UUID], *, at: datetime) -> set[uuid.UUID]:
    """Those of these people who have not died by then."""
    not_dead = Q(died_at__isnull=True) | Q(died_at__gt=at)
    return set(Person.objects.filter(not_dead, pk__in=persons).values_list("pk", flat=True))


def living_adults(persons: Collection[uuid.UUID], *, at: datetime) -> set[uuid.UUID]:
    """Those of them who are eighteen."""
    born = Person.objects.filter(pk__in=living(persons, at=at)).values_list("pk", "born_on")
    return {person for person, day in born if at >= majority(day)}


def kept_a_secret(persons: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of them who, as minors, ever kept care secret from someone (R63)."""
    return set(Secrecy.objects.filter(patient__in=persons).values_list("patient_id", flat=True))


def _in_force(at: datetime) -> Q:
    return (Q(begins_at__isnull=True) | Q(begins_at__lte=at)) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))


def _of_care(patient_id: uuid.UUID, at: datetime) -> set[uuid.UUID]:
    """Also when it ends by this declaration; a care entry without a place (a treating physician) is that of the
    places where its professional works.
    """
    not_ended = Q(ends_at__isnull=True) | Q(ends_at__gte=at)
    rows = CareEntry.objects.filter(not_ended, patient_id=patient_id, begins_at__lte=at)
    pairs: list[tuple[uuid.UUID | None, uuid.UUID]] = list(rows.values_list("organisation_id", "professional_id"))
    own = {place for place, _ in pairs if place is not None}
    return own | _places({who for place, who in pairs if place is None}, at)


def _grants(patient_id: uuid.UUID, at: datetime, revision: int) -> QuerySet[SharingPreference]:
    standing = Q(begins_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gte=at))
    to = Q(to_kind__in=[RecipientKind.ORGANISATION.value, RecipientKind.PROFESSIONAL.value])
    return SharingPreference.objects.filter(
        to, standing | Q(revision=revision), patient_id=patient_id, stance=Stance.GRANT.value, revision__lte=revision
    )


def _places(professionals: set[uuid.UUID], at: datetime) -> set[uuid.UUID]:
    rows = Practice.objects.filter(_in_force(at), professional_id__in=professionals)
    return set(rows.values_list("organisation_id", flat=True))


def _with_sites(organisations: set[uuid.UUID]) -> set[uuid.UUID]:
    """A word about a legal entity covers whoever asks from one of its sites (§9.11)."""
    return organisations | set(Organisation.objects.filter(part_of_id__in=organisations).values_list("pk", flat=True))


def _told(rows: QuerySet[Organisation]) -> list[Concerned]:
    found = []
    for row in rows.order_by("pk"):
        lineage = [row, *([row.part_of] if row.part_of else [])]
        if not any(place.kind in _NEVER for place in lineage):
            found.append(Concerned(row.pk, frozenset(place.pk for place in lineage)))
    return found


def named_as(patient_id: uuid.UUID) -> list[str]:
    """How a patient is named from outside, `system|value`: the national identity first, then the others."""
    ins = Person.objects.filter(pk=patient_id).exclude(ins="").values_list("ins_system", "ins")
    others = PersonIdentifier.objects.filter(person_id=patient_id).order_by("system", "value")
    return [f"{system}|{value}" for system, value in [*ins, *others.values_list("system", "value")]]
