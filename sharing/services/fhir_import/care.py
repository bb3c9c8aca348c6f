"""Writing who takes part in whose care: thousands of encounters become few periods."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import DataError, IntegrityError, transaction

from consents.errors import InvalidFact
from consents.selectors import facts, known
from consents.services import intake
from consents.vocabulary import CARE_TEAM_KINDS, EXPRESS_CONSENT_KINDS, CareBasis
from sharing.fhir.reading import periods
from sharing.fhir.reading.periods import Period
from sharing.fhir.reading.values import CareRead, Participation
from sharing.services.fhir_import.report import Report
from sharing.services.fhir_import.resolving import ORGANISATION, PATIENT, PROFESSIONAL, Resolver

Key = tuple[UUID, UUID, UUID | None]
_LONGEST_NUMBER = 100


@dataclass(slots=True)
class Gathered:
    """The periods of a file by patient, professional and organisation."""

    at: datetime
    periods: dict[Key, list[Period]] = field(default_factory=lambda: defaultdict(list))

    def add(self, read: CareRead, resolver: Resolver) -> None:
        """All the participations of a resource, or none when one of its references is at fault."""
        patient = resolver.need(read.patient, PATIENT)
        found = [self._one(read, part, patient.id, resolver) for part in read.participations]
        for key, period in filter(None, found):
            self.periods[key].append(period)

    def _one(self, read: CareRead, part: Participation, patient: UUID, resolver: Resolver) -> tuple[Key, Period] | None:
        who = resolver.find(part.professional, PROFESSIONAL)
        where = resolver.find(part.organisation, ORGANISATION)
        if who is None:
            return None
        begins_at = part.begins_at or self.at
        if part.ends_at is not None and part.ends_at <= begins_at:
            return None
        place = where.id if where else who.organisation
        return (patient, who.id, place), Period(begins_at, part.ends_at, read.source, read.origin.path)


def basis_of(kind: str) -> CareBasis:
    if kind in CARE_TEAM_KINDS:
        return CareBasis.ESTABLISHMENT
    return CareBasis.COORDINATED if kind in EXPRESS_CONSENT_KINDS else CareBasis.SAME_CARE


def _number(period: Period, professional: UUID) -> str:
    """The number of the source, made one professional's: an encounter has several. Empty when it has none."""
    _, value = period.source
    if not value:
        return ""
    short = value if len(value) <= _LONGEST_NUMBER else sha256(value.encode()).hexdigest()
    return f"{short}/{professional}"


def write(gathered: Gathered, report: Report) -> None:
    places = {place for _, _, place in gathered.periods if place}
    kinds = {row["id"]: row["kind"] for row in facts.organisations(places)}
    kept: dict[UUID, list[known.CarePeriod]] = {}
    for (patient, who, place), found in sorted(gathered.periods.items(), key=lambda item: str(item[0])):
        if patient not in kept:
            kept[patient] = known.care_periods(patient)
        basis = basis_of(kinds.get(place, "") if place else "")
        same = [one for one in kept[patient] if (one.professional, one.organisation, one.basis) == (who, place, basis)]
        for period in periods.merge(found):
            _try_one((patient, who, place), basis, period, same, report)


def _try_one(key: Key, basis: CareBasis, period: Period, same: list[known.CarePeriod], report: Report) -> None:
    try:
        with transaction.atomic():
            report.count("care", created=_write_one(key, basis, period, same))
    except InvalidFact as fault:
        report.refuse(InvalidFact(f"{period.path}.period", fault.because))
    except (DataError, IntegrityError):
        report.refuse(InvalidFact(f"{period.path}.period", "cannot_be_kept"))


def _write_one(key: Key, basis: CareBasis, period: Period, same: list[known.CarePeriod]) -> bool:
    """Only what is not covered yet is added; an open period whose source tells its end is ended. True: something new."""
    standing = [_ended(one, period) for one in same]
    period = _not_opened_again(period, key[1], standing)
    missing = periods.gaps(period, [(one.begins_at, one.ends_at) for one in standing])
    patient, who, place = key
    for part in missing:
        number = _number(part, who)
        intake.record_care(
            patient,
            professional=who,
            organisation=place,
            basis=basis,
            begins_at=part.begins_at,
            ends_at=part.ends_at,
            source=part.source[0] if number else "",
            source_value=f"{number}/{part.begins_at.isoformat()}" if number else "",
        )
    return bool(missing)


def _not_opened_again(period: Period, professional: UUID, standing: list[known.CarePeriod]) -> Period:
    """An older file read again does not open what its source has ended since."""
    number = _number(period, professional)
    if period.ends_at is not None or not number:
        return period
    ends = [one.ends_at for one in standing if _is_of(one, {(period.source[0], number)})]
    said = [moment for moment in ends if moment is not None and moment > period.begins_at]
    return replace(period, ends_at=max(said)) if said and None not in ends else period


def _is_of(one: known.CarePeriod, numbers: set[tuple[str, str]]) -> bool:
    return (one.source, one.source_value.rpartition("/")[0]) in numbers


def _ended(one: known.CarePeriod, period: Period) -> known.CarePeriod:
    """What was in progress and has now ended, by the word of the same source."""
    numbers = {
        (source[0], _number(replace(period, source=source), one.professional)) for source in period.sources if source[1]
    }
    if not _is_of(one, numbers) or one.ends_at is not None or period.ends_at is None:
        return one
    ends_at = max(one.begins_at, period.ends_at)
    intake.end_care(one.id, at=ends_at)
    return replace(one, ends_at=ends_at)
