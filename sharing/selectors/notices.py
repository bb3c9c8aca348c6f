"""What was sent to whom, for the patient's history, the reviewer, the operator and the scenarios."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from sharing.models import CallingSystem, JournalRequest, Notice

_WAITING, _DEAD = Notice.State.WAITING.value, Notice.State.DEAD.value
#: A notice that nobody tried for so long past its time is shown as late.
_LATE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """`recipient_kind` is system, organisation, professional or person; `recipient` its identifier."""

    id: uuid.UUID
    kind: str
    patient: uuid.UUID
    entry: int | None
    recipient_kind: str
    recipient: uuid.UUID
    state: str
    created_at: datetime
    due_at: datetime
    delivered_at: datetime | None
    attempts: int
    said: str


def undelivered(*, at: datetime, limit: int = 200) -> list[NoticeCard]:
    """Those of `not_delivered`, oldest first."""
    return cards(not_delivered(at=at).order_by("created_at", "id")[:limit])


def not_delivered(*, at: datetime) -> QuerySet[Notice]:
    """Dead notices, those that failed at least once, and those five minutes past their time."""
    late = Q(state=_WAITING) & (Q(attempts__gt=0) | Q(due_at__lt=at - _LATE))
    return Notice.objects.filter(Q(state=_DEAD) | late)


def told_of(entries: Iterable[int]) -> dict[int, list[NoticeCard]]:
    """Who has been told of each ledger entry; cancelled notices left out."""
    told: dict[int, list[NoticeCard]] = {}
    rows = Notice.objects.filter(entry__in=list(entries)).exclude(state=Notice.State.CANCELLED.value)
    for card in cards(rows.order_by("created_at", "id")):
        told.setdefault(card.entry or 0, []).append(card)
    return told


def for_person(person: uuid.UUID, *, at: datetime, limit: int = 100) -> list[NoticeCard]:
    """What a person is told on the site, newest first."""
    return cards(
        Notice.objects.filter(person=person, channel="site", due_at__lte=at).order_by("-created_at", "-id")[:limit]
    )


def kinds_for(kind: str, reference: uuid.UUID, *, at: datetime) -> set[str]:
    """The kinds of notices sent by then to a professional, a person or an organisation (or one of its systems)."""
    if kind == "organisation":
        who = Q(organisation=reference) | Q(system__organisations__organisation=reference)
    else:
        who = Q(**{kind: reference})
    begun = Q(due_at__lte=at) | Q(attempts__gt=0) | Q(state=Notice.State.DELIVERED.value)
    sent = Notice.objects.filter(who, begun, created_at__lte=at)
    return set(sent.exclude(state=Notice.State.CANCELLED.value).values_list("kind", flat=True))


def last_named(patient: uuid.UUID, *, by: uuid.UUID) -> str:
    """How this calling system named the patient when it last asked about him; empty if it never did."""
    asked = JournalRequest.objects.filter(patient=patient, system=by).order_by("-asked_at")
    return asked.values_list("patient_named", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class DeliveryHealth:
    """For the deep probe: `oldest_waiting` is the age in seconds of what has waited longest past its time."""

    waiting: int
    dead: int
    disabled_receivers: int
    oldest_waiting: float


def health(*, at: datetime) -> DeliveryHealth:
    counted = Notice.objects.aggregate(
        waiting=Count("id", filter=Q(state=_WAITING)), dead=Count("id", filter=Q(state=_DEAD))
    )
    oldest = Notice.objects.filter(state=_WAITING, due_at__lte=at).order_by("due_at").first()
    disabled = CallingSystem.objects.filter(webhook_disabled_at__isnull=False).count()
    age = (at - oldest.due_at).total_seconds() if oldest else 0.0
    return DeliveryHealth(counted["waiting"], counted["dead"], disabled, age)


def cards(rows: Iterable[Notice]) -> list[NoticeCard]:
    return [_card(row) for row in rows]


def _card(row: Notice) -> NoticeCard:
    recipient_kind, recipient = _recipient(row)
    return NoticeCard(
        id=row.id,
        kind=row.kind,
        patient=row.patient,
        entry=row.entry_id,
        recipient_kind=recipient_kind,
        recipient=recipient,
        state=row.state,
        created_at=row.created_at,
        due_at=row.due_at,
        delivered_at=row.delivered_at,
        attempts=row.attempts,
        said=row.last_outcome,
    )


def _recipient(row: Notice) -> tuple[str, uuid.UUID]:
    named = {"system": row.system_id, "organisation": row.organisation, "professional": row.professional}
    for kind, reference in named.items():
        if reference:
            return kind, reference
    assert row.person is not None
    return "person", row.person
