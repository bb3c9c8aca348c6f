"""Writing documents: what they are, and what they replace."""

from datetime import datetime
from uuid import UUID

from consents.errors import InvalidFact
from consents.selectors import known
from consents.services import intake
from consents.vocabulary import Category
from sharing.fhir.reading.values import DocumentRead
from sharing.services.fhir_import.report import Report
from sharing.services.fhir_import.resolving import (
    ORGANISATION,
    PATIENT,
    PROFESSIONAL,
    LeftOut,
    Resolver,
    Target,
)


def document(read: DocumentRead, resolver: Resolver, report: Report, *, at: datetime) -> Target:
    """The day of deposit of a reference without a date is the day it was first seen."""
    patient = resolver.need(read.patient, PATIENT).id
    kept = known.documents(patient, {read.source}).get(read.source)
    _leave_the_patients_choice(read, report, is_kept=kept is not None)
    author = resolver.find(read.author, PROFESSIONAL)
    place = resolver.find(read.organisation, ORGANISATION)
    earlier = resolver.document(read.replaces, patient)
    recorded = intake.record_document(
        patient,
        deposited=read.deposited_at or (kept.deposited_at if kept else at),
        type_system=read.type_system,
        type_code=read.type_code,
        category=Category(read.category),
        author=author.id if author else None,
        organisation=_organisation(place, author),
        made_on=read.made_on,
        announcement_pending=read.announcement_pending,
        source_system=read.source[0],
        source_value=read.source[1],
        replaces=earlier.id if earlier else None,
    )
    report.count("DocumentReference", created=recorded.created)
    return Target(recorded.id)


def _organisation(place: Target | None, author: Target | None) -> UUID | None:
    if place is not None:
        return place.id
    return author.organisation if author else None


def _leave_the_patients_choice(read: DocumentRead, report: Report, *, is_kept: bool) -> None:
    """MASQUE_PS and its like are the patient's words, which nobody else may declare: without them the document would
    be shown to those it was masked from, so it is left out, and with it what corrects it (decision.md §9.2)."""
    if not read.patients_choice:
        return
    element = f"{read.origin.path}.securityLabel"
    if is_kept:
        report.warn(element, "patients_choice_not_imported")
        return
    report.warn(element, "left_out_for_the_patients_choice")
    raise LeftOut


def earlier_first(reads: list[DocumentRead], resolver: Resolver) -> list[DocumentRead]:
    """A document after the one it replaces."""
    ordered: list[DocumentRead] = []
    left = {read.origin.path: read for read in reads}

    def visit(read: DocumentRead, under: tuple[str, ...]) -> None:
        if read.origin.path in under:
            raise InvalidFact(read.origin.elements["replaces"], "goes_round_in_a_circle")
        earlier = resolver.by_name.get(read.replaces.name) if read.replaces else None
        if isinstance(earlier, DocumentRead) and earlier.origin.path in left:
            visit(earlier, (*under, read.origin.path))
        if left.pop(read.origin.path, None):
            ordered.append(read)

    for read in reads:
        visit(read, ())
    return ordered
