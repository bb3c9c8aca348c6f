"""A patient reports an access; a reviewer takes it, then answers; each act is added, none is edited (R91, R93, R95).

What is decided here changes no answer of the engine: reviewers watch, they do not decide for the patient (R88).
"""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from consents.actor import Actor
from consents.vocabulary import ActorKind
from sharing.models import AccessReport, AccessReportEvent, JournalRequest
from sharing.reported import ANSWER_MOST, WORDS_MOST, Outcome, Reason, Status
from sharing.services import telling
from sharing.services.review import NotAReviewer


class UnknownAccess(Exception):
    """No such request about this patient, or none that this person may report."""


class UnknownReport(Exception):
    """No report has this identifier."""


class OutOfTurn(Exception):
    """It was already taken, or is answered before it was taken: somebody else acted meanwhile."""


class TooLong(ValueError):
    """The words, or the answer, are longer than they may be, or the answer is empty."""


@transaction.atomic
def report(
    patient_id: uuid.UUID, request_id: uuid.UUID, *, reason: Reason, words: str, by: Actor, at: datetime
) -> uuid.UUID:
    """The report's identifier; that of the open one when this access is already reported and not yet answered.

    The patient reports what was asked about him; nobody else yet does. Raises UnknownAccess, TooLong.
    """
    said = words.strip()
    if by.kind is not ActorKind.PERSON or by.reference != str(patient_id):
        raise UnknownAccess
    if len(said) > WORDS_MOST:
        raise TooLong
    if not JournalRequest.objects.filter(pk=request_id, patient=patient_id).exists():
        raise UnknownAccess
    last = AccessReport.objects.filter(request=request_id, reported_by=patient_id).order_by("-number").first()
    if last is not None and _status(last) != Status.ANSWERED:
        return last.pk
    return _filed(patient_id, request_id, reason, said, last.number + 1 if last else 1, at)


def _filed(patient: uuid.UUID, request: uuid.UUID, reason: Reason, words: str, number: int, at: datetime) -> uuid.UUID:
    """Of two that arrive together, one is kept, and both are given it."""
    try:
        with transaction.atomic():
            made = AccessReport.objects.create(
                patient=patient, request_id=request, reported_by=patient, number=number, reason=reason.value,
                words=words, reported_at=at, recorded_at=Now(),
            )  # fmt: skip
            _add(made.pk, Status.RECEIVED, position=1, by=patient, at=at)
    except IntegrityError:
        return AccessReport.objects.get(request=request, reported_by=patient, number=number).pk
    return made.pk


@transaction.atomic
def take(report_id: uuid.UUID, *, by: Actor, at: datetime) -> None:
    """A reviewer examines it. Raises NotAReviewer, UnknownReport, OutOfTurn when another took it."""
    reviewer, found = _reviewer(by), _report(report_id)
    if _status(found) != Status.RECEIVED:
        raise OutOfTurn
    _add_next(found, Status.EXAMINING, position=2, by=reviewer, at=at)


@transaction.atomic
def answer(report_id: uuid.UUID, *, outcome: Outcome, said: str, by: Actor, at: datetime) -> None:
    """What was found, in words for the patient, who is told in the same transaction. Given once.

    Raises NotAReviewer, UnknownReport, TooLong, OutOfTurn when nobody has taken it yet, or it is answered already.
    """
    reviewer, found, words = _reviewer(by), _report(report_id), said.strip()
    if not 0 < len(words) <= ANSWER_MOST:
        raise TooLong
    if _status(found) != Status.EXAMINING:
        raise OutOfTurn
    _add_next(found, Status.ANSWERED, position=3, by=reviewer, at=at, outcome=outcome.value, said=words)
    telling.report_answered(found.patient, report=found.pk, at=at)


def _reviewer(by: Actor) -> uuid.UUID:
    if by.kind is not ActorKind.REVIEWER:
        raise NotAReviewer
    return uuid.UUID(by.reference)


def _report(report_id: uuid.UUID) -> AccessReport:
    found = AccessReport.objects.filter(pk=report_id).first()
    if found is None:
        raise UnknownReport
    return found


def _status(of: AccessReport) -> str:
    found: str = of.events.order_by("-position").values_list("status", flat=True)[0]
    return found


def _add_next(of: AccessReport, status: Status, *, position: int, by: uuid.UUID, at: datetime, **more: str) -> None:
    """Whoever comes second finds the place taken."""
    try:
        with transaction.atomic():
            _add(of.pk, status, position=position, by=by, at=at, **more)
    except IntegrityError as meanwhile:
        raise OutOfTurn from meanwhile


def _add(report_id: uuid.UUID, status: Status, *, position: int, by: uuid.UUID, at: datetime, **more: str) -> None:
    AccessReportEvent.objects.create(
        report_id=report_id, position=position, at=at, recorded_at=Now(), status=status.value, by=by, **more
    )
