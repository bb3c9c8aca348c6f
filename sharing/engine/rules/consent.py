"""Line 10.4: what the patient said (§2), then the basis of care (line 10.5) where he is silent."""

from consents.vocabulary import (
    EXPRESS_CONSENT_KINDS,
    Choice,
    Obligation,
    RecipientKind,
    SettingName,
    SubjectKind,
)
from sharing.engine import settings
from sharing.engine.answer import Answer, deny, permit
from sharing.engine.case import Case
from sharing.engine.decision import Verdict
from sharing.engine.facts import Preference
from sharing.engine.item import Item
from sharing.engine.preferences import LeftOut, Weighing
from sharing.engine.rules import basis

_LINE = "4.10.4"


def answer(case: Case, item: Item) -> Answer:
    """For the treating physician who may see what is hidden, oppositions to everyone are left out
    first; a permit that they would have denied is R30.
    """
    weighing = case.weigh(item)
    seen = _sees_hidden(case)
    if seen is None or weighing.verdict is not Verdict.DENY:
        return _from(case, item, weighing)
    opened = _from(case, item, case.weigh(item, seen))
    if not opened.permit:
        return opened
    obligations = (Obligation.RECORD, Obligation.NOTIFY_PATIENT)
    return permit("R30", _LINE, *obligations, weighing=opened.weighing, basis=opened.basis)


def _sees_hidden(case: Case) -> LeftOut | None:
    """The oppositions that the patient lifted for the treating physician (R30)."""
    if not case.is_treating_physician:
        return None
    name = SettingName.TREATING_PHYSICIAN_SEES_HIDDEN
    counts = settings.lifting(case.voices, name, Choice.YES)
    if counts is None:
        return None

    return lambda voice, word: word.to.kind is RecipientKind.EVERYONE and counts(voice, word)


def _from(case: Case, item: Item, weighing: Weighing) -> Answer:
    if weighing.verdict is Verdict.DENY:
        return deny(_opposing_rule(weighing), _LINE, weighing=weighing)
    if weighing.verdict is Verdict.PERMIT:
        return permit(_granting_rule(case, weighing), _LINE, weighing=weighing)
    return basis.answer(case, item, weighing)


def _opposing_rule(weighing: Weighing) -> str:
    """R28 when a deciding opposition is to everyone about this document, else R08."""
    return "R28" if any(hides(word) for word in weighing.deciding()) else "R08"


def hides(word: Preference) -> bool:
    to_everyone = word.to.kind is RecipientKind.EVERYONE
    return to_everyone and word.about.kind is SubjectKind.DOCUMENT


def _granting_rule(case: Case, weighing: Weighing) -> str:
    """R19 to the professional, R14 to a health centre or group practice, R16 to another."""
    rules = {_rule_of(word, case) for word in weighing.deciding()}
    return next(rule for rule in ("R19", "R14", "R16") if rule in rules)


def _rule_of(grant: Preference, case: Case) -> str:
    if grant.to.kind is RecipientKind.PROFESSIONAL:
        return "R19"
    organisation = case.facts.organisations.get(grant.to.ref)
    express = organisation is not None and organisation.kind in EXPRESS_CONSENT_KINDS
    return "R14" if express else "R16"
