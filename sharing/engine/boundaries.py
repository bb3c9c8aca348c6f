"""When an answer may change by itself: the next moment at which a dated fact begins or ends."""

from collections.abc import Iterator
from datetime import datetime

from consents.calendar import first_instant, majority
from sharing.engine import standing
from sharing.engine.facts import Facts, PatientFacts, Period
from sharing.engine.item import Item, announcement_ends


def next_of_patient(facts: Facts, at: datetime) -> datetime | None:
    """The next of the patient's own facts and of the persons around him."""
    moments = list(_of_persons(facts))
    if facts.patient is not None:
        moments += _of_patient(facts.patient, facts)
    return min((moment for moment in moments if moment > at), default=None)


def next_of_item(item: Item, at: datetime) -> datetime | None:
    """The deposit of the document, or its announcement."""
    documents = (*item.earlier, item.document) if item.document else ()
    moments = [document.deposited_at for document in documents]
    for document in documents:
        if document.announcement_pending:
            moments.append(announcement_ends(document))
        if document.announced_at is not None:
            moments.append(document.announced_at)
    return min((moment for moment in moments if moment > at), default=None)


def earliest(one: datetime | None, other: datetime | None) -> datetime | None:
    if one is None or other is None:
        return one or other
    return min(one, other)


def _of_persons(facts: Facts) -> Iterator[datetime]:
    for person in facts.persons.values():
        if person.died is not None:
            yield first_instant(person.died)


def _of_patient(patient: PatientFacts, facts: Facts) -> Iterator[datetime]:
    yield majority(patient.born)
    if patient.died is not None:
        yield first_instant(patient.died)
    for period in _periods(patient):
        yield from (moment for moment in (period.begins, period.ends) if moment is not None)
    ends = (standing.end(entry, facts.organisations) for entry in patient.care)
    yield from (moment for moment in ends if moment is not None)


def _periods(patient: PatientFacts) -> Iterator[Period]:
    dated = (
        patient.care,
        patient.preferences,
        patient.settings,
        patient.secrecies,
        patient.not_to_know,
        patient.mandates,
        patient.post_mortem,
        patient.trusted_persons,
        patient.withholdings,
        patient.measures,
        patient.openings,
    )
    for facts in dated:
        yield from (fact.period for fact in facts)
    yield from (authority.held for authority in patient.authorities)
