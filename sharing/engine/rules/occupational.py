"""Line 10.2: occupational health reads what the employee granted, thing by thing (R75).

A grant about this document or its category; "everything" and a specialty are too wide to count.
"""

from consents.vocabulary import Purpose, RecipientKind, Stance, SubjectKind
from sharing.engine.answer import Answer, deny, permit
from sharing.engine.case import Case
from sharing.engine.decision import Verdict
from sharing.engine.facts import Preference
from sharing.engine.item import Item
from sharing.engine.preferences import Weighing
from sharing.engine.rules import remit

_LINE = "4.10.2"

_PRECISE = frozenset({SubjectKind.DOCUMENT, SubjectKind.CATEGORY})


def answer(case: Case, item: Item) -> Answer | None:
    """Place counts as much as title (decision.md §9.7)."""
    if not case.is_occupational:
        return None
    weighing = case.weigh(item)
    if case.asked_as is not Purpose.OCCUPATIONAL_HEALTH or not _granted(weighing):
        return deny("R75", _LINE, weighing=weighing)
    return remit.exceeded(case, item) or permit("R75", _LINE, weighing=weighing)


def _granted(weighing: Weighing) -> bool:
    """A standing grant to him, and nothing narrower or incomparable opposing."""
    if weighing.verdict is not Verdict.PERMIT:
        return False
    return any(_counts(word) for voice in weighing.voices for word in voice.took_part)


def _counts(word: Preference) -> bool:
    to_him = word.to.kind is RecipientKind.PROFESSIONAL
    return word.stance is Stance.GRANT and to_him and word.about.kind in _PRECISE
