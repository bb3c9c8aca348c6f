"""What an AuditEvent is made of."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from consents.words import Identifier


@dataclass(frozen=True, slots=True)
class Event:
    """`system` is the caller's OAuth 2 client; `place`, one of its own organisations."""

    id: str
    recorded_at: datetime
    happened_at: datetime
    patient: Identifier
    document: Identifier | None
    who: Identifier
    place: Identifier | None
    system: str


@dataclass(frozen=True, slots=True)
class Answered:
    """`code`: the outward one (decision.md §6). `reference`: what this system's answers call the patient."""

    event: Event
    purpose: str
    permit: bool
    code: str
    reference: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A document that was really opened (R91)."""

    event: Event


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A disclosure that a caller tells us of."""

    patient: Identifier
    professional: Identifier
    organisation: Identifier
    document: Identifier | uuid.UUID
    opened_at: datetime
