"""The only way to the reviewers' lists: what is shown is written down in the same transaction (R88, R91).

If it cannot be written, nothing is shown.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from consents.actor import Actor
from consents.selectors import conflicts as differing
from consents.selectors import medical as decided
from consents.selectors import review as people
from consents.selectors.conflicts import ConflictLine
from consents.selectors.medical import DecisionCase, DecisionLine, WantedDecisions
from consents.selectors.review import PersonLine, PreferenceLine, Wanted
from consents.vocabulary import ActorKind, Stance
from sharing.models import ReviewRead
from sharing.selectors import journal
from sharing.selectors import reports as reported
from sharing.selectors import review as lists
from sharing.selectors.journal import LineCard
from sharing.selectors.reports import Case, ReportLine, WantedReports
from sharing.selectors.review import Figures, NoticeLine, QuestionLine, WantedNotices, WantedQuestions

Line = TypeVar("Line", PreferenceLine, QuestionLine, NoticeLine, ReportLine, ConflictLine, DecisionLine)


class Shape(StrEnum):
    PAGE = "page"
    CSV = "csv"
    JSON = "json"


class NotAReviewer(Exception):
    """These lists are for reviewers alone."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of a list, and in which shape: rows from `first` on, `most` of them."""

    first: int
    most: int
    shape: Shape = Shape.PAGE


@dataclass(frozen=True, slots=True)
class Found(Generic[Line]):
    """`total` rows correspond; `lines` are those of the slice."""

    total: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    figures: Figures
    grants: Found[PreferenceLine]
    oppositions: Found[PreferenceLine]
    questions: Found[QuestionLine]
    notices: Found[NoticeLine]
    reports: Found[ReportLine]
    reports_waiting: int


def overview(*, by: Actor, at: datetime, most: int) -> Overview:
    """The first page: the figures of the last day, the newest of each list."""
    part = Slice(0, most)
    with transaction.atomic():
        found = Overview(
            figures=lists.figures(at=at),
            grants=_found(people.standing(Stance.GRANT, Wanted(), at=at), people.preferences, part),
            oppositions=_found(people.standing(Stance.OPPOSE, Wanted(), at=at), people.preferences, part),
            questions=_found(lists.questions(WantedQuestions()), lists.question_lines, part),
            notices=_found(lists.undelivered(WantedNotices(), at=at), lists.notice_lines, part),
            reports=_found(reported.reports(WantedReports()), reported.report_lines, part),
            reports_waiting=reported.waiting(),
        )
        shown = (found.grants, found.oppositions, found.questions, found.notices, found.reports)
        _write("home", {}, [line.patient for each in shown for line in each.lines], Shape.PAGE, by, at)
    return found


def grants(wanted: Wanted, part: Slice, *, by: Actor, at: datetime) -> Found[PreferenceLine]:
    return _read("grants", people.standing(Stance.GRANT, wanted, at=at), people.preferences, wanted, part, by, at)


def oppositions(wanted: Wanted, part: Slice, *, by: Actor, at: datetime) -> Found[PreferenceLine]:
    return _read("oppositions", people.standing(Stance.OPPOSE, wanted, at=at), people.preferences, wanted, part, by, at)


def questions(wanted: WantedQuestions, part: Slice, *, by: Actor, at: datetime) -> Found[QuestionLine]:
    return _read("questions", lists.questions(wanted), lists.question_lines, wanted, part, by, at)


def undelivered(wanted: WantedNotices, part: Slice, *, by: Actor, at: datetime) -> Found[NoticeLine]:
    return _read("notices", lists.undelivered(wanted, at=at), lists.notice_lines, wanted, part, by, at)


def reports(wanted: WantedReports, part: Slice, *, by: Actor, at: datetime) -> Found[ReportLine]:
    return _read("reports", reported.reports(wanted), reported.report_lines, wanted, part, by, at)


def conflicts(wanted: Wanted, part: Slice, *, by: Actor, at: datetime) -> Found[ConflictLine]:
    return _read("conflicts", differing.conflicts(wanted, at=at), differing.lines, wanted, part, by, at)


def medical(wanted: WantedDecisions, part: Slice, *, by: Actor, at: datetime) -> Found[DecisionLine]:
    return _read("medical", decided.decisions(wanted), decided.lines, wanted, part, by, at)


def medical_case(decision_id: uuid.UUID, *, by: Actor, at: datetime) -> DecisionCase | None:
    """One decision with its reason, which no list and no file holds; None when there is no such decision."""
    with transaction.atomic():
        found = decided.case(decision_id)
        if found is not None:
            _write("medical_case", {"decision": str(decision_id)}, [found.line.patient], Shape.PAGE, by, at)
    return found


def report(report_id: uuid.UUID, *, by: Actor, at: datetime) -> tuple[Case, list[LineCard]] | None:
    """One report, its access with each of its answers; None when there is no such report."""
    with transaction.atomic():
        found = reported.case(report_id)
        if found is None:
            return None
        _write("report", {"report": str(report_id)}, [found.line.patient], Shape.PAGE, by, at)
        return found, journal.lines(uuid.UUID(found.line.question.id))


def question(request_id: uuid.UUID, *, by: Actor, at: datetime) -> tuple[QuestionLine, list[LineCard]] | None:
    """One request with each of its answers; None when there is no such request."""
    with transaction.atomic():
        found = lists.question_lines(lists.questions(WantedQuestions()).filter(pk=request_id))
        if not found:
            return None
        _write("question", {"question": str(request_id)}, [found[0].patient], Shape.PAGE, by, at)
        return lists.with_relations(found[0]), journal.lines(request_id)


def note_who_may_see(patient: uuid.UUID | None, document: uuid.UUID | None, *, by: Actor, at: datetime) -> None:
    """That a reviewer's software is about to be told who may see a document; within the caller's transaction."""
    _record("who_may_see", {"document": str(document or "")}, [patient] if patient else [], Shape.JSON, by, at)


def _read(
    page: str,
    rows: QuerySet[Any],
    lines: Callable[[Iterable[Any]], tuple[Line, ...]],
    wanted: Wanted,
    part: Slice,
    by: Actor,
    at: datetime,
) -> Found[Line]:
    with transaction.atomic():
        found = _found(rows, lines, part)
        _write(page, _typed(wanted), [line.patient for line in found.lines], part.shape, by, at)
    return found


def _found(rows: QuerySet[Any], lines: Callable[[Iterable[Any]], tuple[Line, ...]], part: Slice) -> Found[Line]:
    total = rows.order_by().count()
    return Found(total, lines(rows[part.first : part.first + part.most]) if part.first < total else ())


def _typed(wanted: Wanted) -> dict[str, str]:
    """The filters that were filled, as words."""
    values = ((field.name, getattr(wanted, field.name)) for field in fields(wanted))
    return {name: str(value) for name, value in values if value}


def _write(
    page: str, filters: dict[str, str], patients: Iterable[PersonLine | None], shape: Shape, by: Actor, at: datetime
) -> None:
    _record(page, filters, {uuid.UUID(patient.id) for patient in patients if patient}, shape, by, at)


def _record(
    page: str, filters: dict[str, str], patients: Iterable[uuid.UUID], shape: Shape, by: Actor, at: datetime
) -> None:
    if by.kind is not ActorKind.REVIEWER:
        raise NotAReviewer
    ReviewRead.objects.create(
        reviewer=uuid.UUID(by.reference),
        at=at,
        recorded_at=Now(),
        page=page,
        shape=shape.value,
        filters=filters,
        patients=sorted(patients),
    )
