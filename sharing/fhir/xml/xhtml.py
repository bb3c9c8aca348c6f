"""The narrative: XHTML inside the resource's own XML; in JSON, a string that holds it."""

import re
from xml.sax.saxutils import escape

from sharing.fhir.xml.tree import XHTML, Node, UnreadableXml, parse

#: What XML 1.0 cannot carry, even as a reference
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def written(div: str) -> str:
    """From JSON. What is not an XHTML `div` is written as the text that it is: never as markup of ours."""
    try:
        return read(parse(div.encode("utf-8", "replace")))
    except UnreadableXml:
        return read(Node(XHTML, "div", {}, [div]))


def read(div: Node) -> str:
    """As the string of JSON. `UnreadableXml` when it is no `div`, or holds something of another namespace."""
    if div.name != "div":
        raise UnreadableXml("text.div", "not_xhtml")
    return _element(div, f' xmlns="{XHTML}"')


def attribute(text: str) -> str:
    """Quoted, with the ends of lines kept."""
    kept = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
    carried = escape(_FORBIDDEN.sub("\ufffd", text), kept)
    return f'"{carried}"'


def _element(node: Node, declared: str = "") -> str:
    if node.namespace != XHTML:
        raise UnreadableXml("text.div", "not_xhtml")
    said = "".join(f" {_attribute_name(name)}={attribute(value)}" for name, value in node.attributes.items())
    inside = "".join(_element(each) if isinstance(each, Node) else _text(each) for each in node.pieces)
    return f"<{node.name}{declared}{said}>{inside}</{node.name}>" if inside else f"<{node.name}{declared}{said}/>"


def _attribute_name(name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    if namespace == "http://www.w3.org/XML/1998/namespace":
        return f"xml:{local}"
    if namespace:
        raise UnreadableXml("text.div", "not_xhtml")
    return local


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text), {"\r": "&#13;"})
