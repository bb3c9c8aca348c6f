"""XML from outside, read into a plain tree: no document type, no entity, no other encoding, bounded in every way."""

from dataclasses import dataclass, field
from xml.parsers import expat

FHIR = "http://hl7.org/fhir"
XHTML = "http://www.w3.org/1999/xhtml"
SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
#: Bytes, levels and elements; the doors have narrower limits of their own
LARGEST = 5_000_000
DEEPEST = 64
MOST_ELEMENTS = 50_000


class UnreadableXml(ValueError):
    """It is not a FHIR resource in XML: `element` is where, as a FHIRPath-like path; `because` is a stable word."""

    def __init__(self, element: str, because: str) -> None:
        super().__init__(f"{element}: {because}" if element else because)
        self.element = element
        self.because = because


@dataclass(slots=True)
class Node:
    """`pieces`: text and children, in order."""

    namespace: str
    name: str
    attributes: dict[str, str]
    pieces: "list[str | Node]" = field(default_factory=list)

    def children(self) -> "list[Node]":
        return [piece for piece in self.pieces if isinstance(piece, Node)]

    def has_text(self) -> bool:
        return any(isinstance(piece, str) and piece.strip() for piece in self.pieces)


def parse(data: bytes) -> Node:
    """The root. Comments and processing instructions say nothing, and are left out."""
    if len(data) > LARGEST:
        raise UnreadableXml("", "too_large")
    builder = _Builder()
    try:
        builder.parser.Parse(data.decode("utf-8"), True)
    except UnicodeDecodeError:
        raise UnreadableXml("", "not_utf_8") from None
    except expat.ExpatError as error:
        raise UnreadableXml("", f"not_well_formed (line {error.lineno})") from None
    return builder.root()


class _Builder:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate("UTF-8", " ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self._top = Node("", "", {})
        self._open = [self._top]
        self._count = 0

    def root(self) -> Node:
        (found,) = self._top.children()
        return found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) > DEEPEST:
            raise UnreadableXml("", "too_deep")
        if self._count > MOST_ELEMENTS:
            raise UnreadableXml("", "too_many_elements")
        namespace, _, local = name.rpartition(" ")
        node = Node(namespace, local, attributes)
        self._open[-1].pieces.append(node)
        self._open.append(node)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].pieces.append(text)

    def _doctype(self, *_declared: object) -> None:
        """Where external entities and those that grow a billion times are declared; FHIR has no use for it."""
        raise UnreadableXml("", "document_type")
