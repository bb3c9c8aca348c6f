"""What a person was told on the site, with the names behind it: for that person alone (R93)."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from consents.selectors import outbox, portrait
from consents.selectors.outbox import EntryCard
from consents.selectors.portrait import Names
from consents.vocabulary import ActorKind, NoticeKind
from sharing.models import CollectedConsent, JournalRequest, Notice


@dataclass(frozen=True, slots=True)
class ToldCard:
    """`who` is the professional or the person by whom it came about, empty when nobody here is known by that name;
    `place` where he asked from; `revision` the declaration it is about, 0 for none; `own`: about his own record.
    """

    id: uuid.UUID
    kind: NoticeKind
    happened_at: datetime
    read: bool
    own: bool
    who: str
    place: str
    access: uuid.UUID | None
    about: uuid.UUID | None
    revision: int


def count(person: uuid.UUID, *, at: datetime) -> int:
    return _told(person, at).count()


def unread(person: uuid.UUID, *, at: datetime) -> int:
    return _told(person, at).filter(read_at=None).count()


def told(person: uuid.UUID, *, at: datetime, first: int, most: int) -> tuple[ToldCard, ...]:
    """The newest first, from the `first` on, in a fixed number of queries."""
    rows = list(_told(person, at).order_by("-happened_at", "-id")[first : first + most])
    came = JournalRequest.objects.in_bulk({row.access for row in rows if row.access})
    entries = {entry.id: entry for entry in outbox.entries(row.entry_id for row in rows if row.entry_id)}
    heard = _heard(rows)
    named = _named(came.values(), entries.values())
    names = portrait.names(person, **{**named, "professional": named["professional"] | set(heard.values())})
    return tuple(_card(row, came, entries, names, heard) for row in rows)


def _heard(rows: Iterable[Notice]) -> dict[uuid.UUID, str]:
    """Who heard each consent that waits for the patient (R90); it is no entry of the ledger yet."""
    waits = [row.about for row in rows if row.about and row.kind == NoticeKind.CONSENT_COLLECTED and not row.entry_id]
    found = CollectedConsent.objects.filter(pk__in=waits).values_list("pk", "collected_by") if waits else ()
    return {key: str(professional) for key, professional in found}


def _told(person: uuid.UUID, at: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(person=person, channel="site", happened_at__lte=at)


def _named(came: Iterable[JournalRequest], entries: Iterable[EntryCard]) -> dict[str, set[str]]:
    """Whom these name, to be looked up together."""
    found: dict[str, set[str]] = {"professional": set(), "person": set(), "place": set()}
    for request in came:
        found["professional"].add(str(request.asker))
        found["place"] |= {str(request.organisation)} if request.organisation else set()
    for entry in entries:
        shelf, reference = _by(entry)
        if shelf in found:
            found[shelf].add(reference)
    return found


def _by(entry: EntryCard) -> tuple[str, str]:
    """Who said it: the professional who collected it, or the one who acted."""
    if entry.collected_by:
        return ActorKind.PROFESSIONAL.value, entry.collected_by
    return entry.actor_kind.value, entry.actor_reference


def _card(
    row: Notice,
    came: Mapping[uuid.UUID, JournalRequest],
    entries: Mapping[int, EntryCard],
    names: Names,
    heard: Mapping[uuid.UUID, str],
) -> ToldCard:
    request = came.get(row.access) if row.access else None
    entry = entries.get(row.entry_id) if row.entry_id else None
    place = names.places.get(str(request.organisation)) if request else None
    return ToldCard(
        id=row.id,
        kind=NoticeKind(row.kind),
        happened_at=row.happened_at,
        read=row.read_at is not None,
        own=row.patient == row.person,
        who=_heard_by(row, heard, names) or _who(request, entry, names),
        place=place.name if place else "",
        access=row.access,
        about=row.about,
        revision=entry.revision if entry else 0,
    )


def _heard_by(row: Notice, heard: Mapping[uuid.UUID, str], names: Names) -> str:
    known = names.professionals.get(heard.get(row.about, "")) if row.about else None
    return known.name if known else ""


def _who(request: JournalRequest | None, entry: EntryCard | None, names: Names) -> str:
    kind, reference = ("professional", str(request.asker)) if request else _by(entry) if entry else ("", "")
    known = names.professionals.get(reference)
    if kind == ActorKind.PROFESSIONAL:
        return known.name if known else ""
    return names.people.get(reference, "")
