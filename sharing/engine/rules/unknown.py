"""Line 1: whoever or whatever is unknown, inactive, dead or another's is denied (R05)."""

from consents.vocabulary import PROFESSION_KINDS, ProfessionKind
from sharing.engine import capacity as capacities
from sharing.engine import places, titles
from sharing.engine.answer import Answer, deny
from sharing.engine.case import Case
from sharing.engine.facts import Professional
from sharing.engine.item import Item
from sharing.engine.question import AskerKind

_UNKNOWN = deny("R05", "4.1")


def asker(case: Case) -> Answer | None:
    """The asker is unknown, inactive or has died, or asks from where he does not belong."""
    known = {
        AskerKind.PERSON: _knows_person,
        AskerKind.PROFESSIONAL: _knows_professional,
        AskerKind.ORGANISATION: _knows_place,
    }
    return None if known[case.asker.kind](case) else _UNKNOWN


def assisted(case: Case) -> Answer | None:
    """A secretary or student asks from his own organisation for one active professional of it,
    who is no assistant himself, and never about that professional's own record (§3, §9.10).
    """
    if not case.is_assistant or _may_be_assisted(case):
        return None
    return deny("R05", "3")


def capacity(case: Case) -> Answer | None:
    """The person a professional also is must be known and alive."""
    if case.person is None or _knows_person_id(case.person, case):
        return None
    return _UNKNOWN


def patient_or_document(case: Case, item: Item | None) -> Answer | None:
    """Unknown, another patient's, or deposited after the moment asked."""
    if case.patient is None or item is None:
        return _UNKNOWN
    document = item.document
    if document is None:
        return None
    ours = document.patient == case.patient.id and document.deposited_at <= case.at
    return None if ours else _UNKNOWN


def _knows_person(case: Case) -> bool:
    return _knows_person_id(case.asker.ref, case)


def _knows_person_id(person: str, case: Case) -> bool:
    itself = case.patient is not None and case.patient.id == person
    known = itself or person in case.facts.persons
    return known and not titles.has_died(person, case.facts, case.at)


def _knows_professional(case: Case) -> bool:
    asking = case.professional
    if asking is None or not asking.active:
        return False
    if case.place is None:
        return True
    return case.place in asking.organisations and _knows_place(case)


def _knows_place(case: Case) -> bool:
    """Known and open, and so are the legal entities it is a site of."""
    chain = [case.facts.organisations.get(each) for each in case.asks_from]
    return bool(chain) and all(each is not None and each.active for each in chain)


def _may_be_assisted(case: Case) -> bool:
    acting = case.acting
    if acting is None or not acting.active or case.place is None:
        return False
    if PROFESSION_KINDS[acting.profession] is ProfessionKind.ASSISTANT:
        return False
    return _works_there(acting, case) and not _is_concerned_himself(acting, case)


def _works_there(acting: Professional, case: Case) -> bool:
    known = case.facts.organisations
    return any(places.within(case.place, own, known) for own in acting.organisations)


def _is_concerned_himself(acting: Professional, case: Case) -> bool:

    return acting.person is not None and capacities.is_patient_or_representative(acting.person, case)
