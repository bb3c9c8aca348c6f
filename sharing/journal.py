"""The only writer of the journal: what others asked and were answered (decision.md §8, R91).

Written in the transaction of the answer, before it leaves. If it cannot be written, there is no answer.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, transaction
from django.db.models.functions import Now

from sharing.models import JournalLine, JournalRequest


class JournalUnavailable(Exception):
    """The journal could not be written: nothing may be answered."""


@dataclass(frozen=True, slots=True)
class Line:
    """One answer; `rule` is the true one."""

    decision_id: uuid.UUID
    document_named: str
    document: uuid.UUID | None
    permit: bool
    rule: str
    code: str
    obligations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What one asker asked about one patient, for one purpose; `lines` in the order asked."""

    asker_kind: str
    asker_named: str
    asker: uuid.UUID | None
    on_behalf_of: uuid.UUID | None
    organisation: uuid.UUID | None
    patient_named: str
    patient: uuid.UUID | None
    patient_revision: int | None
    purpose: str
    stated_reason: str
    matrix_version: str
    lines: tuple[Line, ...]


def write(requests: Sequence[Request], *, system: uuid.UUID | None, request_id: str, at: datetime) -> None:
    """Two statements, whatever the number of questions; `JournalUnavailable` when either fails."""
    rows = [_row(request, system, request_id, at) for request in requests]
    lines = [line for request, row in zip(requests, rows, strict=True) for line in _lines(request, row)]
    try:
        with transaction.atomic():
            JournalRequest.objects.bulk_create(rows)
            JournalLine.objects.bulk_create(lines)
    except DatabaseError as failure:
        raise JournalUnavailable from failure


def _row(request: Request, system: uuid.UUID | None, request_id: str, at: datetime) -> JournalRequest:
    return JournalRequest(
        asked_at=at,
        recorded_at=Now(),
        asker_kind=request.asker_kind,
        asker_named=request.asker_named,
        asker=request.asker,
        on_behalf_of=request.on_behalf_of,
        organisation=request.organisation,
        system=system,
        patient_named=request.patient_named,
        patient=request.patient,
        patient_revision=request.patient_revision,
        purpose=request.purpose,
        stated_reason=request.stated_reason,
        matrix_version=request.matrix_version,
        request_id=request_id,
    )


def _lines(request: Request, row: JournalRequest) -> list[JournalLine]:
    return [
        JournalLine(
            request=row,
            position=position,
            patient=request.patient,
            document_named=line.document_named,
            document=line.document,
            decision_id=line.decision_id,
            permit=line.permit,
            rule=line.rule,
            code=line.code,
            obligations=list(line.obligations),
        )
        for position, line in enumerate(request.lines)
    ]
