"""Line 5: a legal representative, purpose `representation` (R59–R64, R70, R72, R73).

Preferences about professionals do not bind representatives.
"""

from consents.vocabulary import Choice, Obligation, Purpose, SettingName
from sharing.engine import titles
from sharing.engine.answer import Answer, deny, permit
from sharing.engine.case import Case
from sharing.engine.decision import Verdict
from sharing.engine.facts import PatientFacts
from sharing.engine.item import Item, is_third_party, waits_for_announcement
from sharing.engine.rules import secrecy

_LINE = "4.5"


def answer(case: Case, item: Item) -> Answer | None:
    patient, person = case.patient, case.person
    if case.asked_as is not Purpose.REPRESENTATION or patient is None or person is None:
        return None
    if titles.is_minor(patient, case.at):
        return _of_a_minor(case, item, patient, person)
    named = titles.is_named_by_a_measure(person, patient, case.at)
    if titles.has_held_authority(person, patient, case.at) and not named:
        return deny("R70", _LINE)
    return _of_a_protected_adult(case, item, patient, person)


def _of_a_minor(case: Case, item: Item, patient: PatientFacts, person: str) -> Answer:
    """A guardian of a minor asks as a holder of authority (§9.12)."""
    guardian = titles.represents(person, patient, case.at)
    if not guardian and not titles.holds_authority(person, patient, case.at):
        parent = titles.has_held_authority(person, patient, case.at)
        return deny("R60", _LINE) if parent else _of_a_protected_adult(case, item, patient, person)
    withheld = _withheld(case, item, person)
    if withheld is not None:
        return withheld
    if _through_a_doctor(case, patient):
        return deny("R64", _LINE, Obligation.THROUGH_PHYSICIAN)
    return permit("R59", _LINE)


def _of_a_protected_adult(case: Case, item: Item, patient: PatientFacts, person: str) -> Answer:
    """Representation for the person; assistance with the adult's grant; otherwise nothing."""
    if titles.represents(person, patient, case.at):
        return _withheld(case, item, person) or permit("R72", _LINE)
    if titles.assists(person, patient, case.at):
        return _withheld(case, item, person) or _assisting(case, item, patient)
    return deny("R72", _LINE)


def _withheld(case: Case, item: Item, person: str) -> Answer | None:
    if is_third_party(item):
        return deny("R02a", _LINE)
    kept = secrecy.kept_from(person, case, item)
    if kept is not None:
        return deny(kept, _LINE)
    return deny("R31", _LINE) if waits_for_announcement(item, case.at) else None


def _assisting(case: Case, item: Item, patient: PatientFacts) -> Answer:
    """The adult's own grant to this person, which no other voice opposes (§2)."""
    weighing = case.weigh(item)
    granted = any(voice.owner == patient.id and voice.verdict is Verdict.PERMIT for voice in weighing.voices)
    if granted and weighing.verdict is Verdict.PERMIT:
        return permit("R73", _LINE, weighing=weighing)
    return deny("R73", _LINE, weighing=weighing)


def _through_a_doctor(case: Case, patient: PatientFacts) -> bool:
    """The minor requires that his parents go through a doctor (R64)."""
    return any(
        setting.voice == patient.id
        and setting.name is SettingName.THROUGH_PHYSICIAN
        and setting.value is Choice.YES
        and setting.period.covers(case.at)
        for setting in patient.settings
    )
