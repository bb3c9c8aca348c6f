"""Line 6: another person, purposes `family_access` and `support` (R40, R42, R44)."""

from consents.vocabulary import Purpose
from sharing.engine.answer import Answer, deny, permit
from sharing.engine.case import Case
from sharing.engine.decision import Verdict
from sharing.engine.item import Item, is_third_party, waits_for_announcement
from sharing.engine.rules import secrecy

_LINE = "4.6"


def answer(case: Case, item: Item) -> Answer | None:
    """A grave prognosis hands over no document; only the patient's grant opens one."""
    if case.person is None:
        return None
    if case.asked_as is Purpose.SUPPORT:
        return deny("R42", _LINE)
    if case.asked_as is Purpose.FAMILY_ACCESS:
        return closed_to_relatives(case, item, case.person, _LINE) or _by_grant(case, item)
    return None


def closed_to_relatives(case: Case, item: Item, person: str, line: str) -> Answer | None:
    """What no grant and no mandate opens to a person (lines 6 and 7)."""
    if is_third_party(item):
        return deny("R02a", line)
    if waits_for_announcement(item, case.at):
        return deny("R31", line)
    kept = secrecy.kept_from(person, case, item)
    if kept is not None:
        return deny(kept, line)
    return deny("R63", line) if secrecy.kept_from_anyone(case, item) else None


def _by_grant(case: Case, item: Item) -> Answer:
    weighing = case.weigh(item)
    if weighing.verdict is Verdict.PERMIT:
        return permit("R40", _LINE, weighing=weighing)
    return deny("R44" if _is_trusted(case) else "R40", _LINE, weighing=weighing)


def _is_trusted(case: Case) -> bool:
    """The personne de confiance accompanies, and does not read by that title (R44)."""
    designated = case.patient.trusted_persons if case.patient else ()
    return any(trusted.person == case.person and trusted.period.covers(case.at) for trusted in designated)
