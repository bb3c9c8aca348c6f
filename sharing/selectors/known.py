"""Who ever asked for a patient's record: whom he may name on his own pages besides those of his care."""

import uuid

from consents.selectors.portrait import identifiers
from sharing.models import JournalRequest


def has_asked(patient_id: uuid.UUID, professional: str) -> bool:
    """A question of this professional about this patient is in the journal; he is shown it, so he may answer it."""
    keys = identifiers([professional])
    return bool(keys) and JournalRequest.objects.filter(patient=patient_id, asker=keys[0]).exists()
