"""decision.md §4 lines 1 to 3, read a second time: a naive reference that knows nothing of the engine.

Each block quotes the sentence that it follows. Only the engine's data types are shared.
"""

# ruff: noqa: SIM102
# Straight loops on purpose: each follows its sentence.

from dataclasses import replace
from datetime import datetime

from consents.calendar import first_instant
from consents.vocabulary import (
    AFTER_DEATH_PURPOSES,
    NEVER_ORGANISATIONS,
    NEVER_PROFESSIONS,
    PROFESSION_KINDS,
    Obligation,
    Profession,
    ProfessionKind,
    ProtectionMeasure,
    Purpose,
)
from sharing.engine.facts import Facts, Professional
from sharing.engine.question import AskerKind, Question
from tests.sharing.reference import naive_after_death, naive_persons, naive_professionals
from tests.sharing.reference.asked import Asked, Seat
from tests.sharing.reference.told import Line, Malformed, Told, deny, outward, permit

#: "Purpose … who may state it" (vocabulary C) and line 10.1 ("stated by any other professional it is asked as `care`").
OF_PROFESSIONALS = (Purpose.CARE, Purpose.EMERGENCY, Purpose.SAMU_CALL)
WITHOUT_TITLE = (Purpose.MANDATE, *AFTER_DEATH_PURPOSES)
PERSONAL = (*WITHOUT_TITLE, Purpose.OWN_ACCESS, Purpose.REPRESENTATION, Purpose.FAMILY_ACCESS, Purpose.SUPPORT)
WORK = (Purpose.CARE, Purpose.OCCUPATIONAL_HEALTH, Purpose.EMERGENCY)


def answer(question: Question, facts: Facts) -> Told | str:
    """The answer, or "error" for a question that must be refused as malformed."""
    try:
        line = _answer(question, facts)
    except Malformed:
        return "error"
    return outward(line, whole=question.about is None)


def _answer(question: Question, facts: Facts) -> Line:
    if question.asker.kind is AskerKind.PERSON:
        return _person(question, facts)
    if question.asker.kind is AskerKind.ORGANISATION:
        return _organisation(question.asker.ref, facts)
    return _professional(question, facts)


def _organisation(ref: str, facts: Facts) -> Line:
    """ "An organisation of this list may itself be the asker"; no other one may state anything (R05)."""
    if _closed(ref, facts):
        return deny("R05")
    rule = _never_place(ref, facts)
    return Line(False, rule, frozenset({Obligation.REVIEW}), never=True) if rule else deny("R05")


def _closed(ref: str | None, facts: Facts) -> bool:
    """ "asker … unknown … an inactive professional or organisation" """
    known = facts.organisations.get(ref) if ref is not None else None
    if known is None or not known.active:
        return True
    # a site of a legal entity that has closed is closed with it (§9.11)
    return known.part_of is not None and _closed(known.part_of, facts)


def _never_place(ref: str, facts: Facts) -> str | None:
    """The organisation, or the legal entity whose site it is (§9.11)."""
    place = facts.organisations[ref]
    if place.kind in NEVER_ORGANISATIONS:
        return NEVER_ORGANISATIONS[place.kind]
    whole = facts.organisations.get(place.part_of) if place.part_of else None
    return NEVER_ORGANISATIONS.get(whole.kind) if whole else None


def _known(question: Question, facts: Facts, purpose: Purpose) -> Asked | None:
    """ "patient or document unknown, a document deposited after the moment asked, another patient's document" """
    patient = facts.patient
    if patient is None or question.patient != patient.id:
        return None
    document = None
    if question.about is not None:
        document = facts.documents.get(question.about)
        if document is None or document.patient != patient.id or question.at < document.deposited_at:
            return None
    return Asked(question, facts, patient, document, question.at, purpose)


# Persons ------------------------------------------------------------------------------------------


def _person(question: Question, facts: Facts) -> Line:
    who = question.asker.ref
    patient = facts.patient
    is_patient = patient is not None and patient.id == who
    # "asker … unknown", "an asker who has died → deny R05"
    if who not in facts.persons and not is_patient:
        return deny("R05")
    if _has_died(facts, who, question.at):
        return deny("R05")
    asked = _known(question, facts, question.purpose)
    return as_person(asked, who) if asked else deny("R05")


def _has_died(facts: Facts, who: str, at: datetime) -> bool:
    patient = facts.patient
    died = patient.died if patient is not None and patient.id == who else facts.persons[who].died
    return died is not None and first_instant(died) <= at


def as_person(asked: Asked, who: str) -> Line:
    """Lines 2 to 7 for a living, known person about a known patient."""
    if not _may_state(asked, who):
        return deny("R05")
    if asked.purpose in AFTER_DEATH_PURPOSES:
        return naive_after_death.answer(asked, who)
    # "Any other purpose → deny R52."
    if asked.has_died():
        return deny("R52")
    return naive_persons.answer(asked, who)


def _may_state(asked: Asked, who: str) -> bool:
    """ "a purpose that this asker may not state (`vocabulary.md`, C) → deny R05, except that a person who states
    `mandate` or an after-death purpose without title is answered by lines 7 and 3"."""
    if asked.purpose in WITHOUT_TITLE:
        return True
    if asked.purpose is Purpose.OWN_ACCESS:  # "the patient"
        return who == asked.patient.id
    if asked.purpose is Purpose.REPRESENTATION:  # "parents, guardians"
        return asked.is_title(who) and who != asked.patient.id
    if asked.purpose in (Purpose.FAMILY_ACCESS, Purpose.SUPPORT):  # "relatives, personne de confiance, carers"
        return who != asked.patient.id
    return False


# Professionals ------------------------------------------------------------------------------------


