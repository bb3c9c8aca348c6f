"""The moments of the engine's tests, in Paris."""

from datetime import datetime

from consents.calendar import PARIS
from sharing.engine.facts import Period
from sharing.engine.question import EmergencyStatement

UNCONSCIOUS = EmergencyStatement(True, True, "found unconscious at home")


def moment(text: str) -> datetime:
    """'2026-03-01' or '2026-03-01 09:00', in Paris."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


NOW = moment("2026-03-01 09:00")


def period(begins: str | None = None, ends: str | None = None) -> Period:
    return Period(moment(begins) if begins else None, moment(ends) if ends else None)
