"""Names, places and standing words behind the patient's own pages, in a fixed number of queries.

Nothing here says who may see what: that is the engine's answer.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from consents.models import (
    CareEntry,
    Document,
    LedgerHead,
    Organisation,
    Person,
    Practice,
    Professional,
    SharingPreference,
    TrustedContact,
)


@dataclass(frozen=True, slots=True)
class PlaceCard:
    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class ProfessionalCard:
    """`short` is the name where there is little room: « Dr Aubertin », « M. Hadj »."""

    id: str
    name: str
    short: str
    profession: str
    specialty: str
    assists: str | None
    places: tuple[PlaceCard, ...]


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """What a document is, never what it says; `day` is when it was made, or else deposited."""

    id: str
    category: str
    specialty: str
    day: date
    deposited_on: date
    author: str | None
    author_name: str
    place: PlaceCard | None


@dataclass(frozen=True, slots=True)
class CareCard:
    professional: str
    place: PlaceCard | None
    basis: str
    begins_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class WordCard:
    """A sharing preference in force or still to come, of any voice; references as in `words`."""

    id: str
    voice: str
    stance: str
    to_kind: str
    to: str
    about_kind: str
    about: str
    begins_at: datetime
    ends_at: datetime | None
    declared_at: datetime


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The patient's care, words and documents at a moment, and everyone they name."""

    revision: int
    care: tuple[CareCard, ...]
    words: tuple[WordCard, ...]
    documents: tuple[DocumentCard, ...]
    professionals: dict[str, ProfessionalCard]


def surroundings(patient_id: uuid.UUID, *, at: datetime) -> Surroundings:
    """Who takes part in the care at that moment, who is named by a word, who wrote a document."""
    care = tuple(_care(row) for row in _care_in_force(patient_id, at))
    words = standing_words(patient_id, at=at)
    documents = tuple(_document(row) for row in _documents(patient_id, at))
    named = {entry.professional for entry in care} | {entry.author for entry in documents if entry.author}
    named |= {word.to for word in words if word.to_kind == "professional"}
    return Surroundings(preference_revision(patient_id), care, words, documents, professionals(named))


def preference_revision(patient_id: uuid.UUID) -> int:
    """The revision that a page shows, and that a grant names (decision.md §1.6); 0 before any word."""
    return LedgerHead.objects.filter(patient_id=patient_id).values_list("preference_revision", flat=True).first() or 0


def revision(patient_id: uuid.UUID) -> int:
    """How many declarations there are of this patient; what opens names it, when it is no grant."""
    return LedgerHead.objects.filter(patient_id=patient_id).values_list("revision", flat=True).first() or 0


def standing_words(patient_id: uuid.UUID, *, at: datetime) -> tuple[WordCard, ...]:
    """Words that have not ended, the newest first."""
    rows = SharingPreference.objects.filter(patient_id=patient_id).filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))
    return tuple(_word(row) for row in rows.order_by("-declared_at", "-revision"))


def professionals(ids: Iterable[str]) -> dict[str, ProfessionalCard]:
    """Cards of these professionals, active or not, with where they work."""
    places = Prefetch("practices", Practice.objects.select_related("organisation"))
    rows = (
        Professional.objects.filter(pk__in=identifiers(ids))
        .prefetch_related(places)
        .order_by("family_name", "given_name")
    )
    return {str(row.pk): _professional(row) for row in rows}


def places(ids: Iterable[str]) -> dict[str, PlaceCard]:
    return {str(row.pk): _place(row) for row in Organisation.objects.filter(pk__in=identifiers(ids))}


def people(ids: Iterable[str]) -> dict[str, str]:
    """Names of persons: relatives, parents, whoever asked or was named; one more statement for those named in words."""
    wanted = identifiers(ids)
    found = {str(row.pk): str(row) for row in Person.objects.filter(pk__in=wanted)}
    others = [key for key in wanted if str(key) not in found]
    return found | {str(row.pk): str(row) for row in TrustedContact.objects.filter(pk__in=others)} if others else found


def document_names(patient_id: uuid.UUID, ids: Iterable[str]) -> dict[str, DocumentCard]:
    """Cards of this patient's documents among `ids`; others' are not found."""
    rows = Document.objects.filter(patient_id=patient_id, pk__in=identifiers(ids)).select_related(
        "author", "organisation"
    )
    return {str(row.pk): _document(row) for row in rows}


def identifiers(references: Iterable[str]) -> list[uuid.UUID]:
    """Those that have the form of ours; anything else names nobody."""
    found = []
    for reference in references:
        try:
            found.append(uuid.UUID(reference))
        except ValueError:
            continue
    return found


@dataclass(frozen=True, slots=True)
class Names:
    """Cards of whoever and whatever some declarations or accesses name."""

    professionals: dict[str, ProfessionalCard]
    places: dict[str, PlaceCard]
    documents: dict[str, DocumentCard]
    people: dict[str, str]


def names(
    patient_id: uuid.UUID,
    *,
    professional: Iterable[str] = (),
    place: Iterable[str] = (),
    document: Iterable[str] = (),
    person: Iterable[str] = (),
) -> Names:
    """In five queries; documents among this patient's own only."""
    return Names(professionals(professional), places(place), document_names(patient_id, document), people(person))


def _care_in_force(patient_id: uuid.UUID, at: datetime) -> QuerySet[CareEntry]:
    not_ended = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    rows = CareEntry.objects.filter(not_ended, patient_id=patient_id, begins_at__lte=at)
    return rows.select_related("organisation").order_by("begins_at", "pk")


def _documents(patient_id: uuid.UUID, at: datetime) -> QuerySet[Document]:
    rows = Document.objects.filter(patient_id=patient_id, deposited_at__lte=at)
    return rows.select_related("author", "organisation").order_by("-deposited_on", "-deposited_at", "pk")


def _place(row: Organisation) -> PlaceCard:
    return PlaceCard(str(row.pk), row.name, row.kind)


def _professional(row: Professional) -> ProfessionalCard:
    first = row.title or (f"{row.given_name[0]}." if row.given_name else "")
    return ProfessionalCard(
        id=str(row.pk),
        name=str(row),
        short=f"{first} {row.family_name}".strip(),
        profession=row.profession,
        specialty=row.specialty,
        assists=str(row.assists_id) if row.assists_id else None,
        places=tuple(_place(practice.organisation) for practice in row.practices.all()),
    )


def _care(row: CareEntry) -> CareCard:
    return CareCard(
        professional=str(row.professional_id),
        place=_place(row.organisation) if row.organisation else None,
        basis=row.basis,
        begins_at=row.begins_at,
        ends_at=row.ends_at,
    )


def _document(row: Document) -> DocumentCard:
    return DocumentCard(
        id=str(row.pk),
        category=row.category,
        specialty=row.specialty,
        day=row.made_on or row.deposited_on,
        deposited_on=row.deposited_on,
        author=str(row.author_id) if row.author_id else None,
        author_name=str(row.author) if row.author else "",
        place=_place(row.organisation) if row.organisation else None,
    )


def _word(row: SharingPreference) -> WordCard:
    to = row.to_professional_id or row.to_organisation_id or row.to_person_id or row.to_profession
    return WordCard(
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
