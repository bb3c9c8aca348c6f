"""Line 4: the patient himself (R02, CSP L1111-7)."""

from consents.vocabulary import Purpose
from sharing.engine import titles
from sharing.engine.answer import Answer, deny, permit
from sharing.engine.case import Case
from sharing.engine.facts import PatientFacts
from sharing.engine.item import Item, is_third_party, waits_for_announcement

_LINE = "4.4"


def answer(case: Case, item: Item) -> Answer | None:
    patient = case.patient
    if case.asked_as is not Purpose.OWN_ACCESS or patient is None:
        return None
    if titles.is_minor(patient, case.at) and not _shown_to_minors(case, item):
        return deny("R67", _LINE)
    if waits_for_announcement(item, case.at):
        return deny("R31", _LINE)
    if is_third_party(item):
        return deny("R02a", _LINE)
    if _wishes_not_to_know(case, item, patient):
        return deny("R02c", _LINE)
    return permit("R02", _LINE)


def _shown_to_minors(case: Case, item: Item) -> bool:
    """His own view shows rights, team and flags, unless the establishment enables documents."""
    place = item.document.organisation if item.document else None
    establishment = case.facts.organisations.get(place or "")
    return establishment is not None and establishment.minors_see_documents


def _wishes_not_to_know(case: Case, item: Item, patient: PatientFacts) -> bool:
    return any(wish.document in item.ids() and wish.period.covers(case.at) for wish in patient.not_to_know)
