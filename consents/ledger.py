"""The only writer of the ledger: append, chain, verify (decision.md §8, R89).

Each entry carries SHA-256(previous hash ‖ canonical entry). The canonical entry is JSON in UTF-8 with
sorted keys and no spaces; moments are ISO 8601 in UTC with microseconds. A random salt of 16 bytes keeps
a hash from being guessed out of its content.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from consents.actor import Actor
from consents.models import LedgerEntry, LedgerHead
from consents.vocabulary import DeclarationKind

#: Declarations that move the revision a page shows (decision.md §1.6).
PREFERENCES = frozenset({DeclarationKind.GRANT, DeclarationKind.OPPOSE, DeclarationKind.WITHDRAW})
#: What was heard and waits for the patient moves it too: a system would else tell, by what did not move, that it waits.
_MOVING = PREFERENCES | {DeclarationKind.HEARD}
BEFORE_THE_FIRST = bytes(32)


@dataclass(frozen=True, slots=True)
class Fault:
    """The first entry of a patient's chain that does not hold, and why."""

    patient: UUID
    revision: int
    entry: int | None
    because: str


def hold(patient_id: UUID) -> LedgerHead:
    """Lock the patient's chain until the transaction ends, so that his declarations take turns."""
    LedgerHead.objects.bulk_create([LedgerHead(patient_id=patient_id)], ignore_conflicts=True)
    return LedgerHead.objects.select_for_update().get(patient_id=patient_id)


@transaction.atomic
def append(patient_id: UUID, *, kind: DeclarationKind, content: dict[str, Any], by: Actor, at: datetime) -> LedgerEntry:
    """Write one declaration as the next revision of this patient; `recorded_at` is the database's clock."""
    head = hold(patient_id)
    entry = LedgerEntry(
        patient_id=patient_id,
        revision=head.revision + 1,
        kind=kind.value,
        actor_kind=by.kind.value,
        actor_reference=by.reference,
        collected_by=by.collected_by or "",
        door=by.door.value,
        declared_at=at,
        recorded_at=_clock(),
        content=content | ({"shown": by.shown.content} if by.shown else {}),
        salt=secrets.token_bytes(16),
        previous_hash=bytes(head.hash),
    )
    entry.hash = digest(entry)
    entry.save(force_insert=True)
    _move(head, entry)
    return entry


def _move(head: LedgerHead, entry: LedgerEntry) -> None:
    head.revision = entry.revision
    head.hash = entry.hash
    head.preference_revision += entry.kind in _MOVING
    head.save(update_fields=["revision", "hash", "preference_revision"])


def _clock() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    return moment(now)


def moment(value: datetime) -> datetime:
    return value.astimezone(UTC)


def written(value: datetime | None) -> str | None:
    """A moment as the ledger writes it: ISO 8601, UTC, microseconds."""
    return None if value is None else moment(value).isoformat(timespec="microseconds")


def canonical(entry: LedgerEntry) -> bytes:
    """The one way to write an entry down, so that its hash can be computed again."""
    said = {
        "patient": str(entry.patient_id),
        "revision": entry.revision,
        "kind": entry.kind,
        "actor": {
            "kind": entry.actor_kind,
            "reference": entry.actor_reference,
            "collected_by": entry.collected_by,
        },
        "door": entry.door,
        "declared_at": written(entry.declared_at),
        "recorded_at": written(entry.recorded_at),
        "salt": bytes(entry.salt).hex(),
        "content": entry.content,
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(entry: LedgerEntry) -> bytes:
    return hashlib.sha256(bytes(entry.previous_hash) + canonical(entry)).digest()


def verify(patient_id: UUID | None = None) -> Iterator[Fault]:
    """Walk every chain (or one) and give the first fault of each; nothing when all hold."""
    heads = {head.patient_id: head for head in _of(LedgerHead, patient_id)}
    walked = set()
    for patient, entries in _chains(patient_id):
        walked.add(patient)
        if fault := _walk(patient, entries, heads.get(patient)):
            yield fault
    for patient, head in heads.items():
        if patient not in walked and head.revision:
            yield Fault(patient, head.revision, None, "entries_missing_at_the_end")


def _of(model: Any, patient_id: UUID | None) -> Any:
    return model.objects.filter(patient_id=patient_id) if patient_id else model.objects.all()


def _chains(patient_id: UUID | None) -> Iterator[tuple[UUID, list[LedgerEntry]]]:
    chain: list[LedgerEntry] = []
    for entry in _of(LedgerEntry, patient_id).order_by("patient_id", "revision", "id").iterator():
        if chain and chain[0].patient_id != entry.patient_id:
            yield chain[0].patient_id, chain
            chain = []
        chain.append(entry)
    if chain:
        yield chain[0].patient_id, chain


def _walk(patient: UUID, entries: list[LedgerEntry], head: LedgerHead | None) -> Fault | None:
    previous = BEFORE_THE_FIRST
    for expected, entry in enumerate(entries, start=1):
        if because := _wrong(entry, expected, previous):
            return Fault(patient, entry.revision, entry.pk, because)
        previous = bytes(entry.hash)
    if head is None or (head.revision, bytes(head.hash)) != (len(entries), previous):
        return Fault(patient, len(entries) + 1, None, "head_does_not_match_the_last_entry")
    if head.preference_revision != sum(entry.kind in _MOVING for entry in entries):
        return Fault(patient, len(entries), None, "head_does_not_count_the_preferences")
    return None


def _wrong(entry: LedgerEntry, expected: int, previous: bytes) -> str | None:
    if entry.revision != expected:
        return "revision_missing_before_it"
    if bytes(entry.previous_hash) != previous:
        return "not_chained_to_the_one_before"
    return None if bytes(entry.hash) == digest(entry) else "content_does_not_match_its_hash"
