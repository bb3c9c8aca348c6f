"""What one calling system asked and was answered, and what it said was opened (R91): its own lines, as it named them.

Nothing here looks at what a name was found to be: a line about a hidden document, an unknown one and another
patient's are read alike, with the outward code that was answered (decision.md §6). Obligations are left out: those of
R30 would say that a document is hidden from others.
"""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Q

from consents.selectors import named
from consents.words import Identifier
from sharing.models import DocumentOpening, JournalLine


class Kind(StrEnum):
    ANSWERED = "answered"
    OPENED = "opened"


@dataclass(frozen=True, slots=True)
class Named:
    """One way of naming: under a system, or under any when `system` is None."""

    system: str | None
    value: str

    def within(self, field: str) -> Q:
        """Of a column that keeps `system|value`."""
        if self.system is None:
            return Q(**{f"{field}__endswith": f"|{self.value}"})
        return Q(**{field: f"{self.system}|{self.value}"})


@dataclass(frozen=True, slots=True)
class Window:
    """Recorded from `since` on, and before `until`."""

    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Everything that is said must hold; within one set, one is enough. None: nothing said about it.

    `who`, `places`: our own identifiers beside the names, because openings keep who was found.
    """

    ids: Collection[uuid.UUID] | None = None
    kinds: Collection[Kind] = tuple(Kind)
    permit: bool | None = None
    patients: Collection[Named] | None = None
    about: Collection[Named] | None = None
    who: Collection[Named] | None = None
    professionals: Collection[uuid.UUID] = ()
    places: Collection[uuid.UUID] = ()
    windows: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True)
class EventCard:
    """`patient`, `document`, `who` are written `system|value`; `document` may be our identifier alone, or empty."""

    id: uuid.UUID
    kind: Kind
    recorded_at: datetime
    happened_at: datetime
    patient: str
    document: str
    who: str
    place: Identifier | None
    purpose: str = ""
    permit: bool = True
    code: str = ""

    @property
    def key(self) -> tuple[datetime, uuid.UUID]:
        return self.recorded_at, self.id


def events(
    system: uuid.UUID, wanted: Wanted, *, before: tuple[datetime, uuid.UUID] | None, most: int
) -> tuple[EventCard, ...]:
    """The newest first, those after `before` in that order. Six statements at most, however many there are."""
    answered = _rows(JournalLine, "request__recorded_at", "decision_id", _lines(system, wanted), wanted, before, most)
    opened = _rows(DocumentOpening, "recorded_at", "id", _openings(system, wanted), wanted, before, most)
    lines = list(answered.select_related("request")) if Kind.ANSWERED in wanted.kinds else []
    openings = list(opened) if Kind.OPENED in wanted.kinds else []
    places = named.organisations(
        {each.request.organisation for each in lines} | {each.organisation for each in openings}
    )
    people = named.professionals({each.professional for each in openings})
    cards = [_answered(each, places) for each in lines] + [_opened(each, places, people) for each in openings]
    return tuple(sorted(cards, key=lambda card: card.key, reverse=True)[:most])


def _rows(
    model: Any, moment: str, key: str, mine: Q, wanted: Wanted, before: tuple[datetime, uuid.UUID] | None, most: int
) -> Any:
    rows = model.objects.filter(mine, *(_during(moment, window) for window in wanted.windows))
    if wanted.ids is not None:
        rows = rows.filter(**{f"{key}__in": wanted.ids})
    if before is not None:
        at, last = before
        rows = rows.filter(Q(**{f"{moment}__lt": at}) | Q(**{moment: at, f"{key}__lt": last}))
    return rows.order_by(f"-{moment}", f"-{key}")[:most]


def _lines(system: uuid.UUID, wanted: Wanted) -> Q:
    mine = Q(request__system=system)
    if wanted.permit is not None:
        mine &= Q(permit=wanted.permit)
    if wanted.who is not None:
        mine &= _any(wanted.who, "request__asker_named") | Q(request__organisation__in=wanted.places)
    return mine & _named(wanted, "request__patient_named", "document_named")


def _openings(system: uuid.UUID, wanted: Wanted) -> Q:
    mine = Q(system=system)
    if wanted.permit is False:
        mine &= Q(pk__in=())
    if wanted.who is not None:
        mine &= Q(professional__in=wanted.professionals) | Q(organisation__in=wanted.places)
    return mine & _named(wanted, "patient_named", "document_named")


def _named(wanted: Wanted, patient: str, document: str) -> Q:
    kept = Q() if wanted.patients is None else _any(wanted.patients, patient)
    if wanted.about is None:
        return kept
    return kept & (_any(wanted.about, patient) | _any(wanted.about, document) | _ours(wanted.about, document))


def _any(names: Iterable[Named], field: str) -> Q:
    found = Q(pk__in=())
    for name in names:
        found |= name.within(field)
    return found


def _ours(names: Iterable[Named], field: str) -> Q:
    """Our own identifier of a document is kept without any system."""
    return Q(**{f"{field}__in": [name.value.removeprefix("urn:uuid:") for name in names]})


def _during(moment: str, window: Window) -> Q:
    kept = Q(**{f"{moment}__gte": window.since}) if window.since else Q()
    return kept & Q(**{f"{moment}__lt": window.until}) if window.until else kept


def _answered(line: JournalLine, places: dict[uuid.UUID, Identifier]) -> EventCard:
    request = line.request
    return EventCard(
        id=line.decision_id,
        kind=Kind.ANSWERED,
        recorded_at=request.recorded_at,
        happened_at=request.asked_at,
        patient=request.patient_named,
        document=line.document_named,
        who=request.asker_named,
        place=places.get(request.organisation) if request.organisation else None,
        purpose=request.purpose,
        permit=line.permit,
        code=line.code,
    )


def _opened(
    row: DocumentOpening, places: dict[uuid.UUID, Identifier], people: dict[uuid.UUID, Identifier]
) -> EventCard:
    return EventCard(
        id=row.id,
        kind=Kind.OPENED,
        recorded_at=row.recorded_at,
        happened_at=row.opened_at,
        patient=row.patient_named,
        document=row.document_named,
        who=str(people[row.professional])
        if row.professional in people
        else f"urn:ietf:rfc:3986|urn:uuid:{row.professional}",
        place=places.get(row.organisation),
    )
