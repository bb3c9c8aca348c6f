"""What the one who holds a one-time link may read before she answers: who asks, and nothing more (R43)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from consents.models import TrustedInvitation
from consents.selectors.stays import pending


@dataclass(frozen=True, slots=True)
class InvitationCard:
    """`passing`: it will end by itself; the reason, a stay in an establishment, is not hers to read here."""

    patient_name: str
    given_name: str
    family_name: str
    role: str
    passing: bool
    expires_at: datetime


def behind(token: str, *, at: datetime) -> InvitationCard | None:
    """None for an unknown, an expired, a used link and for one whose designation ended: they look the same.

    Two statements at most.
    """
    hashed = hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
    found = TrustedInvitation.objects.filter(token_hash=hashed, expires_at__gt=at).first()
    rows = pending(at=at).select_related("patient", "person", "contact")
    row = rows.filter(pk=found.designation_id).first() if found else None
    if found is None or row is None:
        return None
    named = row.contact or row.person
    family = row.contact.family_name if row.contact else row.person.name
    passing = row.stay_id is not None
    return InvitationCard(str(row.patient), named.given_name, family, row.role, passing, found.expires_at)
