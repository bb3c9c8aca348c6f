"""What hospitals' software tells of its own: care, documents, deaths, consents heard, documents opened, its people.

Every act is one transaction, spoken by a calling system for its own organisations and no other. What it may not
speak of and what does not exist are refused alike.
"""

from sharing.services.intake.faults import Conflict, NotYours
from sharing.services.intake.performing import perform
from sharing.services.intake.words import Act, Done

__all__ = ["Act", "Conflict", "Done", "NotYours", "perform"]
