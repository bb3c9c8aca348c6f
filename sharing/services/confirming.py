"""The patient's answer to a consent that a professional heard and that waited for him (R90).

Confirmed, it is the patient's own declaration, and holds from that moment, never from before. Refused, nothing
changes. Either answer is kept once, beside what was told (R89).
"""

import logging
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from consents.actor import Actor
from consents.errors import Refused
from consents.services import preferences
from consents.services.preferences import Declared
from consents.vocabulary import ActorKind, NoticeKind, RecipientKind, SubjectKind
from consents.words import Recipient, Subject
from sharing.models import CollectedConsent, CollectedConsentAnswer, Notice
from sharing.selectors import waiting
from sharing.selectors.waiting import WaitingCard
from sharing.services import telling
from sharing.services.telling import Told

_WITHDRAW = "withdraw"
logger = logging.getLogger(__name__)


class WaitsNoLonger(Exception):
    """It was answered, it is over, or something was said since; or it never was this patient's."""


@transaction.atomic
def confirm(patient_id: UUID, which: UUID, *, by: Actor, at: datetime, shown: int | None = None) -> Declared:
    """Declare it as the patient's own word. `shown`: the preference revision that the page showed (§1.6).

    Raises WaitsNoLonger, Refused, StaleRevision.
    """
    card = _waiting(patient_id, which, by, at)
    declared = _declare(patient_id, card, by=by, at=at, shown=shown)
    _keep(card, at, revision=declared.revision)
    return declared


@transaction.atomic
def refuse(patient_id: UUID, which: UUID, *, by: Actor, at: datetime) -> None:
    """It never holds; told again later, it is asked again. Raises WaitsNoLonger."""
    _keep(_waiting(patient_id, which, by, at), at, revision=None)


def plan(*, at: datetime) -> int:
    """Tells each patient, once, of what waits for him; how many were new."""
    told = Notice.objects.filter(kind=NoticeKind.CONSENT_COLLECTED.value, about=OuterRef("pk"))
    untold = CollectedConsent.objects.filter(~Exists(told), waits=True, answer=None, received_at__lte=at)
    return sum(_plan_patient(patient, at) for patient in untold.values_list("patient", flat=True).distinct())


def _plan_patient(patient: UUID, at: datetime) -> int:
    """One who cannot be told keeps nobody else from it; the next sweep tries again."""
    try:
        kind = NoticeKind.CONSENT_COLLECTED
        return telling.tell(
            [Told(patient, kind, card.heard_at, card.id) for card in waiting.waiting(patient, at=at)], at=at
        )
    except Exception:
        logger.exception("a consent that waits for its patient could not be told")
        return 0


def _waiting(patient_id: UUID, which: UUID, by: Actor, at: datetime) -> WaitingCard:
    if by.kind is not ActorKind.PERSON or by.reference != str(patient_id) or by.collected_by:
        raise Refused("R05", "only_the_patient_confirms")
    card = waiting.one(patient_id, which, at=at)
    if card is None:
        raise WaitsNoLonger
    return card


def _declare(patient_id: UUID, card: WaitingCard, *, by: Actor, at: datetime, shown: int | None) -> Declared:
    to = Recipient(RecipientKind(card.to_kind), card.to)
    about = Subject(SubjectKind(card.about_kind), card.about)
    if card.verb == _WITHDRAW:
        return preferences.withdraw(patient_id, to=to, about=about, by=by, at=at, shown=shown)
    later = card.begins_at if card.begins_at and card.begins_at > at else None
    return preferences.grant(
        patient_id, to=to, about=about, by=by, at=at, begins_at=later, ends_at=card.ends_at, shown=shown
    )


def _keep(card: WaitingCard, at: datetime, *, revision: int | None) -> None:
    try:
        with transaction.atomic():
            CollectedConsentAnswer.objects.create(
                consent_id=card.id, confirmed=revision is not None, revision=revision, answered_at=at
            )
    except IntegrityError as already:
        raise WaitsNoLonger from already
