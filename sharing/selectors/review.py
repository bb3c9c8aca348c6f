"""What reviewers read of every patient: questions asked, notices that did not arrive; identities and rules only (R88).

No document's kind, no stated reason, no text of anyone leaves here. What a page reads is written down by
`sharing.services.review`, the only one that calls these.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from consents.selectors import review as people
from consents.selectors.review import Named, PersonLine, ProfessionalLine, Wanted
from consents.vocabulary import AFTER_DEATH_PURPOSES, Obligation
from sharing.models import CallingSystem, JournalLine, JournalRequest, Notice
from sharing.selectors import notices

#: The figures of the first page are those of the last day.
FIGURES_COVER = timedelta(hours=24)
#: A filter that stands for several purposes.
AFTER_DEATH = "after_death"
_PURPOSES = {AFTER_DEATH: sorted(AFTER_DEATH_PURPOSES)}
#: Refused, and to be looked at: somebody whom the law never lets in (decision.md §4.1).
_ATTEMPT = Q(permit=False, obligations__contains=[Obligation.REVIEW.value])


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedQuestions(Wanted):
    """`rule`: one answer at least rests on it. `refused`: one at least was a refusal. `attempt`: by someone whom
    the law never lets in. `purpose`: a word of the vocabulary."""

    rule: str = ""
    purpose: str = ""
    refused: bool = False
    attempt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedNotices(Wanted):
    state: str = ""


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One request. `professional`, `person`, `place`, `patient` are empty when nobody known was named; what was
    named stands in `asker_named` and `patient_named`. `relations`: of one who asks after a death, with the proof that
    was seen (R52); told of one request, not in lists."""

    id: str
    asked_at: datetime
    asker_kind: str
    asker_named: str
    professional: ProfessionalLine | None
    person: PersonLine | None
    on_behalf_of: ProfessionalLine | None
    place: str
    system: str
    patient: PersonLine | None
    patient_named: str
    purpose: str
    permits: int
    denies: int
    rules: tuple[str, ...]
    attempt: bool
    relations: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeLine:
    id: str
    kind: str
    patient: PersonLine | None
    recipient_kind: str
    recipient: str
    state: str
    created_at: datetime
    due_at: datetime
    attempts: int
    said: str


@dataclass(frozen=True, slots=True)
class Figures:
    questions: int
    refusals: int
    attempts: int
    undelivered: int


def figures(*, at: datetime) -> Figures:
    """Answers of the last day, and the notices that have not arrived. 2 statements."""
    counted = JournalLine.objects.filter(request__asked_at__gt=at - FIGURES_COVER).aggregate(
        questions=Count("id"), refusals=Count("id", filter=Q(permit=False)), attempts=Count("id", filter=_ATTEMPT)
    )
    return Figures(**counted, undelivered=notices.not_delivered(at=at).count())


def questions(wanted: WantedQuestions) -> QuerySet[JournalRequest]:
    """The newest first. Turned into lines by `question_lines`."""
    rows = JournalRequest.objects.filter(wanted.within("asked_at"), _said(wanted))
    if wanted.patient:
        rows = rows.filter(
            Q(patient__in=people.people_called(wanted.patient)) | Q(patient_named__endswith=f"|{wanted.patient}")
        )
    if wanted.professional:
        called = people.professionals_called(wanted.professional)
        rows = rows.filter(Q(asker__in=called) | Q(asker_named__endswith=f"|{wanted.professional}"))
    if wanted.place:
        rows = rows.filter(organisation__in=people.places_called(wanted.place))
    if wanted.purpose:
        rows = rows.filter(purpose__in=_PURPOSES.get(wanted.purpose, [wanted.purpose]))
    return rows.order_by("-asked_at", "-id")


def with_relations(line: QuestionLine) -> QuestionLine:
    """As whom a survivor asked. 1 statement."""
    if line.purpose not in AFTER_DEATH_PURPOSES or line.person is None or line.patient is None:
        return line
    return replace(line, relations=people.relations(uuid.UUID(line.patient.id), uuid.UUID(line.person.id)))


def question_lines(rows: Iterable[JournalRequest]) -> tuple[QuestionLine, ...]:
    """6 statements at most, whatever the number of rows."""
    page = list(rows)
    answers = _answers(page)
    known = people.named(
        people=_filled(row.patient for row in page) | _filled(row.asker for row in page if row.asker_kind == "person"),
        professionals=_filled(one for row in page for one in (row.asker, row.on_behalf_of)),
        places=_filled(row.organisation for row in page),
    )
    systems = _systems(row.system for row in page)
    return tuple(_question(row, answers[row.id], known, systems) for row in page)


