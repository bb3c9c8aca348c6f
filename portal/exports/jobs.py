"""What was asked, by whom, how far it is, until when it is kept.

An export is made by a worker, never in a request. A worker that dies loses its lease: another one begins again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from portal.exports import keeping
from portal.models import Export, User

SHAPES = ("pdf", "json", "fhir")
#: How long a file waits to be fetched.
KEPT = timedelta(days=7)
#: How many an account may ask for in twenty-four hours; those that failed are not counted.
A_DAY = 6
#: Longer than a worker may live on one task (CELERY_TASK_TIME_LIMIT, 120 s): past it, nobody is at work any more.
LEASE = timedelta(seconds=150)
ATTEMPTS = 3
_UNDER_WAY = (Export.State.ASKED.value, Export.State.RUNNING.value)


class OneAtATime(Exception):
    """An export of this account is being made."""


class EnoughToday(Exception):
    """This account asked for as many as it may in twenty-four hours."""


class Superseded(Exception):
    """Another worker has taken this export, or it was given up meanwhile: this one stops."""


@dataclass(frozen=True, slots=True)
class ExportCard:
    """A line of the account's exports. `percent` counts while it is made; the file is there while `ready`."""

    id: UUID
    shape: str
    state: str
    asked_at: datetime
    percent: int
    expires_at: datetime | None
    size: int

    @property
    def under_way(self) -> bool:
        return self.state in _UNDER_WAY

    @property
    def ready(self) -> bool:
        return self.state == Export.State.READY


def ask(account: UUID, *, shape: str, language: str, at: datetime) -> UUID:
    """Raises OneAtATime or EnoughToday; the account's row is locked, so that two presses take turns."""
    with transaction.atomic():
        owner = User.objects.select_for_update(of=("self",)).get(pk=account)
        assert owner.person_id is not None, "the door lets in nobody else"
        asked = Export.objects.filter(account=owner)
        if asked.filter(state__in=_UNDER_WAY).exists():
            raise OneAtATime
        if asked.filter(asked_at__gt=at - timedelta(days=1)).exclude(state=Export.State.FAILED).count() >= A_DAY:
            raise EnoughToday
        row = Export.objects.create(
            account=owner, patient_id=owner.person_id, shape=shape, language=language, asked_at=at
        )
    return row.pk


def of_account(account: UUID, patient: UUID, *, at: datetime, most: int = 20) -> tuple[ExportCard, ...]:
    """The newest first; one whose time has passed is expired, swept or not."""
    rows = Export.objects.filter(account=account, patient=patient).order_by("-asked_at", "-pk")[:most]
    return tuple(_card(row, at) for row in rows)


def fetch(export_id: UUID, *, account: UUID, patient: UUID, at: datetime) -> Export | None:
    """A file that this account asked for about this same person, still kept; None for any other."""
    return _kept(account, patient, at).filter(pk=export_id).first()


def delete(export_id: UUID, *, account: UUID, patient: UUID, at: datetime) -> bool:
    """Its line stays, its file does not; one that is being made is given up. False when there is none to delete."""
    with transaction.atomic():
        own = Export.objects.filter(account=account, patient=patient, pk=export_id)
        row = own.filter(state__in=(*_UNDER_WAY, Export.State.READY.value)).select_for_update().first()
        if row is None:
            return False
        _end(row, Export.State.DELETED)
    return True


def take(*, at: datetime) -> Export | None:
    """The oldest that waits, or that a dead worker held; given to one worker only, for the time of a lease."""
    with transaction.atomic():
        row = _to_take(at).select_for_update(skip_locked=True, of=("self",)).order_by("asked_at").first()
        if row is None:
            return None
        if row.attempt >= ATTEMPTS:
            _end(row, Export.State.FAILED)
            return take(at=at)
        keeping.forget(row)
        row.state, row.progress = Export.State.RUNNING.value, 0
        row.attempt, row.lease_until = row.attempt + 1, at + LEASE
        row.save(update_fields=["state", "progress", "attempt", "lease_until"])
    return row


def progress(export: Export, percent: int) -> None:
    """Raises Superseded when it is no longer this worker's to make."""
    if not _mine(export).update(progress=percent):
        raise Superseded


def finish(export: Export, *, file_name: str, pieces: int, size: int, at: datetime) -> None:
    kept = {"file_name": file_name, "pieces": pieces, "size": size, "made_at": at, "expires_at": at + KEPT}
    if not _mine(export).update(state=Export.State.READY.value, progress=100, lease_until=None, **kept):
        raise Superseded


def give_up(export: Export) -> None:
    """It cannot be made: said so at once."""
    with transaction.atomic():
        row = _mine(export).select_for_update().first()
        if row is not None:
            _end(row, Export.State.FAILED)


def clear(*, at: datetime) -> int:
    """Files whose time has passed are forgotten; how many."""
    return sum(1 for _ in _cleared(at))


def _cleared(at: datetime) -> Iterator[None]:
    for key in Export.objects.filter(state=Export.State.READY, expires_at__lte=at).values_list("pk", flat=True):
        with transaction.atomic():
            row = Export.objects.select_for_update().get(pk=key)
            if row.state == Export.State.READY:
                _end(row, Export.State.EXPIRED)
                yield


def _end(row: Export, state: Export.State) -> None:
    keeping.forget(row)
    row.state, row.lease_until = state.value, None
    row.save(update_fields=["state", "lease_until"])


def _to_take(at: datetime) -> QuerySet[Export]:
    held = Q(state=Export.State.RUNNING, lease_until__lte=at)
    return Export.objects.filter(Q(state=Export.State.ASKED) | held)


def _mine(export: Export) -> QuerySet[Export]:
    return Export.objects.filter(pk=export.pk, attempt=export.attempt, state=Export.State.RUNNING)


def _kept(account: UUID, patient: UUID, at: datetime) -> QuerySet[Export]:
    return Export.objects.filter(account=account, patient=patient, state=Export.State.READY, expires_at__gt=at)


def _card(row: Export, at: datetime) -> ExportCard:
    past = row.state == Export.State.READY and row.expires_at is not None and row.expires_at <= at
    state = Export.State.EXPIRED.value if past else row.state
    return ExportCard(row.pk, row.shape, state, row.asked_at, row.progress, row.expires_at, row.size)
