"""Tables of this room; only services, selectors and the journal of sharing import them."""

from sharing.models.callers import (
    Act,
    CallingSystem,
    CallingSystemAct,
    CallingSystemOrganisation,
    SeenAssertion,
)
from sharing.models.consents import FiledConsent, FiledConsentVersion
from sharing.models.intake import (
    CollectedConsent,
    CollectedConsentAnswer,
    DeathReport,
    DocumentOpening,
    IntakeAnswer,
)
from sharing.models.journal import JournalLine, JournalRequest
from sharing.models.notices import ChangeFeed, Delivery, JournalMark, Notice, OutboxMark, OutboxReceipt, Unplanned
from sharing.models.reports import AccessReport, AccessReportEvent
from sharing.models.reviews import ReviewRead
from sharing.models.subscriptions import Subscription, SubscriptionEvent

__all__ = [
    "AccessReport",
    "AccessReportEvent",
    "Act",
    "CallingSystem",
    "CallingSystemAct",
    "CallingSystemOrganisation",
    "ChangeFeed",
    "CollectedConsent",
    "CollectedConsentAnswer",
    "DeathReport",
    "Delivery",
    "DocumentOpening",
    "FiledConsent",
    "FiledConsentVersion",
    "IntakeAnswer",
    "JournalLine",
    "JournalMark",
    "JournalRequest",
    "Notice",
    "OutboxMark",
    "OutboxReceipt",
    "ReviewRead",
    "SeenAssertion",
    "Subscription",
    "SubscriptionEvent",
    "Unplanned",
]
