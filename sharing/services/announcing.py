"""Results that wait to be announced: the patient is told that one is there, then that he may see it (R31).

The law gives two weeks for the first (CSP R1111-53); the sweep takes minutes. What the patient may see is the
engine's answer to himself: what he asked not to know, or what is about somebody else, is told neither way.
"""

import logging
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet

from consents.selectors import announcements
from consents.selectors.announcements import Kept
from consents.vocabulary import NoticeKind, Purpose
from sharing.engine.decide import decide_each
from sharing.engine.question import Asker, Question
from sharing.models import Notice
from sharing.services import own_view, telling
from sharing.services.telling import Told

_WAITS = "R31"
logger = logging.getLogger(__name__)


def plan_announcements(*, at: datetime) -> int:
    """Tells of each deposit that waits and was not told yet, and of each that has come out; how many were new."""
    told = 0
    for patient, kept in _by_patient(announcements.untold(_told_waiting(), at=at)):
        told += _one_patient(patient, kept, NoticeKind.ANNOUNCEMENT_WAITING, at)
    for patient, kept in _by_patient(announcements.over(_still_open(), at=at)):
        told += _one_patient(patient, kept, NoticeKind.ANNOUNCEMENT_RELEASED, at)
    return told


def _told_waiting() -> QuerySet[Notice]:
    return Notice.objects.filter(kind=NoticeKind.ANNOUNCEMENT_WAITING.value)


def _still_open() -> QuerySet[Notice]:
    released = Notice.objects.filter(kind=NoticeKind.ANNOUNCEMENT_RELEASED.value)
    return _told_waiting().filter(~Exists(released.filter(about=OuterRef("about"), person=OuterRef("person"))))


def _by_patient(batches: Iterable[list[Kept]]) -> Iterator[tuple[uuid.UUID, list[Kept]]]:
    for batch in batches:
        for patient, kept in groupby(batch, key=lambda one: one.patient):
            yield patient, list(kept)


def _one_patient(patient: uuid.UUID, kept: list[Kept], kind: NoticeKind, at: datetime) -> int:
    """One whose documents cannot be read keeps nobody else from being told; the next sweep tries again."""
    try:
        return telling.tell(_told(patient, kept, kind, at), at=at)
    except Exception:
        logger.exception("announcements of one patient could not be planned (%s documents)", len(kept))
        return 0


def _told(patient: uuid.UUID, kept: list[Kept], kind: NoticeKind, at: datetime) -> list[Told]:
    waits, seen = _own(patient, kept, at)
    if kind == NoticeKind.ANNOUNCEMENT_WAITING:
        return [Told(patient, kind, one.deposited_at, one.document) for one in kept if one.document in waits]
    return [Told(patient, kind, one.over_at, one.document) for one in kept if one.document in seen]


def _own(patient: uuid.UUID, kept: list[Kept], at: datetime) -> tuple[set[uuid.UUID], set[uuid.UUID]]:
    """What still waits, and what he sees, asking for himself (decision.md §4.4)."""
    question = Question(Asker.person(str(patient)), str(patient), None, Purpose.OWN_ACCESS, at)
    answers = decide_each(question, [str(one.document) for one in kept], own_view.around(patient, at=at))
    waits = {uuid.UUID(document) for document, answer in answers.items() if document and answer.rule == _WAITS}
    return waits, {uuid.UUID(document) for document, answer in answers.items() if document and answer.permit}
