"""§3: a medical secretary or a student is answered what the professional they assist would be,
never more; an opposition that names them, their organisation or their profession binds them too.
"""

from sharing.engine.answer import Answer, deny
from sharing.engine.case import Case
from sharing.engine.item import Item
from sharing.engine.preferences import weigh


def opposed(case: Case, item: Item) -> Answer | None:
    """deny R08. Only a grant that names the assistant is narrower than a word that binds him."""
    if not case.is_assistant or case.person is not None:
        return None
    weighing = weigh(case.heard_by_assistant, item, case.facts.organisations)
    return deny("R08", "3", weighing=weighing) if weighing.oppositions() else None
