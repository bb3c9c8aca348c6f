"""The patient's own recent choices, left out of the pages that list them, for as long as he wants it (A4, A15).

They hold all the same: pages that say who sees what are told as ever, and the ledger, its receipts and the reviewer
keep every line. Only what is declared from a moment on is left out, so that no gap shows among what stays.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from consents.selectors import declarations
from consents.selectors.declarations import DeclarationCard
from consents.selectors.readers import Reader


def since(request: HttpRequest) -> datetime | None:
    """From when on; None while nothing is left out."""
    found: datetime | None = getattr(request.user, "quiet_since", None)
    return found


def shown(declared: Iterable[DeclarationCard], quiet: datetime | None) -> tuple[DeclarationCard, ...]:
    """What someone else declared for him is never left out: he must be told of it (R93)."""
    return tuple(card for card in declared if quiet is None or not card.by_the_patient or card.declared_at < quiet)


def count(patient_id: UUID, quiet: datetime | None) -> int:
    if quiet is None:
        return declarations.count(patient_id)
    return len(shown(declarations.declarations(patient_id, reader=Reader.patient(patient_id)), quiet))
