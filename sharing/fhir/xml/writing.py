"""A resource as JSON has it → XML."""

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from sharing.fhir.xml import shape, xhtml
from sharing.fhir.xml.shape import Element, Kind, UnknownType
from sharing.fhir.xml.tree import DEEPEST, FHIR

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


class UnwritableResource(ValueError):
    """Ours to mend: it has an element that its type does not have."""

    def __init__(self, element: str, because: str) -> None:
        super().__init__(f"{element}: {because}")
        self.element = element
        self.because = because


def to_xml(resource: Mapping[str, Any]) -> bytes:
    """UTF-8, FHIR's namespace. `UnwritableResource` names what cannot be said."""
    return f"{_HEAD}{_resource(resource, str(resource.get('resourceType', '')), 0)}".encode()


def _resource(said: Any, path: str, depth: int) -> str:
    if not isinstance(said, Mapping) or not isinstance(said.get("resourceType"), str):
        raise UnwritableResource(path, "not_a_resource")
    name = said["resourceType"]
    try:
        known = shape.resource(name)
    except UnknownType:
        raise UnwritableResource(path, "unknown_type") from None
    rest = {key: value for key, value in said.items() if key != "resourceType"}
    return f'<{name} xmlns="{FHIR}">{_content(rest, known, path, depth)}</{name}>'


def _content(said: Mapping[str, Any], known: Mapping[str, Element], path: str, depth: int) -> str:
    """The elements that are not attributes."""
    if depth > DEEPEST:
        raise UnwritableResource(path, "too_deep")
    for key in said:
        element = known.get(key.removeprefix("_"))
        if element is None or (key.startswith("_") and element.kind is not Kind.PRIMITIVE):
            raise UnwritableResource(f"{path}.{key}", "unknown_element")
    inside = (_all(said, each, path, depth) for each in known.values() if not each.attribute)
    return "".join(inside)


def _all(said: Mapping[str, Any], element: Element, path: str, depth: int) -> str:
    values = _many(said.get(element.name), element, path)
    if element.kind is Kind.PRIMITIVE:
        more = _many(said.get(f"_{element.name}"), element, path)
        pairs = zip_longest(values, more)
        return "".join(_primitive(value, extra, element, path, depth) for value, extra in pairs)
    return "".join(_one(value, element, where, depth) for value, where in _placed(values, element, path))


def _many(value: Any, element: Element, path: str) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, list) != element.many:
        raise UnwritableResource(f"{path}.{element.name}", "list_or_not")
    return value if isinstance(value, list) else [value]


def _placed(values: list[Any], element: Element, path: str) -> Iterator[tuple[Any, str]]:
    for rank, value in enumerate(values):
        yield value, f"{path}.{element.name}[{rank}]" if element.many else f"{path}.{element.name}"


def _one(value: Any, element: Element, path: str, depth: int) -> str:
    name = element.name
    if element.kind is Kind.RESOURCE:
        return f"<{name}>{_resource(value, path, depth + 1)}</{name}>"
    if element.kind is Kind.XHTML:
        return xhtml.written(str(value))
    if not isinstance(value, Mapping):
        raise UnwritableResource(path, "not_an_object")
    known = shape.elements(element.type)
    inside = _content(value, known, path, depth + 1)
    attributes = _attributes(value, known)
    return f"<{name}{attributes}>{inside}</{name}>" if inside else f"<{name}{attributes}/>"


def _attributes(said: Mapping[str, Any], known: Mapping[str, Element]) -> str:
    present = (each for each in known.values() if each.attribute and each.name in said)
    return "".join(f" {each.name}={xhtml.attribute(_literal(said[each.name], each, ''))}" for each in present)


def _primitive(value: Any, extra: Any, element: Element, path: str, depth: int) -> str:
    """`extra`: its id and extensions, which JSON keeps apart under `_name`."""
    where = f"{path}.{element.name}"
    if value is None and not extra:
        raise UnwritableResource(where, "empty")
    stated = "" if value is None else f" value={xhtml.attribute(_literal(value, element, where))}"
    if extra is None:
        return f"<{element.name}{stated}/>"
    if not isinstance(extra, Mapping):
        raise UnwritableResource(where, "not_an_object")
    known = shape.elements("Element")
    inside = _content(extra, known, where, depth + 1)
    return f"<{element.name}{_attributes(extra, known)}{stated}>{inside}</{element.name}>"


def _literal(value: Any, element: Element, path: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise UnwritableResource(path or element.name, "not_a_value")
