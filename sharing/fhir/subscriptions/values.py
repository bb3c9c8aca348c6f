"""What a Subscription asks for, what is kept of it, and what has happened since: our values."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Seconds in `heartbeat` and `timeout`; None and 0: not asked for. `headers` as they are sent, `Name: value`."""

    on: bool
    reason: str
    endpoint: str
    content: str
    payload: str
    headers: tuple[str, ...] = ()
    heartbeat: int | None = None
    timeout: int | None = None
    most: int | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """`status` in FHIR's words; `count` is the number of the newest event; `error` what the last attempt met."""

    id: str
    version: int
    changed_at: datetime
    status: str
    error: str
    count: int
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Event:
    """`reference` names the patient, as this reader alone knows him: never an identity (decision.md §7)."""

    number: int
    at: datetime
    reference: str
