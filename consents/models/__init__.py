"""Tables of this room; only services, selectors and the ledger of consents import them."""

from consents.models.care import CareEntry
from consents.models.directives import (
    Mandate,
    NotToKnow,
    PostMortemOpposition,
    Secrecy,
    Setting,
    TrustedPerson,
    Withholding,
)
from consents.models.documents import Document
from consents.models.ledger import LedgerEntry, LedgerHead
from consents.models.organisations import (
    Organisation,
    OrganisationIdentifier,
    Practice,
    Professional,
    ProfessionalIdentifier,
)
from consents.models.people import Person, PersonIdentifier, TrustedContact
from consents.models.preferences import SharingPreference
from consents.models.representation import ParentalAuthority, Protection, Survivor
from consents.models.secrecy import Restoration, SecrecyReview
from consents.models.trusting import PersonToCall, TrustedInvitation, TrustedSignature
from consents.models.wallet import EmergencyCard

__all__ = [
    "CareEntry",
    "Document",
    "EmergencyCard",
    "LedgerEntry",
    "LedgerHead",
    "Mandate",
    "NotToKnow",
    "Organisation",
    "OrganisationIdentifier",
    "ParentalAuthority",
    "Person",
    "PersonIdentifier",
    "PersonToCall",
    "PostMortemOpposition",
    "Practice",
    "Professional",
    "ProfessionalIdentifier",
    "Protection",
    "Restoration",
    "Secrecy",
    "SecrecyReview",
    "Setting",
    "SharingPreference",
    "Survivor",
    "TrustedContact",
    "TrustedInvitation",
    "TrustedPerson",
    "TrustedSignature",
    "Withholding",
]
