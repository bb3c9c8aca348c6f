"""Tables of this room; only services, selectors and the journal of sharing import them."""

from sharing.models.callers import CallingSystem, CallingSystemOrganisation
from sharing.models.journal import JournalLine, JournalRequest
from sharing.models.notices import Delivery, Notice, OutboxMark, OutboxReceipt
from sharing.models.reviews import ReviewRead

__all__ = [
    "CallingSystem",
    "CallingSystemOrganisation",
    "Delivery",
    "JournalLine",
    "JournalRequest",
    "Notice",
    "OutboxMark",
    "OutboxReceipt",
    "ReviewRead",
]