def _professional(question: Question, facts: Facts) -> Line:
    asks = facts.professionals.get(question.asker.ref)
    if asks is None or not asks.active:
        return deny("R05")
    place = _place(question, asks)
    if place is None or _closed(place, facts):
        return deny("R05")
    works = _assisted(asks, place, facts)
    # line 2, "whatever the purpose and even when patient or document is unknown, with obligation `review`"
    boss = facts.professionals.get(asks.assists or "") if _is_assistant(asks) else None
    rule = _never_place(place, facts) or NEVER_PROFESSIONS.get((boss or asks).profession)
    if rule:
        return Line(False, rule, frozenset({Obligation.REVIEW}), never=True)
    # §3 "Nobody assisted, or one who is inactive → R05"
    if works is None:
        return deny("R05")
    seat = Seat(asks, works, place)
    _well_formed(question, facts, seat)
    asked = _known(question, facts, naive_professionals.answered_as(question, facts, seat))
    if asked is None:
        return deny("R05")
    # "never more" than the one assisted, who is not answered as a professional about himself
    if seat.is_assistant and seat.works.person is not None and _is_concerned(asked, seat.works.person):
        return deny("R05")
    capacity = _capacity(asked, seat)
    if capacity is not None:
        return _in_one_capacity(asked, seat, capacity)
    return naive_professionals.unless_bound(asked, seat, _as_professional(asked, seat))


def _place(question: Question, asks: Professional) -> str | None:
    """ "A professional asks from one organisation at a time", one of his own."""
    place = question.asker.organisation
    if place is None:
        return asks.organisations[0] if asks.organisations else None
    return place if place in asks.organisations else None


def _assisted(asks: Professional, place: str, facts: Facts) -> Professional | None:
    """§9.10 "answered as the one they assist would be from the assistant's own organisation, which must be one of
    his (else R05); an assistant of an assistant → R05"."""
    if not _is_assistant(asks):
        return asks
    works = facts.professionals.get(asks.assists) if asks.assists else None
    if works is None or not works.active:
        return None
    whole = facts.organisations[place].part_of  # a site of his organisation is his too (§9.11)
    if place not in works.organisations and whole not in works.organisations:
        return None
    return None if _is_assistant(works) else works


def _is_assistant(professional: Professional) -> bool:
    return PROFESSION_KINDS[professional.profession] is ProfessionKind.ASSISTANT


def _well_formed(question: Question, facts: Facts, seat: Seat) -> None:
    """§5 "states both … and a reason of at least 10 characters once trimmed; without them the question is an error,
    not an answer"; "What was stated holds … for the time set … and need not be stated again meanwhile"."""
    if question.purpose is not Purpose.EMERGENCY or not naive_professionals.may_break_the_glass(seat):
        return
    said = question.statement
    if said and said.unable_to_consent and said.immediate_risk and len(said.reason.strip()) >= 10:
        return
    if said and (said.unable_to_consent or said.immediate_risk or said.reason.strip()):
        raise Malformed  # something else is stated now
    patient = facts.patient
    if patient is not None and patient.id == question.patient:
        for each in patient.openings:
            same = each.professional == seat.asks.id and each.purpose is Purpose.EMERGENCY
            if same and each.period.covers(question.at):
                return
    raise Malformed


def _capacity(asked: Asked, seat: Seat) -> str | None:
    """§9.6 "A professional who is himself the patient, or a representative or relative acting as one, is answered in
    that capacity only (lines 4–7) about that patient". The person he is answered as; None: as a professional."""
    human = seat.asks.person
    if human is not None and (_is_concerned(asked, human) or asked.purpose in PERSONAL):
        return human
    return None


def _is_concerned(asked: Asked, human: str) -> bool:
    """The patient; whoever held authority over the minor, even withdrawn since; whoever a measure names but
    `safeguard`, which is none."""
    holder = any(each.holder == human and each.held.has_begun(asked.at) for each in asked.patient.authorities)
    measures = [each for each in asked.measures(human) if each.measure is not ProtectionMeasure.SAFEGUARD]
    return human == asked.patient.id or (holder and asked.is_minor()) or bool(measures)


def _in_one_capacity(asked: Asked, seat: Seat, human: str) -> Line:
    # "the author keeps his own documents (line 8)", and line 3
    at_work = asked.question.purpose in WORK or asked.has_died()
    # "an asker who has died"
    known = human == asked.patient.id or human in asked.facts.persons
    if not known or _has_died(asked.facts, human, asked.at):
        return deny("R05")
    purpose = asked.question.purpose
    if purpose not in PERSONAL:  # what he states at work is asked as what he is
        purpose = Purpose.OWN_ACCESS if human == asked.patient.id else Purpose.REPRESENTATION
    as_what_he_is = replace(asked, purpose=purpose)
    if at_work and _may_state(as_what_he_is, human) and naive_professionals.is_author(asked, seat):
        return permit("R29")
    return as_person(as_what_he_is, human)


def _as_professional(asked: Asked, seat: Seat) -> Line:
    allowed = [*OF_PROFESSIONALS]
    # "`occupational_health` | occupational physicians", "`activity_analysis` | the DIM physician"
    if naive_professionals.is_occupational(asked.facts, seat):
        allowed.append(Purpose.OCCUPATIONAL_HEALTH)
    if seat.works.profession is Profession.DIM_PHYSICIAN:
        allowed.append(Purpose.ACTIVITY_ANALYSIS)
    if asked.purpose not in allowed:
        return deny("R05")
    if asked.has_died():
        # "Author → permit R29. Purpose `activity_analysis` → line 9. … Any other purpose → deny R52."
        if asked.purpose is not Purpose.ACTIVITY_ANALYSIS:
            return permit("R29") if naive_professionals.is_author(asked, seat) else deny("R52")
    return naive_professionals.answer(asked, seat)
