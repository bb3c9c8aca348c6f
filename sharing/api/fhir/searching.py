"""Values of search parameters: dates with their prefixes, tokens (R4, search.html)."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from consents.errors import InvalidFact
from sharing.api.fhir.errors import Unmet
from sharing.api.fhir.parameters import Parameters
from sharing.fhir.reading import moments
from sharing.fhir.reading.identifiers import normal_pair

#: From the first moment (included) to the last (excluded); None: without an end.
Span = tuple[datetime | None, datetime | None]
_PREFIXED = re.compile(r"(?P<prefix>[a-z]{2})?(?P<moment>[0-9].*)", re.ASCII)
#: Which edge of what was written begins the span, and which ends it.
_EDGES: Mapping[str, tuple[int | None, int | None]] = {
    "": (0, 1), "eq": (0, 1), "ge": (0, None), "gt": (1, None), "sa": (1, None),
    "le": (None, 1), "lt": (None, 0), "eb": (None, 0),
}  # fmt: skip


def spans(asked: Parameters, *names: str) -> tuple[Span, ...]:
    """Every one of them must hold. `Unmet` for a date that is none, an alternative, `ne` or `ap`."""
    return tuple(
        _span(value, f"http.{name}")
        for name in names
        for values in asked.alternatives(name)
        for value in _one(values, name)
    )


def _one(values: tuple[str, ...], name: str) -> tuple[str, ...]:
    if len(values) > 1:
        raise Unmet(400, "bad_value", f"http.{name}")
    return values


def _span(value: str, path: str) -> Span:
    # A `+` of an offset that was not escaped came as a blank.
    found = _PREFIXED.fullmatch(value.strip().replace(" ", "+"))
    if found is None or (found["prefix"] or "") not in _EDGES:
        raise Unmet(400, "bad_value", path)
    try:
        moment = moments.parse(found["moment"], path)
    except InvalidFact:
        raise Unmet(400, "bad_value", path) from None
    after = moment.after if moment.after > moment.first else moment.first + _grain(found["moment"])
    written = (moment.first.astimezone(UTC), after.astimezone(UTC))
    begins, ends = _EDGES[found["prefix"] or ""]
    return None if begins is None else written[begins], None if ends is None else written[ends]


def _grain(text: str) -> timedelta:
    """How much time an instant covers: the precision it was written with."""
    digits = re.search(r"\.(\d{1,6})", text)
    if digits:
        return timedelta(microseconds=10 ** (6 - len(digits[1])))
    return timedelta(seconds=1) if re.search(r"T\d\d:\d\d:\d\d", text) else timedelta(minutes=1)


def tokens(values: tuple[str, ...]) -> list[tuple[str | None, str]]:
    """`system|value`, or `value` under any system (None). A national number is that of the directory in it."""
    return [_token(value) for value in values]


def _token(value: str) -> tuple[str | None, str]:
    system, told, code = value.rpartition("|")
    return normal_pair(system, code) if told else (None, code)
