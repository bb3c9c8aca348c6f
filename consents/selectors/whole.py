"""All that is kept about one person, for his own copy (RGPD art. 15 and 20). Who may see what is decided elsewhere.

Withheld reasons, content of documents and other people's records are not here.
"""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q

from consents.cards import Care, Carer, Identity, Pair, Paper, Place, Preference, Work
from consents.ledger import canonical
from consents.models import (
    CareEntry,
    Document,
    LedgerEntry,
    Mandate,
    NotToKnow,
    Organisation,
    Person,
    PersonToCall,
    PostMortemOpposition,
    Practice,
    Professional,
    Secrecy,
    Setting,
    SharingPreference,
)
from consents.selectors.facts import FINESS, RPPS
from consents.selectors.portrait import identifiers
from consents.selectors.stays import lasting


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger. `written` is the very text whose SHA-256, after the previous hash, is `hash`."""

    id: int
    revision: int
    by: str
    written: str
    previous_hash: str
    hash: str


def identity(person_id: uuid.UUID) -> Identity | None:
    """2 statements."""
    row = Person.objects.filter(pk=person_id).prefetch_related("identifiers").first()
    return _identity(row) if row else None


def care(patient_id: uuid.UUID, *, at: datetime) -> tuple[Care, ...]:
    """Every period that has begun, past ones included, the oldest first."""
    rows = CareEntry.objects.filter(patient_id=patient_id, begins_at__lte=at).order_by("begins_at", "pk")
    return tuple(
        Care(
            str(row.pk), str(row.professional_id), _ref(row.organisation_id), row.basis,
            row.begins_at, row.ends_at, row.source, row.source_value,
        )
        for row in rows
    )  # fmt: skip


def document_ids(patient_id: uuid.UUID, *, at: datetime) -> list[uuid.UUID]:
    """The newest deposit first."""
    rows = Document.objects.filter(patient_id=patient_id, deposited_at__lte=at)
    return list(rows.order_by("-deposited_at", "pk").values_list("pk", flat=True))


def documents(patient_id: uuid.UUID, ids: Collection[uuid.UUID]) -> dict[str, Paper]:
    return {str(row.pk): _paper(row) for row in Document.objects.filter(patient_id=patient_id, pk__in=ids)}


def replacing(patient_id: uuid.UUID) -> dict[str, str]:
    """The earlier version that each corrected document replaces."""
    rows = Document.objects.filter(patient_id=patient_id, replaces__isnull=False)
    return {str(later): str(earlier) for later, earlier in rows.values_list("pk", "replaces_id")}


def entries(patient_id: uuid.UUID) -> tuple[Entry, ...]:
    """The patient's ledger from the first declaration on, each line with its proof (R89)."""
    return tuple(_entry(row) for row in LedgerEntry.objects.filter(patient_id=patient_id).order_by("revision"))


def preferences(patient_id: uuid.UUID) -> tuple[Preference, ...]:
    """Every sharing preference ever declared, in the order of their moments."""
    rows = SharingPreference.objects.filter(patient_id=patient_id).order_by("declared_at", "revision")
    return tuple(_preference(row) for row in rows)


def standing_revisions(patient_id: uuid.UUID, *, at: datetime) -> frozenset[int]:
    """The declarations, other than sharing preferences, of which something is in force. 7 statements."""
    stands = Q(begins_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))
    found: set[int] = set()
    for model in (Setting, Secrecy, NotToKnow, Mandate, PostMortemOpposition, PersonToCall):
        rows = model._default_manager.filter(stands, patient_id=patient_id)
        found |= set(rows.values_list("revision", flat=True))
    lasts = Q(begins_at__lte=at) & (Q(until__isnull=True) | Q(until__gt=at))
    found |= set(lasting().filter(lasts, patient_id=patient_id).values_list("revision", flat=True))
    return frozenset(found)


