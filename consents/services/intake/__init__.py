"""Facts fed from outside: who people are, who cares for whom, which documents exist (references only).

Every function is idempotent: the same fact twice is one row. A fact that cannot be kept raises InvalidFact
with the element at fault. `Recorded.doubts` holds what looks wrong and was kept all the same.
"""

from consents.services.intake.care import end_care, record_care
from consents.services.intake.documents import announce_document, record_document
from consents.services.intake.family import (
    record_authority,
    record_protection,
    record_survivor,
    withdraw_authority,
)
from consents.services.intake.organisations import record_organisation, record_practice, switch_regime
from consents.services.intake.people import record_death, record_person, withdraw_death
from consents.services.intake.professionals import record_professional
from consents.services.intake.roles import complete_professional
from consents.services.intake.rows import Recorded

__all__ = [
    "Recorded",
    "announce_document",
    "complete_professional",
    "end_care",
    "record_authority",
    "record_care",
    "record_death",
    "record_document",
    "record_organisation",
    "record_person",
    "record_practice",
    "record_professional",
    "record_protection",
    "record_survivor",
    "switch_regime",
    "withdraw_authority",
    "withdraw_death",
]
