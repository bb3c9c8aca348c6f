"""The doors of the API: a calling system is granted some, and asks for a token that opens some of these.

What is not granted is not opened, whatever the token asks for (RFC 6749 §3.3).
"""

from collections.abc import Iterable
from enum import StrEnum


class Scope(StrEnum):
    """`EMERGENCY` opens the emergency card; and without it, no emergency may be stated where decisions are asked for."""

    DECISIONS = "decisions"
    INTAKE = "intake"
    CHANGES = "changes"
    FHIR = "fhir"
    EMERGENCY = "emergency"


class UnknownScope(ValueError):
    """Not the word of a door."""


def scopes(words: Iterable[str]) -> tuple[Scope, ...]:
    """These doors, each once, in the order they are always written in. Raises `UnknownScope`."""
    wanted = set(words)
    if not wanted <= set(Scope):
        raise UnknownScope(" ".join(sorted(wanted - set(Scope))))
    return tuple(scope for scope in Scope if scope in wanted)
