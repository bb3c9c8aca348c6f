"""Writing down a declaration that is no sharing preference, and ending what it put in place."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from consents import ledger
from consents.services.turns import Turn
from consents.vocabulary import DeclarationKind


@dataclass(frozen=True, slots=True)
class Entered:
    """The ledger's entry of a declaration."""

    patient: str
    revision: int
    entry_id: int
    kind: DeclarationKind


def enter(turn: Turn, kind: DeclarationKind, content: dict[str, Any]) -> Entered:
    said = {"voice": str(turn.voice), "title": turn.title} | content
    entry = ledger.append(turn.patient.pk, kind=kind, content=said, by=turn.by, at=turn.at)
    return Entered(str(turn.patient.pk), entry.revision, entry.pk, kind)


def spoken(turn: Turn, entered: Entered) -> dict[str, Any]:
    """The columns that every declared row carries."""
    return {
        "patient": turn.patient,
        "voice_id": turn.voice,
        "begins_at": turn.period.begins_at,
        "ends_at": turn.period.ends_at,
        "declared_at": turn.at,
        "revision": entered.revision,
    }


def standing(turn: Turn, model: Any, **named: Any) -> QuerySet[Any]:
    """Rows of this patient that have a moment left, now or to come."""
    left = Q(ends_at__isnull=True) | Q(ends_at__gt=turn.at)
    rows: QuerySet[Any] = model.objects.filter(left, patient=turn.patient, **named).order_by("begins_at")
    return rows


def end(rows: Iterable[Any], turn: Turn) -> list[int]:
    """What has begun ends now, what is still to come never begins; the revisions that were ended."""
    ended = []
    for row in rows:
        row.ends_at = max(row.begins_at, turn.at)
        row.save(update_fields=["ends_at"])
        ended.append(row.revision)
    return ended


def references(keys: Iterable[UUID]) -> list[str]:
    return sorted(str(key) for key in keys)
