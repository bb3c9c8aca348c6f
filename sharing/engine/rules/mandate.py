"""Line 7: a mandated person, such as the patient's own lawyer (R82)."""

from consents.vocabulary import Purpose
from sharing.engine.answer import Answer, deny, permit
from sharing.engine.case import Case
from sharing.engine.item import Item, subjects
from sharing.engine.rules import relative

_LINE = "4.7"


def answer(case: Case, item: Item) -> Answer | None:
    if case.asked_as is not Purpose.MANDATE or case.person is None:
        return None
    closed = relative.closed_to_relatives(case, item, case.person, _LINE)
    if closed is not None:
        return closed
    return permit("R82", _LINE) if _is_mandated(case, item) else deny("R82", _LINE)


def _is_mandated(case: Case, item: Item) -> bool:
    """In force and covering the item; nobody mandates himself (decision.md §9.1)."""
    mandates = case.patient.mandates if case.patient else ()
    return any(
        mandate.person == case.person
        and mandate.granted_by != case.person
        and mandate.about in subjects(item)
        and mandate.period.covers(case.at)
        for mandate in mandates
    )
