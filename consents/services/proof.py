"""Proof that the ledger has not been touched (decision.md §8)."""

from collections.abc import Iterator
from uuid import UUID

from consents import ledger
from consents.models import LedgerEntry


def faults(patient_id: UUID | None = None) -> Iterator[ledger.Fault]:
    """The first broken entry of each chain; nothing when every chain holds."""
    return ledger.verify(patient_id)


def size(patient_id: UUID | None = None) -> int:
    entries = LedgerEntry.objects.all()
    return (entries.filter(patient_id=patient_id) if patient_id else entries).count()
