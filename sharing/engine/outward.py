"""What the asker is told, and what he is not (decision.md §6).

Hidden, opposed, secret, out of remit, without basis, another patient's and unknown are one code.
"""

from consents.vocabulary import Code
from sharing.engine.answer import Answer

NEVER_LINE = "4.2"
#: The second half of that line, a purpose that may not be stated, is asked only about a known patient and document:
#: told apart from "unknown", it would say who is a patient here and which documents exist.
_ANY_DENY = "R05"

_EMERGENCY_REFUSALS = frozenset({"R34", "R35", "R37"})


def code(answer: Answer, about: str | None) -> Code:
    if answer.permit:
        return Code.PERMIT
    if answer.line == NEVER_LINE and answer.rule != _ANY_DENY:
        return Code.NOT_PERMITTED
    if answer.rule == "R64":
        return Code.THROUGH_PHYSICIAN
    if about is not None:
        return Code.NOT_VISIBLE
    return Code.EMERGENCY_REFUSED if answer.rule in _EMERGENCY_REFUSALS else Code.CONSENT_REQUIRED
