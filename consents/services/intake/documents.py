"""Documents as references: type, author, place, dates, flags; never content, never a title."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from consents import terminology, verification
from consents.calendar import first_instant, paris_day
from consents.errors import InvalidFact
from consents.models import Document, Organisation, Person, Professional
from consents.services import naming
from consents.services.intake import rows
from consents.services.intake.rows import Recorded
from consents.services.moments import When
from consents.vocabulary import Category, Specialty


@transaction.atomic
def record_document(
    patient_id: UUID,
    *,
    deposited: When,
    type_system: str = "",
    type_code: str = "",
    category: Category | None = None,
    specialty: Specialty | None = None,
    author: UUID | None = None,
    organisation: UUID | None = None,
    made_on: date | None = None,
    third_party: bool = False,
    announcement_pending: bool = False,
    source_system: str = "",
    source_value: str = "",
    replaces: UUID | None = None,
) -> Recorded:
    """Keep a document, found by its source's number. Its category follows its type when not said (vocabulary B).

    `deposited`: a day in Paris or a moment. `replaces`: the version it corrects, retypes or copies, whose
    secrets follow it (decision.md §9.2); it must be this patient's.
    """
    patient = rows.named(Person, patient_id, "patient")
    kept = _category(category, type_system, type_code)
    deposited_at = deposited if isinstance(deposited, datetime) else first_instant(deposited)
    values: dict[str, Any] = {
        "type_system": type_system,
        "type_code": type_code,
        "category": kept.value,
        "specialty": _specialty(specialty, kept),
        "author": rows.named(Professional, author, "author"),
        "organisation": rows.named(Organisation, organisation, "organisation"),
        "made_on": made_on,
        "deposited_at": deposited_at,
        "deposited_on": paris_day(deposited_at),
        "third_party": third_party,
        "announcement_pending": announcement_pending,
        "replaces": _replaced(patient, replaces),
    }
    known = _known(patient, verification.system(source_system), source_value)
    if known is None:
        source = {"source_system": verification.system(source_system), "source_value": source_value}
        return Recorded(Document.objects.create(patient=patient, **source, **values).pk, created=True)
    if values["replaces"] is not None and known.pk in naming.lineage(values["replaces"]):
        raise InvalidFact("replaces", "goes_round_in_a_circle")
    if known.announced_at is not None:
        del values["announcement_pending"]
    rows.update(known, **values)
    return Recorded(known.pk, created=False)


def _category(said: str | None, system: str, code: str) -> Category:
    if said is not None:
        return Category(rows.word(Category, said, "category"))
    return terminology.category(verification.system(system), code)


def _specialty(said: str | None, category: Category) -> str:
    """What a mental health or birth document takes when it says none (decision.md §9.11)."""
    if said:
        return rows.word(Specialty, said, "specialty")
    return str(terminology.DEFAULT_SPECIALTY.get(category, ""))


def _known(patient: Person, source_system: str, source_value: str) -> Document | None:
    if not source_value:
        return None
    return Document.objects.filter(patient=patient, source_system=source_system, source_value=source_value).first()


def _replaced(patient: Person, key: UUID | None) -> Document | None:
    earlier: Document | None = rows.named(Document, key, "replaces")
    if earlier is not None and earlier.patient_id != patient.pk:
        raise InvalidFact("replaces", "unknown")
    return earlier


def announce_document(document_id: UUID, *, at: datetime) -> Recorded:
    """The result has been announced: the patient sees it from now on (R31). Saying it twice changes nothing."""
    row = rows.named(Document, document_id, "document")
    if row.announced_at is None:
        rows.update(row, announced_at=at)
    return Recorded(row.pk, created=False)
