"""Writing organisations, professionals and their places of work."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from consents.errors import InvalidFact
from consents.selectors import facts
from consents.services import intake
from consents.vocabulary import OrganisationKind, Profession
from consents.words import Identifier
from sharing.fhir.reading import values
from sharing.fhir.reading.identifiers import FINESS, RPPS
from sharing.fhir.reading.values import OrganisationRead, PracticeRead, ProfessionalRead
from sharing.services.fhir_import.report import Report
from sharing.services.fhir_import.resolving import ORGANISATION, PROFESSIONAL, Resolver, Target
from sharing.services.fhir_import.shared_numbers import own_numbers


def organisation(read: OrganisationRead, resolver: Resolver, report: Report) -> Target:
    """A kind that we do not know never replaces one that an administrator has mapped."""
    main = ((FINESS, read.finess.value),) if read.finess else ()
    owner, numbers = own_numbers(read.identifiers, main, facts.organisations_named, report)
    unmapped_again = owner is not None and read.kind == OrganisationKind.UNKNOWN
    above = resolver.find(read.part_of, ORGANISATION)
    recorded = intake.record_organisation(
        name=read.name,
        kind=None if unmapped_again else OrganisationKind(read.kind),
        finess=read.finess.value if read.finess else "",
        identifiers=numbers,
        sector_code=None if unmapped_again else read.sector_code,
        part_of=above.id if above else None,
        city=read.city or None,
        is_active=read.is_active,
    )
    _told(recorded, read, report, "Organization")
    return Target(recorded.id)


def professional(read: ProfessionalRead, resolver: Resolver, report: Report) -> Target:
    main = ((RPPS, read.rpps.value),) if read.rpps else ()
    owner, numbers = own_numbers(read.identifiers, main, facts.professionals_named, report)
    unmapped_again = owner is not None and read.profession == Profession.UNKNOWN
    recorded = intake.record_professional(
        family_name=read.family_name,
        given_name=read.given_name or None,
        title=read.title or None,
        rpps=read.rpps.value if read.rpps else "",
        identifiers=numbers,
        profession=None if unmapped_again else Profession(read.profession),
        profession_system=None if unmapped_again else read.profession_system,
        profession_code=None if unmapped_again else read.profession_code,
        email=read.email or None,
        is_active=read.is_active,
    )
    _told(recorded, read, report, "Practitioner")
    return Target(recorded.id)


def _told(recorded: intake.Recorded, read: values.Read, report: Report, kind: str) -> None:
    report.count(kind, created=recorded.created)
    for doubt in recorded.doubts:
        report.warn(read.origin.elements.get(doubt.element, read.origin.path), doubt.because)


def practice(read: PracticeRead, resolver: Resolver, report: Report, *, at: datetime) -> Target | None:
    """A role without a professional says nothing; without a place, only who the professional is."""
    who = resolver.find(read.professional, PROFESSIONAL)
    where = resolver.find(read.organisation, ORGANISATION)
    if who is None:
        report.not_used["PractitionerRole", "without_professional"] += 1
        return None
    intake.complete_professional(
        who.id,
        identifiers=[Identifier(*pair) for pair in read.addresses],
        profession=Profession(read.profession),
        profession_system=read.profession_system,
        profession_code=read.profession_code,
    )
    if where is not None:
        _place(read, who.id, where.id, report, at)
    return Target(who.id, where.id if where else None)


def _place(read: PracticeRead, who: UUID, where: UUID, report: Report, at: datetime) -> None:
    """A role said inactive without an end ends the place that is kept, and opens none."""
    standing = [row for row in facts.practices([who]) if row["organisation_id"] == where]
    begins_at, ends_at = read.begins_at, read.ends_at
    if read.is_active is False and ends_at is None:
        standing = [row for row in standing if row["ends_at"] is None]
        if not standing:
            report.not_used["PractitionerRole", "no_longer_active"] += 1
            return
        begins_at, ends_at = standing[0]["begins_at"], at
    if _covered(standing, begins_at, ends_at):
        report.count("PractitionerRole", created=False)
        return
    recorded = intake.record_practice(professional=who, organisation=where, begins_at=begins_at, ends_at=ends_at)
    report.count("PractitionerRole", created=recorded.created)


def _covered(rows: Iterable[facts.Row], begins_at: datetime | None, ends_at: datetime | None) -> bool:
    """Two roles in one place are one place of work: the shorter adds nothing, unless it tells the end of the other."""
    for row in rows:
        begun = row["begins_at"] is None or (begins_at is not None and row["begins_at"] < begins_at)
        lasts = row["ends_at"] is None or (ends_at is not None and ends_at <= row["ends_at"])
        if begun and lasts and begins_at != row["begins_at"]:
            return True
    return False


def parents_first(reads: list[OrganisationRead], resolver: Resolver) -> list[OrganisationRead]:
    """An organisation after the one it is part of; a circle is the fault of each that takes part in it."""
    ordered: list[OrganisationRead] = []
    left = {read.origin.path: read for read in reads}

    def visit(read: OrganisationRead, under: tuple[str, ...]) -> None:
        if read.origin.path in under:
            raise InvalidFact(read.origin.elements["part_of"], "goes_round_in_a_circle")
        above = resolver.by_name.get(read.part_of.name) if read.part_of else None
        if isinstance(above, OrganisationRead) and above.origin.path in left:
            visit(above, (*under, read.origin.path))
        if left.pop(read.origin.path, None):
            ordered.append(read)

    for read in reads:
        visit(read, ())
    return ordered
