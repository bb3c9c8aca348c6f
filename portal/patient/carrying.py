"""`/urgence/carte/`: the emergency card, made and taken back; what it says on paper (R34–R37, R43)."""

import io
from datetime import datetime
from uuid import UUID

import segno
from django.http import Http404

from consents.selectors import portrait as cards
from consents.selectors import trusted, wallet, whole
from consents.selectors.trusted import TrustedCard
from consents.services import wallet as issuing
from consents.vocabulary import TrustedRole
from portal import printing
from portal.patient.once import new_token
from portal.patient.presenters import wallet as put
from sharing.selectors import settings

Shown = dict[str, object]


def page(patient_id: UUID, *, at: datetime) -> Shown:
    shown = put.page(wallet.cards(patient_id), settings.standing(patient_id, at=at), _trusted(patient_id, at))
    return {**shown, "token": new_token()}


def make(patient_id: UUID, *, with_trusted: bool, at: datetime) -> bytes:
    """A new card to cut out and fold (PDF); its reference is on no other page, and is not kept."""
    return paper(patient_id, issuing.make(patient_id, at=at), with_trusted=with_trusted, at=at)


def paper(patient_id: UUID, reference: str, *, with_trusted: bool, at: datetime) -> bytes:
    """The card to cut out and fold (PDF); the reference is on no other page, and is not kept."""
    who = whole.identity(patient_id)
    if who is None:
        raise Http404
    name = cards.people([str(patient_id)])[str(patient_id)]
    named = _trusted(patient_id, at) if with_trusted else None
    said = put.words(name, who.born_on, settings.standing(patient_id, at=at), named, reference, day=at)
    title = str(said["title"])
    return printing.pdf(
        "emergency_card", {**said, "code": _code(reference)}, at=at, title=title, language=put.language()
    )


def take_back(patient_id: UUID, *, at: datetime) -> bool:
    return issuing.take_back(patient_id, at=at)


def _trusted(patient_id: UUID, at: datetime) -> TrustedCard | None:
    """The valid one for care: one who has not signed is named nowhere (R43)."""
    found = trusted.valid(patient_id, at=at)
    return next((card for card in found if card.role == TrustedRole.HEALTH), None)


def _code(reference: str) -> str:
    """Level Q: a card that has lived in a wallet is still read. Nothing but the reference stands in it."""
    out = io.BytesIO()
    segno.make_qr(issuing.PREFIX + reference, error="q").save(out, kind="svg", xmldecl=False, border=4, scale=4)
    return out.getvalue().decode()
