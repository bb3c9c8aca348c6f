"""What a calling system and we call a patient between us: opaque, its own, and the same for someone unknown.

It is made of the identifier by which the patient was named, never of whether he is known here: an answer may carry
it without saying anything. Another system's reference for the same patient has nothing in common with it.
"""

import uuid

from consents.selectors import audience
from sharing import sealing
from sharing.selectors import notices


def patient_reference(system: uuid.UUID, named: str) -> str:
    """For a patient as he was named, `system|value`, known to us or not."""
    return sealing.patient_reference(system, sealing.nobody(named))


def reference_in_notices(system: uuid.UUID, patient: uuid.UUID) -> str:
    """The one this system was given when it last asked; else that of his national identity, or of another name.

    Someone without any identifier keeps a reference all the same: nobody can have asked about him.
    """
    last = notices.last_named(patient, by=system)
    names = [last] if last else audience.named_as(patient)
    return patient_reference(system, names[0] if names else str(patient))
