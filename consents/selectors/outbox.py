"""The ledger as an outbox: the entries that a reader has no receipt for (decision.md §7)."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from consents.models import LedgerEntry, SharingPreference
from consents.vocabulary import ActorKind, DeclarationKind


@dataclass(frozen=True, slots=True)
class EntryCard:
    """One declaration as it was written; `content` is that of its service."""

    id: int
    patient: uuid.UUID
    revision: int
    kind: DeclarationKind
    actor_kind: ActorKind
    actor_reference: str
    collected_by: str
    declared_at: datetime
    recorded_at: datetime
    content: Mapping[str, Any]


def entries_without(receipts: QuerySet[Any], *, after: int = 0, limit: int) -> list[EntryCard]:
    """The oldest entries that no row of `receipts` names in its `entry`; each patient's in their order.

    `after`: an entry up to which all are known to have one.
    """
    missing = ~Exists(receipts.filter(entry=OuterRef("pk")))
    return _cards(LedgerEntry.objects.filter(missing, pk__gt=after).order_by("pk")[:limit])


def entries(ids: Iterable[int]) -> list[EntryCard]:
    """Those entries, in the order they were written."""
    return _cards(LedgerEntry.objects.filter(pk__in=list(ids)).order_by("pk"))


@dataclass(frozen=True, slots=True)
class Spoken:
    """`revisions`: the revision that declared each preference, by its identifier.

    `ended_later`: the words that declarations after a revision put an end to, with the end they had been given.
    """

    revisions: Mapping[str, int]
    ended_later: Mapping[int, datetime | None]


def as_spoken(patient_id: uuid.UUID, *, revision: int) -> Spoken:
    """What is needed to see the patient's preferences as they were just after that revision."""
    declared = dict(SharingPreference.objects.filter(patient_id=patient_id).values_list("pk", "revision"))
    contents = dict(LedgerEntry.objects.filter(patient_id=patient_id).values_list("revision", "content"))
    ended = {
        word["revision"]
        for later, content in contents.items()
        if later > revision
        for word in content.get("ended", ())
        if isinstance(word, Mapping)  # a word of a preference; what other declarations end is a bare revision
    }
    ends = {word: _moment(contents[word].get("ends_at")) for word in ended if word in contents}
    return Spoken({str(key): value for key, value in declared.items()}, ends)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _cards(rows: Iterable[LedgerEntry]) -> list[EntryCard]:
    return [
        EntryCard(
            id=row.pk,
            patient=row.patient_id,
            revision=row.revision,
            kind=DeclarationKind(row.kind),
            actor_kind=ActorKind(row.actor_kind),
            actor_reference=row.actor_reference,
            collected_by=row.collected_by,
            declared_at=row.declared_at,
            recorded_at=row.recorded_at,
            content=row.content,
        )
        for row in rows
    ]
