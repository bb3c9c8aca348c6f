"""An answer at least as fresh as a token (decision.md §1.7).

The token holds a revision of the patient; a database that does not know it yet, a replica that is behind, may not
answer. It is given a moment to catch up, then the question is refused: it is never answered from older words.
"""

import time
from collections.abc import Callable
from typing import TypeVar

from sharing import sealing
from sharing.asked import Asked
from sharing.gather import Known
from sharing.services.callers import Caller

#: How long is waited before each new attempt, in seconds: less than a second in all.
PAUSES = (0.05, 0.15, 0.3, 0.4)
T = TypeVar("T")


class Behind(Exception):
    """The database does not know yet what the token knows; the question may be asked again."""


class NotThisPatients(Exception):
    """The token is none that this system was given about the patient who is named."""


def wrong(asked: Asked, named: Known, caller: Caller) -> Behind | NotThisPatients | None:
    """Why this question may not be answered now; None when it may, or when it asks for no freshness.

    A token about someone unknown promises nothing: nothing had been declared, or nothing that this system may know.
    """
    if not asked.at_least:
        return None
    try:
        patient, revision = sealing.read_freshness_token(caller.id, asked.at_least)
    except sealing.Unreadable:
        return NotThisPatients()
    row = named.people.get(asked.patient)
    if row is not None and row["id"] == patient:
        return Behind() if (row["ledger_head__preference_revision"] or 0) < revision else None
    return None if patient == sealing.nobody(str(asked.patient)) else NotThisPatients()


def patiently(attempt: Callable[[], T]) -> T:
    """Attempts until it is not `Behind`, each in a transaction of its own; the last one may raise it."""
    for pause in PAUSES:
        try:
            return attempt()
        except Behind:
            time.sleep(pause)
    return attempt()
