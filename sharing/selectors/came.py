"""Whether a professional ever asked about a patient: the patient may then know why he was answered as he was (R91)."""

import uuid

from sharing.asked import AskerKind
from sharing.models import JournalRequest


def has_asked(patient_id: uuid.UUID, professional_id: uuid.UUID) -> bool:
    """In his own name; one query."""
    asked = JournalRequest.objects.filter(
        patient=patient_id, asker=professional_id, asker_kind=AskerKind.PROFESSIONAL.value
    )
    return asked.exists()
