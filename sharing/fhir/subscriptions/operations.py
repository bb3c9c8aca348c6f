"""The parameters of `$status` and `$events`, from an address or a Parameters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from consents.errors import InvalidFact
from sharing.fhir.reading.elements import Element
from sharing.fhir.subscriptions import names

Asked = Mapping[str, tuple[str, ...]]
#: 64 bits, as the guide's numbers; more is no number of ours.
_MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Events:
    """From one number to another, both included."""

    since: int
    until: int
    content: str


def given(resource: dict[str, Any]) -> list[tuple[str, str]]:
    """Each parameter with its value as text, whatever type it is written in. Raises `InvalidFact`."""
    found = []
    for parameter in Element.of(resource, "Parameters").children("parameter"):
        values = [value for name, value in parameter.value.items() if name.startswith("value")]
        if len(values) != 1 or isinstance(values[0], bool) or not isinstance(values[0], str | int):
            raise InvalidFact(parameter.at("value"), "wrong_type")
        found.append((parameter.text("name"), str(values[0])))
    return found


def events(asked: Asked, *, newest: int, usual: str) -> Events:
    """All of them when nothing is said. Raises `InvalidFact`."""
    content = (*asked.get("content", ()), usual)[0]
    if content not in names.CONTENTS:
        raise InvalidFact("content", "not_supported")
    since = _number("eventsSinceNumber", asked, 1)
    until = _number("eventsUntilNumber", asked, newest)
    return Events(since, min(until, newest), content)


def _number(name: str, asked: Asked, usual: int) -> int:
    said = asked.get(name) or (str(usual),)
    if len(said) != 1 or not (said[0].isascii() and said[0].isdigit()) or len(said[0]) > _MOST_DIGITS:
        raise InvalidFact(name, "bad_value")
    return int(said[0])
