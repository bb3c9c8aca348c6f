"""What one access is to its patient: an emergency, a hidden document read, a new face, or one more time.

A minor is told like anyone of his own record; nobody else is told anything here (decision.md §9.13).
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from consents.calendar import paris_day
from consents.vocabulary import NoticeKind
from sharing.channels import people
from sharing.models import JournalLine, JournalRequest, Notice
from sharing.services import telling
from sharing.services.telling import Told

#: The number of the line, its request, the rule, what it named as a document (empty: the record as a whole).
Line = tuple[int, uuid.UUID, str, str]
_HIDDEN_RULE = "R30"
_EMERGENCY_RULES = frozenset({"R34", "R35"})
#: An emergency told once is not told again meanwhile, for the same reason given or for none.
_ONE_EMERGENCY = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Answered:
    """What one request was permitted; `first` is the number of its first line."""

    first: int
    rules: frozenset[str] = frozenset()
    document: bool = False

    def with_line(self, rule: str, *, document: bool) -> "Answered":
        return replace(self, rules=self.rules | {rule}, document=self.document or document)


@dataclass(frozen=True, slots=True)
class Known:
    """`met`: the day on which each was announced to whom. `each`: those who want to be told each time."""

    met: dict[tuple[uuid.UUID, uuid.UUID], date]
    each: frozenset[uuid.UUID]


def patient_of(request: JournalRequest) -> uuid.UUID:
    assert request.patient is not None
    return request.patient


def _asker_of(request: JournalRequest) -> uuid.UUID:
    assert request.asker is not None
    return request.asker


def known(requests: Iterable[JournalRequest]) -> Known:
    """Two statements, whatever the number of requests."""
    patients = {patient_of(request) for request in requests}
    askers = {_asker_of(request) for request in requests}
    told = Notice.objects.filter(kind=NoticeKind.NEW_PROFESSIONAL.value, person__in=patients, about__in=askers)
    rows = told.values_list("person", "about", "happened_at")
    met = {(person, about): paris_day(moment) for person, about, moment in rows if person and about}
    latest = max((request.asked_at for request in requests), default=None)
    wanted = people.book().leaves_at(patients, NoticeKind.ACCESS, at=latest) if latest else {}
    return Known(met, frozenset(wanted))


def tell(
    requests: Sequence[JournalRequest], answered: Mapping[uuid.UUID, Answered], known: Known, *, at: datetime
) -> int:
    """One patient's requests, in the order asked: what one is depends on what was told of those before."""
    new = 0
    for request in requests:
        if said := _of(request, answered[request.pk], known):
            new += telling.tell(said, at=at)
    return new


def _of(request: JournalRequest, answered: Answered, known: Known) -> list[Told]:
    if answered.rules & _EMERGENCY_RULES:
        return [] if _same_emergency(request) else [_told(request, NoticeKind.EMERGENCY_ACCESS, request.pk)]
    said = []
    if _HIDDEN_RULE in answered.rules:
        said.append(_told(request, NoticeKind.HIDDEN_READ, _once_a_day(request)))
    if answered.document:
        said += _face(request, answered, known)
    return said


def _face(request: JournalRequest, answered: Answered, known: Known) -> list[Told]:
    """Someone new to him; from the next day on, for one who wants it, one more access, once a day and a professional."""
    pair, day = (patient_of(request), _asker_of(request)), paris_day(request.asked_at)
    if pair not in known.met and not _came_before(request, answered):
        known.met[pair] = day
        return [_told(request, NoticeKind.NEW_PROFESSIONAL, pair[1])]
    if pair[0] not in known.each or known.met.get(pair) == day:
        return []
    return [_told(request, NoticeKind.ACCESS, _once_a_day(request))]


def _came_before(request: JournalRequest, answered: Answered) -> bool:
    """Whether he had been shown a document before, in an emergency for instance."""
    earlier = JournalLine.objects.filter(patient=request.patient, permit=True, pk__lt=answered.first)
    return earlier.filter(request__asker=request.asker).exclude(document_named="").exists()


def _same_emergency(request: JournalRequest) -> bool:
    """What was stated holds for a time and is asked document by document: the patient is told of it once."""
    lately = Notice.objects.filter(
        person=request.patient,
        kind=NoticeKind.EMERGENCY_ACCESS.value,
        happened_at__gt=request.asked_at - _ONE_EMERGENCY,
        happened_at__lte=request.asked_at,
    ).exclude(access=request.pk)
    same = JournalRequest.objects.filter(pk__in=lately.values("access"), asker=request.asker)
    if request.stated_reason:
        same = same.filter(stated_reason=request.stated_reason)
    return same.exists()


def _once_a_day(request: JournalRequest) -> uuid.UUID:
    return uuid.uuid5(_asker_of(request), paris_day(request.asked_at).isoformat())


def _told(request: JournalRequest, kind: NoticeKind, about: uuid.UUID) -> Told:
    return Told(patient_of(request), kind, request.asked_at, about, request.pk)
