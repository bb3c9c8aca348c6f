"""The types of resource of this registry: one file each, named here once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sharing.fhir.writing.words import Resource

#: An entry of `CapabilityStatement.rest.resource`.
Capability = Callable[[], Resource]


@dataclass(frozen=True, slots=True)
class Kind:
    """`routes`: below `/fhir/`, as (path, view, name); the more particular ones first."""

    type: str
    routes: tuple[tuple[str, Any, str], ...]
    capability: Capability


def interactions(*codes: str) -> list[Resource]:
    return [{"code": code} for code in codes]


def parameters(**types: str) -> list[Resource]:
    """Search parameters by name; `__` stands for the `.` of a chain."""
    return [{"name": name.replace("__", "."), "type": kind} for name, kind in types.items()]
