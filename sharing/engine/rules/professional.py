"""Line 10: a professional, purposes `care`, `occupational_health`, `emergency`, `samu_call`."""

from sharing.engine.answer import Answer
from sharing.engine.case import Case
from sharing.engine.item import Item
from sharing.engine.rules import author, consent, emergency, occupational, remit


def answer(case: Case, item: Item) -> Answer | None:
    """What care would permit is answered as care would; then only the emergency's own doors."""
    if case.acting is None or case.person is not None:
        return None
    answered = as_care(case, item)
    if emergency.is_stated(case) and not answered.permit:
        return emergency.answer(case, item)
    return answered


def as_care(case: Case, item: Item) -> Answer:
    """Lines 10.2 to 10.5, in their order; the author of the document first (line 8)."""
    return (
        author.of_the_document(case, item)
        or occupational.answer(case, item)
        or remit.exceeded(case, item)
        or consent.answer(case, item)
    )
