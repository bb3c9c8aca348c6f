"""Line 8: a patient cannot hide a document from its author (R29, CSP R1111-49).

The author himself, not his establishment.
"""

from consents.vocabulary import Purpose
from sharing.engine.answer import Answer, permit
from sharing.engine.case import Case
from sharing.engine.item import Item

_LINE = "4.8"

_PURPOSES = frozenset({Purpose.CARE, Purpose.OCCUPATIONAL_HEALTH, Purpose.EMERGENCY})


def answer(case: Case, item: Item) -> Answer | None:
    return of_the_document(case, item) if case.asked_as in _PURPOSES else None


def of_the_document(case: Case, item: Item) -> Answer | None:
    return permit("R29", _LINE) if wrote(case, item) else None


def who_is_concerned_himself(case: Case, item: Item) -> Answer | None:
    """The author who is also the patient, or a representative, keeps his own documents (§9.6)."""
    if case.person is None or case.purpose not in _PURPOSES:
        return None
    return of_the_document(case, item)


def wrote(case: Case, item: Item) -> bool:
    document, acting = item.document, case.acting
    if document is None or acting is None:
        return False
    return document.author is not None and document.author == acting.id