def undelivered(wanted: WantedNotices, *, at: datetime) -> QuerySet[Notice]:
    """The newest first. Turned into lines by `notice_lines`."""
    rows = notices.not_delivered(at=at).filter(wanted.within("created_at"))
    if wanted.patient:
        rows = rows.filter(patient__in=people.people_called(wanted.patient))
    if wanted.professional:
        rows = rows.filter(professional__in=people.professionals_called(wanted.professional))
    if wanted.place:
        places = people.places_called(wanted.place)
        rows = rows.filter(Q(organisation__in=places) | Q(system__organisations__organisation__in=places)).distinct()
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    return rows.order_by("-created_at", "-id")


def notice_lines(rows: Iterable[Notice]) -> tuple[NoticeLine, ...]:
    """5 statements at most, whatever the number of rows."""
    page = notices.cards(rows)
    of = {kind: {each.recipient for each in page if each.recipient_kind == kind} for kind in _RECIPIENTS}
    known = people.named(
        people={each.patient for each in page} | of["person"],
        professionals=of["professional"],
        places=of["organisation"],
    )
    names = {
        "system": _systems(of["system"]),
        "organisation": known.places,
        "professional": {key: each.name for key, each in known.professionals.items()},
        "person": {key: each.name for key, each in known.people.items()},
    }
    return tuple(_notice(each, known, names[each.recipient_kind].get(each.recipient, "")) for each in page)


_RECIPIENTS = ("system", "organisation", "professional", "person")


def _said(wanted: WantedQuestions) -> Q:
    """Some answer of the request is such."""
    kept, lines = Q(), JournalLine.objects.filter(request=OuterRef("pk"))
    if wanted.rule:
        kept &= Q(Exists(lines.filter(rule=wanted.rule)))
    if wanted.refused:
        kept &= Q(Exists(lines.filter(permit=False)))
    if wanted.attempt:
        kept &= Q(Exists(lines.filter(_ATTEMPT)))
    return kept


@dataclass(frozen=True, slots=True)
class _Answers:
    permits: int
    denies: int
    rules: tuple[str, ...]
    attempt: bool


def _answers(page: list[JournalRequest]) -> dict[uuid.UUID, _Answers]:
    """How each request was answered, counted by the database: a request may have hundreds of lines."""
    counted = JournalLine.objects.filter(request__in=page).values("request_id", "rule", "permit")
    rows = list(counted.annotate(number=Count("id"), attempts=Count("id", filter=_ATTEMPT)))
    found = {}
    for request in page:
        mine = [row for row in rows if row["request_id"] == request.id]
        found[request.id] = _Answers(
            permits=sum(row["number"] for row in mine if row["permit"]),
            denies=sum(row["number"] for row in mine if not row["permit"]),
            rules=tuple(sorted({row["rule"] for row in mine})),
            attempt=any(row["attempts"] for row in mine),
        )
    return found


def _filled(references: Iterable[uuid.UUID | None]) -> set[uuid.UUID]:
    return {reference for reference in references if reference}


def _systems(references: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    return dict(CallingSystem.objects.filter(pk__in=_filled(references)).values_list("pk", "name"))


def _question(row: JournalRequest, answers: _Answers, known: Named, systems: dict[uuid.UUID, str]) -> QuestionLine:
    return QuestionLine(
        id=str(row.id),
        asked_at=row.asked_at,
        asker_kind=row.asker_kind,
        asker_named=row.asker_named,
        professional=known.professionals.get(row.asker) if row.asker else None,
        person=known.people.get(row.asker) if row.asker else None,
        on_behalf_of=known.professionals.get(row.on_behalf_of) if row.on_behalf_of else None,
        place=known.places.get(row.organisation, "") if row.organisation else "",
        system=systems.get(row.system, "") if row.system else "",
        patient=known.people.get(row.patient) if row.patient else None,
        patient_named=row.patient_named,
        purpose=row.purpose,
        permits=answers.permits,
        denies=answers.denies,
        rules=answers.rules,
        attempt=answers.attempt,
    )


def _notice(card: notices.NoticeCard, known: Named, recipient: str) -> NoticeLine:
    return NoticeLine(
        id=str(card.id),
        kind=card.kind,
        patient=known.people.get(card.patient),
        recipient_kind=card.recipient_kind,
        recipient=recipient,
        state=card.state,
        created_at=card.created_at,
        due_at=card.due_at,
        attempts=card.attempts,
        said=card.said,
    )
