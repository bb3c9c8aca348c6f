"""The one-time link by which the one who was named signs, or declines, without an account (R43).

The token has 256 bits; only its SHA-256 is kept. An unknown, an expired and a used link are one and the same refusal.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from consents import ledger
from consents.actor import Actor
from consents.calendar import paris_day
from consents.errors import Refused
from consents.models import TrustedInvitation, TrustedPerson
from consents.selectors import stays
from consents.services import trusting
from consents.services.acts import Entered
from consents.vocabulary import DeclarationKind, SigningManner

LASTS = timedelta(days=14)
#: Links of one designation that have not expired.
MOST = 10
_BYTES = 32


class TooManyLinks(Exception):
    """So many links of one designation are in people's hands already."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The identity that she typed, and from which address she answered."""

    given_name: str
    family_name: str
    ip: str | None


@transaction.atomic
def link(patient_id: UUID, *, designation: UUID, at: datetime) -> str:
    """A new token for a designation of this patient that is still pending; it is never shown again."""
    ledger.hold(patient_id)
    row = stays.pending(at=at).filter(patient_id=patient_id, pk=designation).first()
    if row is None:
        raise Refused("R05", "nobody_designated")
    if TrustedInvitation.objects.filter(designation=row, expires_at__gt=at).count() >= MOST:
        raise TooManyLinks
    token = secrets.token_urlsafe(_BYTES)
    TrustedInvitation.objects.create(designation=row, token_hash=hashed(token), made_at=at, expires_at=at + LASTS)
    return token


@transaction.atomic
def answer(token: str, *, accepts: bool, typed: Typed, text: str, at: datetime) -> Entered:
    """Accepted: valid from now. Declined: ended now. Either is written down, and said once.

    `text`: the version of what she read. Raises Refused (R05) for a link that serves no longer.
    """
    behind = _behind(token, at)
    ledger.hold(behind.patient_id)
    row = stays.pending(at=at).select_for_update(of=("self",)).filter(pk=behind.pk).first()
    if row is None:
        raise Refused("R05", "link_serves_no_longer")
    identity = (typed.given_name, typed.family_name)
    signed = trusting.sign(
        row, SigningManner.LINK, accepted=accepts, signed_on=paris_day(at), text=text, at=at, typed=identity,
        ip=typed.ip,
    )  # fmt: skip
    content = trusting.accepted(row, signed)
    kind = DeclarationKind.TRUSTED_PERSON
    if not accepts:
        kind = DeclarationKind.WITHDRAW_TRUSTED_PERSON
        content = content | {"accepted": False, "declined": True, "ended": [row.revision]}
    entry = ledger.append(row.patient_id, kind=kind, content=content, by=Actor.person(trusting.named(row)), at=at)
    return Entered(str(row.patient_id), entry.revision, entry.pk, kind)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _behind(token: str, at: datetime) -> TrustedPerson:
    found = TrustedInvitation.objects.filter(token_hash=hashed(token), expires_at__gt=at).select_related("designation")
    invitation = found.first()
    if invitation is None:
        raise Refused("R05", "link_serves_no_longer")
    return invitation.designation