def persons_to_call(patient_id: uuid.UUID) -> tuple[dict[str, Any], ...]:
    """Everyone who was ever to be called (R50)."""
    rows = PersonToCall.objects.filter(patient_id=patient_id).order_by("declared_at", "revision")
    return tuple(
        dict(row) for row in rows.values("given_name", "family_name", "relation", "phone", "begins_at", "ends_at")
    )


def carers(ids: Iterable[str]) -> tuple[Carer, ...]:
    """3 statements."""
    rows = Professional.objects.filter(pk__in=identifiers(ids)).order_by("family_name", "given_name", "pk")
    works = Prefetch("practices", Practice.objects.order_by("position", "id"))
    return tuple(_carer(row) for row in rows.prefetch_related("identifiers", works))


def places(ids: Iterable[str]) -> tuple[Place, ...]:
    """These and the legal entities that they are part of. 4 statements."""
    rows = _places(identifiers(ids))
    known = {row.pk for row in rows}
    rows += _places({row.part_of_id for row in rows if row.part_of_id} - known)
    return tuple(_place(row) for row in rows)


def _places(keys: Collection[uuid.UUID]) -> list[Organisation]:
    return list(Organisation.objects.filter(pk__in=keys).prefetch_related("identifiers").order_by("name", "pk"))


def _identity(row: Person) -> Identity:
    own = ((row.ins_system, row.ins),) if row.ins else ()
    return Identity(
        id=str(row.pk),
        identifiers=own + _others(row),
        identity_status=row.identity_status,
        birth_name=row.birth_name,
        birth_given_names=row.birth_given_names,
        used_name=row.used_name,
        used_given_name=row.used_given_name,
        born_on=row.born_on,
        birth_place=row.birth_place,
        sex=row.sex,
        died_at=row.died_at,
        known_since=row.created_at,
    )


def _paper(row: Document) -> Paper:
    return Paper(
        id=str(row.pk),
        source=(row.source_system, row.source_value),
        type_system=row.type_system,
        type_code=row.type_code,
        category=row.category,
        specialty=row.specialty,
        author=_ref(row.author_id),
        place=_ref(row.organisation_id),
        made_on=row.made_on,
        deposited_on=row.deposited_on,
        deposited_at=row.deposited_at,
        replaces=_ref(row.replaces_id),
    )


def _entry(row: LedgerEntry) -> Entry:
    return Entry(
        id=row.pk,
        revision=row.revision,
        by=row.actor_reference,
        written=canonical(row).decode(),
        previous_hash=bytes(row.previous_hash).hex(),
        hash=bytes(row.hash).hex(),
    )


def _preference(row: SharingPreference) -> Preference:
    to = row.to_professional_id or row.to_organisation_id or row.to_person_id or row.to_profession
    return Preference(
        id=str(row.pk),
        voice=str(row.voice_id),
        stance=row.stance,
        to_kind=row.to_kind,
        to=str(to or ""),
        about_kind=row.about_kind,
        about=str(row.about_document_id or row.about_word),
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        declared_at=row.declared_at,
    )


def _carer(row: Professional) -> Carer:
    own = ((RPPS, row.rpps),) if row.rpps else ()
    return Carer(
        id=str(row.pk),
        family_name=row.family_name,
        given_name=row.given_name,
        title=row.title,
        profession=row.profession,
        profession_system=row.profession_system,
        profession_code=row.profession_code,
        specialty=row.specialty,
        assists=_ref(row.assists_id),
        identifiers=own + _others(row),
        works=tuple(Work(str(one.organisation_id), one.begins_at, one.ends_at) for one in row.practices.all()),
    )


def _place(row: Organisation) -> Place:
    own = ((FINESS, row.finess),) if row.finess else ()
    return Place(
        id=str(row.pk),
        name=row.name,
        kind=row.kind,
        sector_code=row.sector_code,
        city=row.city,
        part_of=_ref(row.part_of_id),
        identifiers=own + _others(row),
    )


def _others(row: Any) -> tuple[Pair, ...]:
    return tuple(sorted((one.system, one.value) for one in row.identifiers.all()))


def _ref(value: uuid.UUID | None) -> str | None:
    return str(value) if value else None
