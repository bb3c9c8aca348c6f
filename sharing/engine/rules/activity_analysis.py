"""Line 9: the DIM physician counts his establishment's activity and opens nothing else (R79)."""

from consents.vocabulary import Obligation, Profession, Purpose
from sharing.engine import places
from sharing.engine.answer import Answer, deny, permit
from sharing.engine.case import Case
from sharing.engine.item import Item

_LINE = "4.9"


def answer(case: Case, item: Item) -> Answer | None:
    if case.acting is None or case.acting.profession is not Profession.DIM_PHYSICIAN:
        return None
    if case.person is not None:
        return None
    if case.asked_as is Purpose.ACTIVITY_ANALYSIS and _made_in_his_establishment(case, item):
        return permit("R79", _LINE, Obligation.RECORD)
    return deny("R15", _LINE)


def _made_in_his_establishment(case: Case, item: Item) -> bool:
    made_at = item.document.organisation if item.document else None
    return places.within(made_at, case.place, case.facts.organisations)
