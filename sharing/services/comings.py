"""From the journal to notices: what the patient is told of those who came (decision.md §7, R30, R34, R93).

The journal is swept like the ledger, but without a receipt for each of its lines, which would double its writing: a
mark says up to which line all is planned. A line takes its number when it is written and is seen when it is
committed: the mark follows only once every transaction that was writing in the journal has ended. Until then lines
are read again, and telling twice changes nothing. Killed at any moment, a sweep has done all or nothing.
"""

import logging
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from consents.vocabulary import Purpose
from sharing.asked import AskerKind
from sharing.models import JournalLine, JournalMark, JournalRequest, Unplanned
from sharing.services import came

_LOCKS, _JOURNAL = 0x6E6F74, 1
_OF_CARE = [str(one) for one in (Purpose.CARE, Purpose.OCCUPATIONAL_HEALTH, Purpose.EMERGENCY, Purpose.SAMU_CALL)]
_MOST_RETRIED = 100
#: Whoever inserts holds this lock from before a line has its number until its transaction ends.
_WRITING = """
    SELECT DISTINCT virtualtransaction FROM pg_locks
    WHERE locktype = 'relation' AND relation = %s::regclass AND mode = 'RowExclusiveLock' AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid <> pg_backend_pid()
"""
Lines = Mapping[uuid.UUID, came.Answered]
logger = logging.getLogger(__name__)


def plan_comings(*, at: datetime, limit: int = 5_000, most: int = 100_000) -> int:
    """Plans what is told of the `most` lines after the mark, `limit` at a time; returns how many notices were new."""
    with transaction.atomic():
        if not _alone():
            return 0
        mark, _made = JournalMark.objects.get_or_create(pk=1)
        told, reached = _planned(_again(), at), mark.line
        newest = JournalLine.objects.aggregate(newest=Max("pk"))["newest"] or 0
        writers = _writers()
        while reached < min(newest, mark.line + most):
            read, reached = _after(reached, newest, limit)
            told += _planned(_by_request(read), at)
        _advance(mark, reached, writers)
    return told


def _alone() -> bool:
    """One sweep at a time: another that is under way will do the work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCKS, _JOURNAL])
        return bool(cursor.fetchone()[0])


def _after(line: int, newest: int, limit: int) -> tuple[list[came.Line], int]:
    """The permits of professionals after that line, and the last line that was looked at."""
    rows = list(_columns(_permits().filter(pk__gt=line, pk__lte=newest))[:limit])
    return rows, rows[-1][0] if len(rows) == limit else newest


def _permits() -> QuerySet[JournalLine]:
    return JournalLine.objects.filter(
        permit=True,
        patient__isnull=False,
        request__asker_kind=AskerKind.PROFESSIONAL.value,
        request__asker__isnull=False,
        request__purpose__in=_OF_CARE,
    )


def _columns(rows: QuerySet[JournalLine]) -> QuerySet[Any]:
    return rows.order_by("pk").values_list("pk", "request_id", "rule", "document_named")


def _again() -> dict[uuid.UUID, came.Answered]:
    """Those that could not be planned before."""
    left = list(Unplanned.objects.order_by("failed_at").values_list("pk", flat=True)[:_MOST_RETRIED])
    return _by_request(_columns(_permits().filter(request__in=left))) if left else {}


def _by_request(lines: Iterable[came.Line]) -> dict[uuid.UUID, came.Answered]:
    found: dict[uuid.UUID, came.Answered] = {}
    for line, request, rule, named in lines:
        found[request] = found.get(request, came.Answered(line)).with_line(rule, document=bool(named))
    return found


def _planned(answered: Lines, at: datetime) -> int:
    """Each patient by himself: one whose notices cannot be planned keeps nobody else from being told."""
    if not answered:
        return 0
    requests = list(JournalRequest.objects.filter(pk__in=list(answered)).order_by("asked_at", "recorded_at", "pk"))
    by_patient: dict[uuid.UUID, list[JournalRequest]] = {}
    for request in requests:
        by_patient.setdefault(came.patient_of(request), []).append(request)
    known = came.known(requests)
    return sum(_one_patient(theirs, answered, known, at) for theirs in by_patient.values())


def _one_patient(requests: list[JournalRequest], answered: Lines, known: came.Known, at: datetime) -> int:
    names = [request.pk for request in requests]
    try:
        with transaction.atomic():
            told = came.tell(requests, answered, known, at=at)
            Unplanned.objects.filter(pk__in=names).delete()
    except Exception:
        logger.exception("notices of request %s of the journal could not be planned", names[0])
        Unplanned.objects.bulk_create(
            (Unplanned(request_id=each, failed_at=at) for each in names),
            update_conflicts=True,
            update_fields=["failed_at"],
            unique_fields=["request"],
        )
        return 0
    return told


def _advance(mark: JournalMark, reached: int, writers: list[str]) -> None:
    """`writers` wrote in the journal after `reached` was seen and before the lines up to it were read.

    With none of them, those lines are all there. Otherwise they are once each has ended, and are read again then.
    """
    before = mark.line, mark.reached, mark.writers
    if not set(mark.writers) & set(writers):
        mark.line, mark.reached, mark.writers = (mark.reached, reached, writers) if writers else (reached, reached, [])
    if (mark.line, mark.reached, mark.writers) != before:
        mark.save()


def _writers() -> list[str]:
    """The transactions, other than this one, that have begun to write in the journal and have not ended."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITING, [JournalLine._meta.db_table])
        return sorted(row[0] for row in cursor.fetchall())
