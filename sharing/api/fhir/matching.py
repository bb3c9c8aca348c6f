"""Whether a resource answers a search parameter: tokens, references, dates (R4, search.html)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from consents.errors import InvalidFact
from sharing.fhir.reading import moments
from sharing.fhir.reading.identifiers import normal_pair
from sharing.fhir.reading.moments import Moment

_PREFIXES = ("eq", "ne", "lt", "gt", "le", "ge", "sa", "eb", "ap")


class BadValue(ValueError):
    """Not a value that the parameter may have."""


def token(wanted: str, found: Iterable[tuple[str, str]]) -> bool:
    """`code`, `system|code`, `|code` (without a system), `system|` (any code of it)."""
    system, bar, code = wanted.rpartition("|")
    return any(
        (not bar or system == said_system) and (not code or code == said) and bool(bar or code)
        for said_system, said in found
    )


def identifier(wanted: str, found: Iterable[tuple[str, str]]) -> bool:
    """As a token; a national number and the directory number within it are one."""
    system, bar, value = wanted.rpartition("|")
    if bar and system and value:
        system, value = normal_pair(system, value)
        return (system, value) in {normal_pair(*each) for each in found}
    return token(wanted, found)


def reference(wanted: str, found: Iterable[str]) -> bool:
    """`Type/id`, `id`, or a whole address."""
    return any(
        said and (said == wanted or said.endswith(f"/{wanted}") or wanted.endswith(f"/{said}")) for said in found
    )


#: From a moment (None: since always) to another, excluded (None: for ever).
Span = tuple[datetime | None, datetime | None]


def date(wanted: str, said: Span | None) -> bool:
    """A stretch of time against one, by the prefix (R4, search.html#date). Nothing said answers nothing."""
    prefix, text = (wanted[:2], wanted[2:]) if wanted[:2] in _PREFIXES else ("eq", wanted)
    try:
        asked = moments.parse(text, "date")
    except InvalidFact:
        raise BadValue(wanted) from None
    return said is not None and _compared(prefix, asked, *said)


def _compared(prefix: str, asked: Moment, first: datetime | None, after: datetime | None) -> bool:
    """`first` None: since always; `after` None: for ever."""
    later = after is None or after > asked.after
    earlier = first is None or first < asked.first
    if prefix in ("gt", "lt"):
        return later if prefix == "gt" else earlier
    if prefix == "sa":
        return first is not None and first >= asked.after
    if prefix == "eb":
        return after is not None and after <= asked.first
    within = not earlier and not later
    if prefix in ("ge", "le"):
        return within or (later if prefix == "ge" else earlier)
    if prefix == "ap":
        return not (first is not None and first > asked.after) and not (after is not None and after < asked.first)
    return within if prefix == "eq" else not within


def codings(value: Any) -> list[tuple[str, str]]:
    """Of a Coding, a CodeableConcept, or a list of either."""
    several = value if isinstance(value, list) else [value] if value else []
    flat = [coding for each in several for coding in each.get("coding", [each])]
    return [(str(coding.get("system", "")), str(coding.get("code", ""))) for coding in flat]


def identifiers(value: Any) -> list[tuple[str, str]]:
    """Of an Identifier, or a list of them."""
    several = value if isinstance(value, list) else [value] if value else []
    return [(str(each.get("system", "")), str(each.get("value", ""))) for each in several]


def references(value: Any) -> list[dict[str, Any]]:
    several = value if isinstance(value, list) else [value] if value else []
    return [each for each in several if isinstance(each, dict)]
