"""Questions to put to a generated world, biased towards those that reach a late line."""

from random import Random

from consents.vocabulary import AFTER_DEATH_PURPOSES, Profession, Purpose
from sharing.engine.facts import Facts
from sharing.engine.question import Asker, EmergencyStatement, Question
from tests.sharing.reference.worlds import MOMENTS, PATIENT, PEOPLE

_AFTER = tuple(sorted(AFTER_DEATH_PURPOSES))
_STATEMENTS = (
    EmergencyStatement(True, True, "trouvé inconscient"),
    EmergencyStatement(True, True, "trouvé inconscient"),
    EmergencyStatement(True, True, "trouvé inconscient"),
    EmergencyStatement(True, False, "trouvé inconscient"),
    EmergencyStatement(True, True, "   urgent    "),
    None,
)
_OF_PERSONS = (
    Purpose.REPRESENTATION,
    Purpose.REPRESENTATION,
    Purpose.REPRESENTATION,
    Purpose.FAMILY_ACCESS,
    Purpose.FAMILY_ACCESS,
    Purpose.MANDATE,
    Purpose.SUPPORT,
)
_OF_PROFESSIONALS = (Purpose.CARE, Purpose.CARE, Purpose.CARE, Purpose.EMERGENCY, Purpose.SAMU_CALL)


def question(random: Random, facts: Facts) -> Question:
    asker, purpose = _asker(random, facts)
    if random.random() < 0.05:
        purpose = random.choice(tuple(Purpose))
    patient = random.choice((PATIENT,) * 80 + (None, "nobody"))
    about = random.choice((*list(facts.documents) * 8, None, None, None, None, "unknown"))
    statement = random.choice(_STATEMENTS) if purpose is Purpose.EMERGENCY else None
    at = random.choice((*MOMENTS, *MOMENTS[4:], *MOMENTS[4:]))
    if about in facts.documents and at < facts.documents[about].deposited_at and random.random() < 0.8:
        at = MOMENTS[-1]
    return Question(asker, patient, about, purpose, at, statement)


def _asker(random: Random, facts: Facts) -> tuple[Asker, Purpose]:
    draw = random.random()
    if draw < 0.02:
        return Asker.of_organisation(random.choice(("axe", "desk", "chu", "nowhere"))), random.choice(tuple(Purpose))
    if draw < 0.12:
        return Asker.person(PATIENT), Purpose.OWN_ACCESS
    if draw < 0.40:
        return _person(random, facts)
    return _professional(random, facts)


def _person(random: Random, facts: Facts) -> tuple[Asker, Purpose]:
    patient = facts.patient
    purposes = _OF_PERSONS
    if patient is not None and patient.died is not None:
        purposes = _AFTER * 3 + _OF_PERSONS
    purpose = random.choice(purposes)
    who: tuple[str, ...] = PEOPLE
    if patient is not None and purpose is Purpose.REPRESENTATION and random.random() < 0.9:
        named = [each.holder for each in patient.authorities] + [each.guardian for each in patient.measures]
        who = tuple(named) or who
    return Asker.person(random.choice(who) if random.random() < 0.97 else "stranger"), purpose


def _professional(random: Random, facts: Facts) -> tuple[Asker, Purpose]:
    likely = ["martin", "nora", "durand"] * 4 + list(facts.professionals)
    who = facts.professionals[random.choice(likely)]
    place = random.choice((None, *who.organisations))
    if random.random() < 0.02:
        place = random.choice(("clinic", "nowhere"))
    purpose = random.choice(_OF_PROFESSIONALS)
    boss = facts.professionals.get(who.assists or "", who)
    if boss.profession is Profession.DIM_PHYSICIAN and random.random() < 0.6:
        purpose = Purpose.ACTIVITY_ANALYSIS
    if boss.profession is Profession.OCCUPATIONAL_PHYSICIAN and random.random() < 0.7:
        purpose = Purpose.OCCUPATIONAL_HEALTH
    if boss.profession is Profession.SAMU_REGULATOR and random.random() < 0.5:
        purpose = Purpose.SAMU_CALL
    return Asker.professional(who.id, place), purpose
