"""Who has been told that a choice was made, and who has not yet: for the patient himself (decision.md §7)."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Min, QuerySet

from consents.selectors import portrait
from consents.vocabulary import NoticeKind
from sharing.models import Notice, OutboxReceipt
from sharing.selectors import callers

_KINDS = (NoticeKind.PREFERENCES_CHANGED.value, NoticeKind.ACCESS_OPENED.value, NoticeKind.TRUSTED_PERSON_ASKED.value)
_DELIVERED, _CANCELLED = Notice.State.DELIVERED.value, Notice.State.CANCELLED.value


class Reached(StrEnum):
    """`APPLIED`: a software said that it takes the choice into account. `ASKS`: a software that takes no notice, and asks each time; `NO_SOFTWARE`: a place that none is linked to."""

    APPLIED = "applied"
    TOLD = "told"
    LATER = "later"
    WAITING = "waiting"
    RETRIED = "retried"
    GIVEN_UP = "given_up"
    ASKS = "asks"
    NO_SOFTWARE = "no_software"
    NO_ADDRESS = "no_address"


@dataclass(frozen=True, slots=True)
class RecipientCard:
    """One to be told. `since`: when he was told, or since when he should be; `next_at`: the next attempt.

    `kind` is system, organisation, professional or person; `places` those that a software serves.
    """

    kind: str
    name: str
    places: tuple[str, ...]
    reached: Reached
    since: datetime
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Told:
    """`planned`: it is known who is to be told. Without it, that is still being worked out."""

    planned: bool
    recipients: tuple[RecipientCard, ...]

    @property
    def waits(self) -> int:
        return sum(one.reached in (Reached.WAITING, Reached.RETRIED, Reached.GIVEN_UP) for one in self.recipients)

    @property
    def reached(self) -> int:
        return sum(one.reached in (Reached.APPLIED, Reached.TOLD) for one in self.recipients)


def told_of(patient_id: uuid.UUID, entries: Collection[int], *, at: datetime) -> dict[int, Told]:
    """For each of these ledger entries of this patient. Eight statements, whatever their number."""
    planned = set(OutboxReceipt.objects.filter(entry__in=entries).values_list("entry_id", flat=True))
    rows = list(_rows(patient_id).filter(entry__in=entries).exclude(state=_CANCELLED).order_by("created_at", "id"))
    known, since = _names(patient_id, rows), _told_since(patient_id)
    found: dict[int, list[RecipientCard]] = {entry: [] for entry in entries}
    for row in rows:
        found[row.entry_id or 0].append(_card(row, known, since, at))
    return {entry: Told(entry in planned, tuple(cards)) for entry, cards in found.items()}


def _rows(patient_id: uuid.UUID) -> QuerySet[Notice]:
    return Notice.objects.filter(patient=patient_id, kind__in=_KINDS, entry__isnull=False)


def _told_since(patient_id: uuid.UUID) -> Mapping[tuple[uuid.UUID, int], datetime]:
    """When each software was told of each choice: told of a later one, it asks again about them all."""
    told = _rows(patient_id).filter(state=_DELIVERED, system__isnull=False)
    pairs = told.values_list("system", "entry").annotate(first=Min("delivered_at"))
    return {(system, entry): first for system, entry, first in pairs}


@dataclass(frozen=True, slots=True)
class _Known:
    systems: Mapping[uuid.UUID, tuple[str, tuple[str, ...]]]
    names: portrait.Names


def _names(patient_id: uuid.UUID, rows: Collection[Notice]) -> _Known:
    systems = callers.calling_systems({row.system_id for row in rows if row.system_id})
    places = {str(row.organisation) for row in rows if row.organisation}
    places |= {place for system in systems for place in system.organisations}
    names = portrait.names(
        patient_id,
        professional={str(row.professional) for row in rows if row.professional},
        person={str(row.person) for row in rows if row.person},
        place=places,
    )
    served = {
        uuid.UUID(system.id): (
            system.name,
            tuple(sorted(names.places[place].name for place in system.organisations if place in names.places)),
        )
        for system in systems
    }
    return _Known(served, names)


def _card(row: Notice, known: _Known, since: Mapping[tuple[uuid.UUID, int], datetime], at: datetime) -> RecipientCard:
    kind, name, places = _who(row, known)
    later = [
        moment for (system, entry), moment in since.items() if system == row.system_id and entry > (row.entry_id or 0)
    ]
    reached, moment = _reached(row, min(later, default=None), at)
    return RecipientCard(kind, name, places, reached, moment, row.due_at if reached is Reached.RETRIED else None)


def _reached(row: Notice, later: datetime | None, at: datetime) -> tuple[Reached, datetime]:
    if row.applied_at:
        return Reached.APPLIED, row.applied_at
    if row.delivered_at:
        return Reached.TOLD, row.delivered_at
    if later is not None:
        return Reached.TOLD, later
    if row.state == Notice.State.WITHOUT_ADDRESS.value:
        none = Reached.NO_SOFTWARE if row.organisation else Reached.ASKS if row.system_id else Reached.NO_ADDRESS
        return none, row.created_at
    if row.state == Notice.State.DEAD.value:
        return Reached.GIVEN_UP, row.created_at
    if not row.attempts and row.due_at > at:
        return Reached.LATER, row.due_at
    return (Reached.RETRIED if row.attempts else Reached.WAITING), row.created_at


def _who(row: Notice, known: _Known) -> tuple[str, str, tuple[str, ...]]:
    if row.system_id:
        name, places = known.systems.get(row.system_id, ("", ()))
        return "system", name, places
    if row.organisation:
        place = known.names.places.get(str(row.organisation))
        return "organisation", place.name if place else "", ()
    if row.professional:
        who = known.names.professionals.get(str(row.professional))
        return "professional", who.name if who else "", ()
    return "person", known.names.people.get(str(row.person), ""), ()
