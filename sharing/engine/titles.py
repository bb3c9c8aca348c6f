"""Who may speak or ask for the patient: holders of parental authority, those a measure names.

A guardian of a minor speaks and asks as a holder of authority (decision.md §9.12).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from consents.calendar import first_instant, majority
from consents.vocabulary import (
    ASSISTANCE_MEASURES,
    REPRESENTATION_MEASURES,
    ProtectionMeasure,
)
from sharing.engine.facts import Facts, Measure, PatientFacts, Period

#: The smallest step of time: what stood just before a moment.
INSTANT = timedelta(microseconds=1)


def is_minor(patient: PatientFacts, at: datetime) -> bool:
    return at < majority(patient.born)


def has_died(person: str, facts: Facts, at: datetime) -> bool:
    """Dead from the first instant of the day of death."""
    moment = death(person, facts)
    return moment is not None and moment <= at


def death(person: str, facts: Facts) -> datetime | None:
    known = facts.persons.get(person)
    died = known.died if known else None
    if facts.patient is not None and facts.patient.id == person:
        died = died or facts.patient.died
    return first_instant(died) if died else None


def speaking_periods(person: str, facts: Facts) -> Iterator[Period]:
    """When this person had a voice for the patient: authority, or representation for the person.

    Assistance, property and safeguard give no voice (decision.md §1.3). Death ends them all.
    """
    patient = facts.patient
    if patient is None:
        return
    for authority in patient.authorities:
        if authority.holder == person:
            held = _until(authority.held, majority(patient.born))
            yield _until(held, death(person, facts))
    for measure in patient.measures:
        if measure.guardian == person and measure.measure in REPRESENTATION_MEASURES:
            yield _until(measure.period, death(person, facts))


def _until(period: Period, end: datetime | None) -> Period:
    if end is None or (period.ends is not None and period.ends <= end):
        return period
    return replace(period, ends=end)


def has_held_authority(person: str, patient: PatientFacts, at: datetime) -> bool:
    """Ever, even withdrawn since."""
    return any(authority.holder == person and authority.held.has_begun(at) for authority in patient.authorities)


def holds_authority(person: str, patient: PatientFacts, at: datetime) -> bool:
    """Held at that moment; whether the child is still a minor is another question."""
    return any(authority.holder == person and authority.held.covers(at) for authority in patient.authorities)


def measures_in_force(person: str, patient: PatientFacts, at: datetime) -> tuple[Measure, ...]:
    return tuple(measure for measure in patient.measures if measure.guardian == person and measure.period.covers(at))


def represents(person: str, patient: PatientFacts, at: datetime) -> bool:
    """A measure with representation for the person is in force (R72)."""
    measures = measures_in_force(person, patient, at)
    return any(measure.measure in REPRESENTATION_MEASURES for measure in measures)


def assists(person: str, patient: PatientFacts, at: datetime) -> bool:
    """A measure with assistance only is in force (R73)."""
    measures = measures_in_force(person, patient, at)
    return any(measure.measure in ASSISTANCE_MEASURES for measure in measures)


def is_named_by_a_measure(person: str, patient: PatientFacts, at: datetime) -> bool:
    """By one in force, of any kind."""
    return bool(measures_in_force(person, patient, at))


def has_been_named(person: str, patient: PatientFacts, at: datetime) -> bool:
    """By a measure in force or over."""
    return any(measure.guardian == person and measure.period.has_begun(at) for measure in patient.measures)


def only_safeguarded(person: str, patient: PatientFacts, at: datetime) -> bool:
    """`safeguard` has no effect on access (R74)."""
    measures = measures_in_force(person, patient, at)
    return bool(measures) and all(measure.measure is ProtectionMeasure.SAFEGUARD for measure in measures)
