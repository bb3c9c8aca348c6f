"""Line 3: the patient has died (R52–R55, CSP L1110-4 V)."""

from consents.vocabulary import (
    AFTER_DEATH_PURPOSES,
    Obligation,
    PostMortemScope,
    Purpose,
    SurvivorRelation,
)
from sharing.engine import titles
from sharing.engine.answer import Answer, deny, permit
from sharing.engine.case import Case
from sharing.engine.facts import PatientFacts, PostMortem
from sharing.engine.item import Item, is_third_party
from sharing.engine.rules import author, secrecy

_LINE = "4.3"

_ENTITLED = frozenset(
    {
        SurvivorRelation.HEIR,
        SurvivorRelation.SPOUSE_HEIR,
        SurvivorRelation.PARTNER,
        SurvivorRelation.PACS_PARTNER,
    }
)


def answer(case: Case, item: Item) -> Answer | None:
    """The author and the activity analysis go on; survivors ask for one of three motives."""
    patient = case.patient
    asks_as_survivor = case.asked_as in AFTER_DEATH_PURPOSES
    if patient is None or not titles.has_died(patient.id, case.facts, case.at):
        return deny("R52", _LINE) if asks_as_survivor else None
    if case.asked_as is Purpose.ACTIVITY_ANALYSIS:
        return None
    if author.wrote(case, item):
        return permit("R29", _LINE)
    if not asks_as_survivor or case.person is None:
        return deny("R52", _LINE)
    return _to_survivor(case, item, patient, case.person)


def _to_survivor(case: Case, item: Item, patient: PatientFacts, person: str) -> Answer:
    if not _survives(person, patient, case):
        return deny("R52", _LINE)
    if is_third_party(item):
        return deny("R02a", _LINE)
    if any(_opposed(each, item, person, case) for each in patient.post_mortem):
        return deny("R54", _LINE)
    if secrecy.was_kept_secret(case, item):
        return deny("R55", _LINE)
    return permit("R53", _LINE, Obligation.NECESSARY_ONLY, Obligation.THROUGH_PHYSICIAN)


def _survives(person: str, patient: PatientFacts, case: Case) -> bool:
    """An heir or a partner; whoever held authority over a dead minor (§9.12)."""
    if any(survivor.person == person and survivor.relation in _ENTITLED for survivor in patient.survivors):
        return True
    death = titles.death(patient.id, case.facts)
    if death is None or not titles.is_minor(patient, death):
        return False
    last = death - titles.INSTANT
    held = titles.holds_authority(person, patient, last)
    return held or titles.represents(person, patient, last)


def _opposed(opposition: PostMortem, item: Item, person: str, case: Case) -> bool:
    """In life: wholly, or for this motive, person or document (R54)."""
    if not opposition.period.covers(case.at):
        return False
    return {
        PostMortemScope.EVERYTHING: True,
        PostMortemScope.MOTIVE: opposition.ref == case.asked_as,
        PostMortemScope.PERSON: opposition.ref == person,
        PostMortemScope.DOCUMENT: opposition.ref in item.ids(),
    }[opposition.scope]
