"""Consents that a professional heard and that wait for the patient himself (R90): for him alone.

One waits until he answers, until its own end, or until something is said since about the same `to × about`: a later
telling, his own word, or a withdrawal. Until then it opens nothing, and time alone never makes it hold.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from consents.selectors import declarations
from consents.selectors.declarations import DeclarationCard
from consents.selectors.readers import Reader
from consents.vocabulary import SubjectKind
from sharing.models import CollectedConsent, CollectedConsentAnswer
from sharing.selectors import readers

Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class WaitingCard:
    """As it was told. `verb` is grant or withdraw; `ends_at` is excluded. `heard_by`: the professional."""

    id: uuid.UUID
    verb: str
    to_kind: str
    to: str
    about_kind: str
    about: str
    begins_at: datetime | None
    ends_at: datetime | None
    heard_by: str
    heard_at: datetime

    @property
    def key(self) -> Key:
        return self.to_kind, self.to, self.about_kind, self.about


@dataclass(frozen=True, slots=True)
class AnsweredCard:
    """`revision`: what he declared when he confirmed; None when he refused."""

    told: WaitingCard
    answered_at: datetime
    revision: int | None


def waiting(patient_id: uuid.UUID, *, at: datetime) -> tuple[WaitingCard, ...]:
    """The newest first. One statement when none ever waited.

    One about a document that he may not see himself is kept back with it: it would give the document away (R31).
    """
    rows = list(
        CollectedConsent.objects.filter(patient=patient_id).select_related("answer").order_by("-received_at", "-id")
    )
    open_ = [card for row, card in _latest(rows) if row.waits and not hasattr(row, "answer") and not _is_over(card, at)]
    if not open_:
        return ()
    since = declarations.declarations(patient_id, reader=Reader.patient(patient_id))
    left = [card for card in open_ if not _is_settled(card, since)]
    return tuple(_seen(patient_id, left, at=at))


def one(patient_id: uuid.UUID, which: uuid.UUID, *, at: datetime) -> WaitingCard | None:
    """None for one that waits no longer, never did, or is another patient's."""
    return next((card for card in waiting(patient_id, at=at) if card.id == which), None)


def answered(patient_id: uuid.UUID, *, most: int, at: datetime) -> tuple[AnsweredCard, ...]:
    """His last answers, the newest first."""
    rows = CollectedConsentAnswer.objects.filter(consent__patient=patient_id).select_related("consent")
    found = [
        AnsweredCard(_card(row.consent), row.answered_at, row.revision) for row in rows.order_by("-answered_at")[:most]
    ]
    kept = {card.id for card in _seen(patient_id, [one.told for one in found], at=at)}
    return tuple(one for one in found if one.told.id in kept)


def _latest(rows: Iterable[CollectedConsent]) -> list[tuple[CollectedConsent, WaitingCard]]:
    """Of those about the same `to × about`, the one told last: one that was taken back since waits no longer."""
    found: dict[Key, tuple[CollectedConsent, WaitingCard]] = {}
    for row in rows:
        card = _card(row)
        found.setdefault(card.key, (row, card))
    return list(found.values())


def _is_over(card: WaitingCard, at: datetime) -> bool:
    return card.ends_at is not None and card.ends_at <= at


def _is_settled(card: WaitingCard, since: Iterable[DeclarationCard]) -> bool:
    """Whether something about the same was declared since it was heard."""
    said = ((one.to_kind, one.to, one.about_kind, one.about) for one in since if one.declared_at > card.heard_at)
    return card.key in said


def _seen(patient_id: uuid.UUID, cards: list[WaitingCard], *, at: datetime) -> list[WaitingCard]:
    if not any(card.about_kind == SubjectKind.DOCUMENT for card in cards):
        return cards
    own = readers.reader(patient_id, patient_id, at=at).documents
    return [card for card in cards if card.about_kind != SubjectKind.DOCUMENT or card.about in own]


def _card(row: CollectedConsent) -> WaitingCard:
    return WaitingCard(
        id=row.pk,
        verb=row.verb,
        to_kind=row.to_kind,
        to=row.to_reference,
        about_kind=row.about_kind,
        about=row.about_reference,
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        heard_by=str(row.collected_by),
        heard_at=row.received_at,
    )
