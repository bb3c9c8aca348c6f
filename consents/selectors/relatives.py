"""Whom the patient allows to know, and what he wishes his relatives be told: what stands at a moment (R40, R42, R51, R82)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from consents.models import Mandate, ParentalAuthority, Person, Protection, Setting, SharingPreference
from consents.selectors import declarations
from consents.selectors.portrait import identifiers
from consents.selectors.readers import Reader
from consents.vocabulary import Choice, RecipientKind, SettingName, Stance


@dataclass(frozen=True, slots=True)
class RelativeCard:
    id: str
    name: str
    born_on: date


@dataclass(frozen=True, slots=True)
class AllowedCard:
    """One grant or one mandate, in force or still to come; `ends_at` is excluded. `kind`: grant or mandate."""

    kind: str
    person: str
    name: str
    about_kind: str
    about: str
    begins_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class WishCard:
    """What the patient said himself about a grave prognosis; `only`: the names of those alone who may be told."""

    value: Choice
    said_at: datetime | None = None
    only: tuple[str, ...] = ()


def allowed(patient_id: uuid.UUID, *, at: datetime) -> tuple[AllowedCard, ...]:
    """The grants to persons, then the mandates; the newest first. Two statements."""
    stands = (Q(ends_at__isnull=True) | Q(ends_at__gt=at)) & Q(patient=patient_id)
    grants = SharingPreference.objects.filter(
        stands, stance=Stance.GRANT.value, to_kind=RecipientKind.PERSON.value
    ).select_related("to_person")
    mandates = Mandate.objects.filter(stands).select_related("to_person")
    found: list[tuple[str, SharingPreference | Mandate]] = [
        ("grant", row) for row in grants.order_by("-declared_at", "-revision")
    ]
    found += [("mandate", row) for row in mandates.order_by("-declared_at", "-revision")]
    return tuple(_card(kind, row) for kind, row in found)


def wish(patient_id: uuid.UUID, *, at: datetime) -> WishCard:
    """Of the patient's own voice; silence is no wish. Two statements at most."""
    left = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    rows = Setting.objects.filter(left, patient=patient_id, voice=patient_id, name=SettingName.GRAVE_PROGNOSIS.value)
    row = rows.filter(begins_at__lte=at).prefetch_related("only").first()
    if row is None:
        return WishCard(Choice.NO_WISH)
    names = sorted(str(person) for person in row.only.all())
    return WishCard(Choice(row.value), row.declared_at, tuple(names))


def known(patient_id: uuid.UUID) -> tuple[RelativeCard, ...]:
    """Persons whom this patient named himself, or who are or were by law beside him; by name. No directory of people."""
    said = declarations.declarations(patient_id, reader=Reader.patient(patient_id))
    named = {one.to for one in said if one.to_kind == RecipientKind.PERSON}
    named |= {person for one in said for person in one.object.persons}
    beside = Q(pk__in=identifiers(named))
    beside |= Q(pk__in=ParentalAuthority.objects.filter(child=patient_id).values("holder"))
    beside |= Q(pk__in=Protection.objects.filter(protected=patient_id).values("guardian"))
    rows = Person.objects.filter(beside).exclude(pk=patient_id).order_by("birth_given_names", "birth_name", "born_on")
    return tuple(RelativeCard(str(row.pk), str(row), row.born_on) for row in rows)


def _card(kind: str, row: SharingPreference | Mandate) -> AllowedCard:
    return AllowedCard(
        kind=kind,
        person=str(row.to_person_id),
        name=str(row.to_person),
        about_kind=row.about_kind,
        about=str(row.about_document_id or row.about_word or ""),
        begins_at=row.begins_at,
        ends_at=row.ends_at,
    )
