"""When a person is written to, by his choice. What he is told stands on the site whatever he chose (R34, R93).

Standard library and the calendar only.
"""

from datetime import datetime, time, timedelta
from enum import StrEnum

from consents.calendar import PARIS, paris_day
from consents.vocabulary import NoticeKind

_MONDAY = 0
_EIGHT = time(8)


class MailChoice(StrEnum):
    """About what, and when, an e-mail leaves."""

    FIRST = "first"  # someone new, and all that is not one more access
    EACH = "each"  # one more access too, once a day and a person
    EMERGENCIES = "emergencies"
    DAILY = "daily"
    WEEKLY = "weekly"
    NONE = "none"


#: What the law and `design.md` want told, told soon, without anything chosen.
USUAL = MailChoice.FIRST


def leaves_at(choice: MailChoice, kind: NoticeKind, *, at: datetime) -> datetime | None:
    """When the e-mail about a notice of that kind may leave, or None.

    An emergency is told at once, also to who wants a digest: the law wants him told (CSP R1111-48).
    """
    if choice == MailChoice.NONE:
        return None
    if kind == NoticeKind.EMERGENCY_ACCESS:
        return at
    if choice == MailChoice.EMERGENCIES or (kind == NoticeKind.ACCESS and choice != MailChoice.EACH):
        return None
    return next_digest(choice, at=at) if choice in (MailChoice.DAILY, MailChoice.WEEKLY) else at


def next_digest(choice: MailChoice, *, at: datetime) -> datetime:
    """The next eight o'clock in Paris, of any day or of a Monday; at eight sharp, the following one."""
    day = paris_day(at)
    while True:
        eight = datetime.combine(day, _EIGHT, PARIS)
        if eight > at and (choice == MailChoice.DAILY or day.weekday() == _MONDAY):
            return eight
        day += timedelta(days=1)
