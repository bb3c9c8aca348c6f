"""Line 2: those who are never answered, whatever they state or were granted (R76–R83).

Even when the patient or the document is unknown; each attempt is an alert.
"""

from consents.vocabulary import NEVER_ORGANISATIONS, NEVER_PROFESSIONS, Obligation
from sharing.engine.answer import Answer, deny
from sharing.engine.case import Case
from sharing.engine.outward import NEVER_LINE


def asker(case: Case) -> Answer | None:
    """The organisation asked from, the profession, and that of the professional assisted."""
    rule = _by_place(case) or _by_profession(case)
    return deny(rule, NEVER_LINE, Obligation.REVIEW) if rule else None


def _by_profession(case: Case) -> str | None:
    rules = (
        NEVER_PROFESSIONS.get(professional.profession)
        for professional in (case.professional, case.acting)
        if professional is not None
    )
    return next((rule for rule in rules if rule), None)


def _by_place(case: Case) -> str | None:
    rules = {NEVER_ORGANISATIONS[kind] for kind in case.kinds_of_place & NEVER_ORGANISATIONS.keys()}
    return min(rules, default=None)
