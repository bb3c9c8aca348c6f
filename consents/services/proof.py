"""Proof that the ledger has not been touched (decision.md §8)."""

from collections.abc import Iterator
from uuid import UUID

from consents import agreement, ledger
from consents.models import LedgerEntry


def faults(patient_id: UUID | None = None) -> Iterator[ledger.Fault]:
    """The first broken entry of each chain; of a chain that holds, the first word that disagrees with it."""
    broken = set()
    for fault in ledger.verify(patient_id):
        broken.add(fault.patient)
        yield fault
    yield from (fault for fault in agreement.verify(patient_id) if fault.patient not in broken)


def size(patient_id: UUID | None = None) -> int:
    entries = LedgerEntry.objects.all()
    return (entries.filter(patient_id=patient_id) if patient_id else entries).count()
