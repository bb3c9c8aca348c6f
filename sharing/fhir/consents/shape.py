"""Is this a Consent at all: structure and types by the R4B class, whose Consent is R4's; then what is kept of it."""

from collections.abc import Iterator
from typing import Any

from fhir.resources.R4B.consent import Consent
from pydantic import ValidationError

from consents.errors import InvalidFact
from sharing.fhir.consents.values import NotKept
from sharing.fhir.reading.elements import readable
from sharing.fhir.writing.words import Resource

DEEPEST, LONGEST = 24, 2_000
_BECAUSE = {"missing": "missing", "value_error.missing": "missing", "extra_forbidden": "unknown_element"}
#: Said of a resource or of an element, and never read here: not kept, nor sent back.
_LEFT_OUT = frozenset({"text", "extension"})
#: What would change how the rest is to be understood.
_REFUSED = ("modifierExtension", "implicitRules", "contained", "sourceAttachment")


def kept(resource: Resource) -> Resource:
    """What of the Consent is kept, as it was sent: without its id, its version and what is never read.

    Raises `InvalidFact` when it is not an R4 Consent, `NotKept` when an element would change the meaning of others.
    """
    for path, value in _texts(resource, "Consent", 0):
        readable(value, path, most=LONGEST)
    for name in _REFUSED:
        if name in resource:
            raise NotKept(f"Consent.{name}", "element_not_kept")
    _valid(resource)
    pruned: Resource = _pruned(resource, "Consent")
    pruned.pop("id", None)
    meta = {name: value for name, value in pruned.pop("meta", {}).items() if name not in ("versionId", "lastUpdated")}
    return pruned | ({"meta": meta} if meta else {})


def _valid(resource: Resource) -> None:
    try:
        Consent.model_validate(resource)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        raise InvalidFact(_path(first["loc"]), _BECAUSE.get(first["type"], "wrong_type")) from None


def _path(place: tuple[str | int, ...]) -> str:
    """`root` is what the class itself says, of the object as a whole."""
    steps = [step for step in place if step not in ("root", "__root__")]
    return "Consent" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)


def _texts(value: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
    """Every text, with its path; FHIR knows no empty value. A narrative is left out anyway, and may be long."""
    if depth > DEEPEST:
        raise InvalidFact(path, "too_deep")
    if value is None or value in ("", [], {}):
        raise InvalidFact(path, "empty")
    if isinstance(value, str):
        yield path, value
    for inner, where in _inside(value, path):
        if where != "Consent.text":
            yield from _texts(inner, where, depth + 1)


def _inside(value: Any, path: str) -> list[tuple[Any, str]]:
    if isinstance(value, dict):
        return [(inner, f"{path}.{name}") for name, inner in value.items()]
    if isinstance(value, list):
        return [(inner, f"{path}[{index}]") for index, inner in enumerate(value)]
    return []


def _pruned(value: Any, path: str) -> Any:
    if isinstance(value, list):
        return [_pruned(each, f"{path}[{index}]") for index, each in enumerate(value)]
    if not isinstance(value, dict):
        return value
    if "modifierExtension" in value:
        raise NotKept(f"{path}.modifierExtension", "element_not_kept")
    left_out = _LEFT_OUT if path == "Consent" else {"extension"}
    return {
        name: _pruned(inner, f"{path}.{name}")
        for name, inner in value.items()
        if name not in left_out and not name.startswith("_")
    }
