"""Line 2, its second half: a purpose that this asker may not state (vocabulary, table C), and the
purpose meant when none is stated.
"""

from consents.vocabulary import (
    AFTER_DEATH_PURPOSES,
    Profession,
    Purpose,
    RecipientKind,
    Stance,
)
from sharing.engine import titles
from sharing.engine.answer import Answer, deny
from sharing.engine.case import Case
from sharing.engine.facts import PatientFacts, Recipient
from sharing.engine.question import AskerKind, QuestionError

#: Any professional may state them; without the title they are asked as `care` (§4.10.1).
_OF_PROFESSIONALS = frozenset({Purpose.CARE, Purpose.EMERGENCY, Purpose.SAMU_CALL})

#: A person who states them without title is answered by lines 7 and 3.
_OF_ANY_PERSON = AFTER_DEATH_PURPOSES | {Purpose.MANDATE}

#: Those of whoever is not the patient.
_OF_OTHERS = frozenset({Purpose.FAMILY_ACCESS, Purpose.SUPPORT})


def may_be_stated(case: Case) -> Answer | None:
    """deny R05 when it may not."""
    by_person = case.person is not None and _by_person(case, case.person)
    by_professional = case.person is None and _by_professional(case)
    return None if by_person or by_professional else deny("R05", "4.2")


def require_statement(case: Case) -> None:
    """A health professional who states `emergency` states both conditions and a reason, or has done
    so within the time set (§5); otherwise QuestionError. What is stated by halves is never completed by that.
    """
    if case.purpose is not Purpose.EMERGENCY or not case.may_break_the_glass:
        return
    stated = case.statement
    if stated is not None and stated.is_complete():
        return
    if (stated is not None and not stated.is_empty()) or not _holds_still(case):
        raise QuestionError("emergency_without_statement")


def default(case: Case) -> Purpose:
    """The purpose meant by this asker when none is stated (vocabulary, table C)."""
    if case.asker.kind is AskerKind.PERSON:
        return _default_of_person(case, case.asker.ref)
    return Purpose.OCCUPATIONAL_HEALTH if case.is_occupational else Purpose.CARE


def _by_person(case: Case, person: str) -> bool:
    patient = case.patient
    if patient is None:
        return False
    purpose = case.asked_as
    if purpose is Purpose.OWN_ACCESS:
        return person == patient.id
    if purpose is Purpose.REPRESENTATION:
        parent = titles.has_held_authority(person, patient, case.at)
        return parent or titles.has_been_named(person, patient, case.at)
    return purpose in _OF_ANY_PERSON or (purpose in _OF_OTHERS and person != patient.id)


def _by_professional(case: Case) -> bool:
    if case.acting is None:
        return False
    purpose = case.asked_as
    if purpose is Purpose.OCCUPATIONAL_HEALTH:
        return case.is_occupational
    if purpose is Purpose.ACTIVITY_ANALYSIS:
        return case.acting.profession is Profession.DIM_PHYSICIAN
    return purpose in _OF_PROFESSIONALS


def _holds_still(case: Case) -> bool:
    openings = case.patient.openings if case.patient else ()
    return any(
        opening.professional == case.asker.ref
        and opening.purpose is Purpose.EMERGENCY
        and opening.period.covers(case.at)
        for opening in openings
    )


def _default_of_person(case: Case, person: str) -> Purpose:
    patient = case.patient
    if patient is None:
        return Purpose.FAMILY_ACCESS
    if person == patient.id:
        return Purpose.OWN_ACCESS
    child = titles.is_minor(patient, case.at)
    if child and titles.has_held_authority(person, patient, case.at):
        return Purpose.REPRESENTATION
    named = titles.is_named_by_a_measure(person, patient, case.at)
    represents = named and not _asks_as_a_relative(person, patient, case)
    return Purpose.REPRESENTATION if represents else Purpose.FAMILY_ACCESS


def _asks_as_a_relative(person: str, patient: PatientFacts, case: Case) -> bool:
    """`safeguard` is no measure (R74, decision.md §9.12): what the patient granted stays open to
    whoever it names. Without a grant he is told why that measure opens nothing (R72).
    """
    granted = any(
        word.stance is Stance.GRANT
        and word.to == Recipient(RecipientKind.PERSON, person)
        and word.period.covers(case.at)
        for word in patient.preferences
    )
    return granted and titles.only_safeguarded(person, patient, case.at)
