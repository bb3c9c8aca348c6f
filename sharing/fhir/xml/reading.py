"""XML → a resource as JSON has it; every refusal names the element."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from sharing.fhir.xml import shape, tree, xhtml
from sharing.fhir.xml.shape import Element, Kind, UnknownType
from sharing.fhir.xml.tree import FHIR, SCHEMA_INSTANCE, XHTML, Node, UnreadableXml

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,9})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,17})?([eE][+-]?[0-9]{1,3})?")
_BOOLEANS = {"true": True, "false": False}


def from_xml(data: bytes) -> dict[str, Any]:
    """`UnreadableXml` when it is not a resource; what its elements may say is for its reader to judge."""
    root = tree.parse(data)
    return _resource(root, root.name)


def _resource(node: Node, path: str) -> dict[str, Any]:
    if node.namespace != FHIR:
        raise UnreadableXml(path, "not_fhir")
    try:
        known = shape.resource(node.name)
    except UnknownType:
        raise UnreadableXml(path, "unknown_type") from None
    return {"resourceType": node.name} | _object(node, known, path)


def _object(node: Node, known: Mapping[str, Element], path: str) -> dict[str, Any]:
    said: dict[str, Any] = _attributes(node, known, path)
    for name, group in _groups(node, path).items():
        element = known.get(name)
        if element is None or element.attribute:
            raise UnreadableXml(f"{path}.{name}", "unknown_element")
        if len(group) > 1 and not element.many:
            raise UnreadableXml(f"{path}.{name}", "repeated")
        said |= _read(group, element, f"{path}.{name}")
    if not said:
        raise UnreadableXml(path, "empty")
    return said


def _groups(node: Node, path: str) -> dict[str, list[Node]]:
    if node.has_text():
        raise UnreadableXml(path, "text")
    groups: dict[str, list[Node]] = {}
    for child in node.children():
        expected = XHTML if child.name == "div" else FHIR
        if child.namespace != expected:
            raise UnreadableXml(f"{path}.{child.name}", "not_fhir")
        groups.setdefault(child.name, []).append(child)
    return groups


def _attributes(node: Node, known: Mapping[str, Element], path: str) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for name, value in node.attributes.items():
        if name.startswith(f"{SCHEMA_INSTANCE} "):
            continue
        if name not in known or not known[name].attribute or not value:
            raise UnreadableXml(f"{path}.{name}", "unknown_attribute")
        said[name] = value
    return said


def _read(group: list[Node], element: Element, path: str) -> dict[str, Any]:
    if element.kind is Kind.PRIMITIVE:
        return _primitives(group, element, path)
    places = [f"{path}[{rank}]" if element.many else path for rank in range(len(group))]
    values = [_READERS[element.kind](node, element, where) for node, where in zip(group, places, strict=True)]
    return {element.name: values if element.many else values[0]}


def _complex(node: Node, element: Element, path: str) -> Any:
    return _object(node, shape.elements(element.type), path)


def _inner(node: Node, _element: Element, path: str) -> Any:
    children = node.children()
    if len(children) != 1 or node.has_text() or node.attributes:
        raise UnreadableXml(path, "not_a_resource")
    return _resource(children[0], path)


def _narrative(node: Node, _element: Element, _path: str) -> Any:
    return xhtml.read(node)


_READERS: Mapping[Kind, Callable[[Node, Element, str], Any]] = {
    Kind.COMPLEX: _complex,
    Kind.RESOURCE: _inner,
    Kind.XHTML: _narrative,
}


def _primitives(group: list[Node], element: Element, path: str) -> dict[str, Any]:
    """Values, and under `_name` what else each says; JSON keeps the two of one length."""
    read = [_primitive(node, element, path) for node in group]
    values, more = [value for value, _ in read], [extra or None for _, extra in read]
    said: dict[str, Any] = {}
    if any(value is not None for value in values):
        said[element.name] = values if element.many else values[0]
    if any(more):
        said[f"_{element.name}"] = more if element.many else more[0]
    return said


def _primitive(node: Node, element: Element, path: str) -> tuple[Any, dict[str, Any]]:
    stated = node.attributes.get("value")
    bare = Node(node.namespace, node.name, {k: v for k, v in node.attributes.items() if k != "value"}, node.pieces)
    extra: dict[str, Any] = {}
    if bare.attributes or bare.children() or bare.has_text():
        extra = _object(bare, shape.elements("Element"), path)
    if stated is None and "extension" not in extra:
        raise UnreadableXml(path, "empty")
    return (None if stated is None else _value(stated, element.type, path)), extra


def _value(stated: str, kind: str, path: str) -> Any:
    """A decimal keeps its value; its trailing zeros are not told in JSON numbers read by Python."""
    if not stated:
        raise UnreadableXml(path, "empty")
    if kind == "boolean" and stated in _BOOLEANS:
        return _BOOLEANS[stated]
    if kind in ("integer", "positiveInt", "unsignedInt") and _INTEGER.fullmatch(stated):
        return int(stated)
    if kind == "decimal" and _DECIMAL.fullmatch(stated):
        return int(stated) if _INTEGER.fullmatch(stated) else float(stated)
    if kind in ("boolean", "integer", "positiveInt", "unsignedInt", "decimal"):
        raise UnreadableXml(path, "wrong_type")
    return stated
