"""Line 10.3: nothing widens a remit, not even a grant (R06, CSP R1110-1)."""

from sharing.engine.answer import Answer, deny
from sharing.engine.case import Case
from sharing.engine.item import Item


def exceeded(case: Case, item: Item, line: str = "4.10.3") -> Answer | None:
    """deny R06 outside the profession's row of the entitlement matrix (§3)."""
    return None if _allows(case, item) else deny("R06", line)


def _allows(case: Case, item: Item) -> bool:
    if case.acting is None:
        return False
    matrix, profession = case.facts.matrix, case.acting.profession
    if item.document is None:
        return matrix.reads_anything(profession)
    return matrix.allows(profession, item.document.category)
