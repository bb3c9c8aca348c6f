"""Writing patients, and who their treating physician is."""

from datetime import datetime
from uuid import UUID

from consents.selectors import facts, known
from consents.services import intake
from consents.vocabulary import CareBasis, Profession
from sharing.fhir.reading.values import PersonRead
from sharing.services.fhir_import.report import Report
from sharing.services.fhir_import.resolving import PROFESSIONAL, Resolver, Target
from sharing.services.fhir_import.rules import Rules
from sharing.services.fhir_import.shared_numbers import own_numbers

#: source of the care entries that say who the treating physician is
TREATING = "Patient.generalPractitioner"


def person(read: PersonRead, report: Report, rules: Rules | None, *, at: datetime) -> Target:
    main = (read.ins.pair,) if read.ins else ()
    _, numbers = own_numbers(read.identifiers, main, facts.people, report)
    recorded = intake.record_person(
        at=at,
        birth_name=read.birth_name,
        born_on=read.born_on,
        ins=read.ins.value if read.ins else "",
        ins_system=read.ins.system if read.ins else "",
        identifiers=numbers,
        birth_given_names=read.birth_given_names or None,
        used_name=read.used_name or None,
        used_given_name=read.used_given_name or None,
        birth_place=read.birth_place or None,
        sex=read.sex or None,
        identity_status=read.identity_status or None,
    )
    report.count("Patient", created=recorded.created)
    for doubt in recorded.doubts:
        report.warn(read.origin.elements.get(doubt.element, read.origin.path), doubt.because)
    died_at = _death(read, recorded.id, report, at)
    if rules is not None and died_at is not None:
        rules.told_death(recorded.id, died_at=died_at)
    return Target(recorded.id)


def _death(read: PersonRead, person_id: UUID, report: Report, at: datetime) -> datetime | None:
    """The moment that was written; a death without a date counts from the moment we learn of it, once."""
    if not read.died or (read.died_at is None and facts.persons([person_id])[0]["died_at"]):
        return None
    if read.died_at is None:
        report.warn(f"{read.origin.path}.deceasedBoolean", "death_without_date")
    died_at = read.died_at or at
    intake.record_death(person_id, died_at=died_at)
    return died_at


def treating_physician(read: PersonRead, patient: UUID, resolver: Resolver, report: Report, *, at: datetime) -> None:
    """A fact of intake (CSS L162-5-3): it never replaces the treating physician said by another source."""
    chosen = resolver.find(read.treating_physician, PROFESSIONAL)
    if chosen is None or read.treating_physician is None or read.died:
        return
    element = read.treating_physician.path
    if facts.professionals([chosen.id])[0]["profession"] != Profession.PHYSICIAN:
        report.warn(element, "treating_physician_not_a_physician")
        return
    standing = [one for one in known.care_periods(patient) if _stands(one, at)]
    if any(one.professional == chosen.id for one in standing):
        report.count("treating_physician", created=False)
    elif any(one.source != TREATING for one in standing):
        report.warn(element, "another_treating_physician")
    else:
        _replace(patient, chosen, standing, at)
        report.count("treating_physician", created=True)


def _stands(one: known.CarePeriod, at: datetime) -> bool:
    return one.basis == CareBasis.TREATING_PHYSICIAN and (one.ends_at is None or one.ends_at > at)


def _replace(patient: UUID, chosen: Target, standing: list[known.CarePeriod], at: datetime) -> None:
    for one in standing:
        intake.end_care(one.id, at=at)
    intake.record_care(
        patient,
        professional=chosen.id,
        organisation=chosen.organisation,
        basis=CareBasis.TREATING_PHYSICIAN,
        begins_at=at,
        source=TREATING,
        source_value=f"{chosen.id}/{at.isoformat()}",
    )
