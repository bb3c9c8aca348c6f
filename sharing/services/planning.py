"""From the ledger to notices: every committed entry is planned once, each patient's in the order he declared.

The ledger is the outbox. A receipt and the notices it stands for are written in one transaction; what was rolled
back was never in the ledger; what a dead worker left has no receipt and is found again.
"""

import logging
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max

from consents.selectors import outbox
from consents.selectors.outbox import EntryCard
from consents.vocabulary import NoticeKind
from sharing.models import Notice, OutboxMark, OutboxReceipt
from sharing.services import bell, mailing, places, recipients
from sharing.services.subscriptions import events

#: First key of the advisory locks of this service (the second is the patient's).
_LOCKS = 0x6E6F74
_LONGER_THAN_ANY_TRANSACTION = timedelta(days=1)
logger = logging.getLogger(__name__)


class PlanningFailed(Exception):
    """Some patients' notices could not be planned; the others' were. They will be tried again."""


def plan_notices(*, at: datetime, limit: int = 500) -> int:
    """Plans the oldest entries without a receipt; returns how many. Raises `PlanningFailed` after the others."""
    planned, failed = 0, 0
    told: set[uuid.UUID] = set()
    mark = _mark()
    waiting = outbox.entries_without(OutboxReceipt.objects.all(), after=mark, limit=limit)
    _advance(mark, waiting, at)
    for patient, entries in _by_patient(waiting).items():
        try:
            count, systems = _plan_patient(patient, entries, at)
            planned, told = planned + count, told | systems
        except Exception:
            failed += 1
            logger.exception("notices of entry %s could not be planned", entries[0].id)
    bell.ring(told)
    if failed:
        raise PlanningFailed(f"{failed} patients")
    return planned


def _mark() -> int:
    return OutboxMark.objects.values_list("entry", flat=True).first() or 0


def _advance(mark: int, waiting: list[EntryCard], at: datetime) -> None:
    """Up to the newest receipt of yesterday, when nothing before it waits: no transaction lasts so long that an
    older entry could still appear.
    """
    old = OutboxReceipt.objects.filter(planned_at__lt=at - _LONGER_THAN_ANY_TRANSACTION, entry__gt=mark)
    reached = old.aggregate(newest=Max("entry"))["newest"]
    if waiting and reached:
        reached = min(reached, waiting[0].id - 1)
    if reached and reached > mark:
        OutboxMark.objects.update_or_create(id=1, defaults={"entry": reached})


def _by_patient(entries: Iterable[EntryCard]) -> dict[uuid.UUID, list[EntryCard]]:
    patients: dict[uuid.UUID, list[EntryCard]] = {}
    for entry in entries:
        patients.setdefault(entry.patient, []).append(entry)
    return patients


def _plan_patient(patient: uuid.UUID, entries: list[EntryCard], at: datetime) -> tuple[int, set[uuid.UUID]]:
    """How many were planned, and the systems that have something new to read.

    One transaction a patient, one planner at a time: another that holds him will do the work.
    """
    with transaction.atomic():
        if not _hold(patient):
            return 0, set()
        planned = set(OutboxReceipt.objects.filter(entry__in=[one.id for one in entries]).values_list("pk", flat=True))
        waiting = [one for one in entries if one.id not in planned]
        notices = [notice for entry in waiting for notice in _notices(entry, at)]
        mailing.write(((one.person, NoticeKind(one.kind)) for one in notices if one.person), at=at)
        OutboxReceipt.objects.bulk_create(OutboxReceipt(entry_id=one.id, planned_at=at) for one in waiting)
        places.give(notices)
        Notice.objects.bulk_create(notices)
    return len(waiting), {one.system_id for one in notices if one.system_id}


def _notices(entry: EntryCard, at: datetime) -> list[Notice]:
    notices = recipients.notices_of(entry, at=at)
    events.note(entry, notices)
    return notices


def _hold(patient: uuid.UUID) -> bool:
    """An advisory lock: the patient's own declarations go on meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [_LOCKS, str(patient)])
        return bool(cursor.fetchone()[0])
