"""One human, two capacities (decision.md §9.6), and the purpose a question is answered under.

A professional who is himself the patient, or a representative or relative acting as one, is
answered in that capacity only about that patient.
"""

from typing import TYPE_CHECKING

from consents.vocabulary import AFTER_DEATH_PURPOSES, Purpose
from sharing.engine import titles
from sharing.engine.question import AskerKind

if TYPE_CHECKING:
    from sharing.engine.case import Case

#: Purposes that only a person states.
PERSONAL_PURPOSES = AFTER_DEATH_PURPOSES | {
    Purpose.OWN_ACCESS,
    Purpose.REPRESENTATION,
    Purpose.FAMILY_ACCESS,
    Purpose.SUPPORT,
    Purpose.MANDATE,
}


def person(case: "Case") -> str | None:
    """The person in whose capacity the asker is answered; None for a professional at work."""
    if case.asker.kind is AskerKind.PERSON:
        return case.asker.ref
    human = case.professional.person if case.professional else None
    if human is None or case.patient is None:
        return None
    personal = case.purpose in PERSONAL_PURPOSES
    return human if personal or is_patient_or_representative(human, case) else None


def is_patient_or_representative(human: str, case: "Case") -> bool:
    """The patient, whoever ever held authority over the minor, whoever a measure names."""
    patient = case.patient
    if patient is None:
        return False
    if human == patient.id:
        return True
    parent = titles.has_held_authority(human, patient, case.at)
    if parent and titles.is_minor(patient, case.at):
        return True
    named = titles.is_named_by_a_measure(human, patient, case.at)
    return named and not titles.only_safeguarded(human, patient, case.at)


def purpose(case: "Case") -> Purpose:
    """What the question is answered as."""
    if case.person is not None:
        return _personal(case)
    if case.purpose is Purpose.EMERGENCY and not case.may_break_the_glass:
        return Purpose.CARE
    if case.purpose is Purpose.SAMU_CALL and not case.regulates:
        return Purpose.CARE
    return case.purpose


def _personal(case: "Case") -> Purpose:
    """A professional who states care about himself, or about his child, asks as what he is."""
    if case.asker.kind is AskerKind.PERSON or case.purpose in PERSONAL_PURPOSES:
        return case.purpose
    itself = case.patient is not None and case.person == case.patient.id
    return Purpose.OWN_ACCESS if itself else Purpose.REPRESENTATION
