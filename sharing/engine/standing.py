"""Which care entries are in force (decision.md §4.10.5): a stay counts for the establishment's
grace after its end, none unless the establishment set one.
"""

from collections.abc import Iterable
from datetime import datetime

from consents.vocabulary import CareBasis
from sharing.engine.facts import CareEntry
from sharing.engine.places import Organisations

_STAYS = frozenset({CareBasis.ESTABLISHMENT, CareBasis.COORDINATED})


def in_force(entries: Iterable[CareEntry], at: datetime, organisations: Organisations) -> tuple[CareEntry, ...]:
    return tuple(entry for entry in entries if _is_in_force(entry, at, organisations))


def _is_in_force(entry: CareEntry, at: datetime, organisations: Organisations) -> bool:
    ends = end(entry, organisations)
    return entry.period.has_begun(at) and (ends is None or at < ends)


def end(entry: CareEntry, organisations: Organisations) -> datetime | None:
    """The moment the entry stops counting, grace included."""
    establishment = organisations.get(entry.organisation or "")
    if entry.period.ends is None or establishment is None or entry.basis not in _STAYS:
        return entry.period.ends
    return entry.period.ends + establishment.grace
