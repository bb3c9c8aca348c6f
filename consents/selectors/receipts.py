"""What the ledger holds of one declaration, as a receipt gives it to the patient (R89, decision.md §8)."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consents.actor import Shown
from consents.models import LedgerEntry, Person

Later = tuple[int, datetime, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class LedgerCard:
    """One entry, with its place in the chain. Hashes are SHA-256, in hexadecimal digits.

    `voice` is whose word it is, `title` in which quality he spoke; both empty where the entry has none.
    `ended_at`, `ended_by`: when a later declaration ended it, and that one's revision.
    """

    patient: str
    patient_name: str
    revision: int
    kind: str
    actor_kind: str
    actor: str
    collected_by: str
    door: str
    voice: str
    title: str
    declared_at: datetime
    recorded_at: datetime
    hash: str
    previous_hash: str
    ended_at: datetime | None
    ended_by: int | None
    shown: Shown | None = None


def receipt(patient_id: uuid.UUID, revision: int) -> LedgerCard | None:
    """One entry of this patient; None when he has no such revision. Three queries at most."""
    row = LedgerEntry.objects.filter(patient_id=patient_id, revision=revision).first()
    if row is None:
        return None
    later = LedgerEntry.objects.filter(patient_id=patient_id, revision__gt=revision).order_by("revision")
    ended_at, ended_by = _ending(revision, later.values_list("revision", "declared_at", "content"))
    return LedgerCard(
        patient=str(patient_id),
        patient_name=str(Person.objects.get(pk=patient_id)),
        revision=row.revision,
        kind=row.kind,
        actor_kind=row.actor_kind,
        actor=row.actor_reference,
        collected_by=row.collected_by,
        door=row.door,
        voice=str(row.content.get("voice", "")),
        title=str(row.content.get("title", "")),
        declared_at=row.declared_at,
        recorded_at=row.recorded_at,
        hash=bytes(row.hash).hex(),
        previous_hash=bytes(row.previous_hash).hex(),
        ended_at=ended_at,
        ended_by=ended_by,
        shown=Shown.kept(row.content),
    )


def hash_at(patient_id: uuid.UUID, revision: int) -> str:
    """The hash that the ledger holds for that revision; empty when there is none."""
    found = LedgerEntry.objects.filter(patient_id=patient_id, revision=revision).values_list("hash", flat=True).first()
    return bytes(found).hex() if found is not None else ""


def _ending(revision: int, later: Iterable[Later]) -> tuple[datetime | None, int | None]:
    """The first later entry that says it ended this one; a word that replaces another does so when it begins."""
    for other, declared_at, content in later:
        if revision in _ended(content.get("ended", ())):
            begins_at = content.get("begins_at")
            return (datetime.fromisoformat(begins_at) if begins_at else declared_at), other
    return None, None


def _ended(words: Iterable[Any]) -> set[int]:
    """Preferences are named with their stance, what other declarations end by the bare revision."""
    return {word["revision"] if isinstance(word, dict) else word for word in words}
