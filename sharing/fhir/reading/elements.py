"""One JSON object of a resource and where it stands: every access is typed, every fault names its element."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from consents import verification
from consents.errors import InvalidFact

_UNREADABLE = "unreadable_character"


def readable(value: str, path: str, *, most: int) -> str:
    """The text without surrounding blanks; NUL and lone surrogates cannot be kept by any database, and a character
    that turns a name round shows another one.
    """
    text = value.strip()
    if verification.misleads(text):
        raise InvalidFact(path, _UNREADABLE)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise InvalidFact(path, _UNREADABLE) from None
    if len(text) > most:
        raise InvalidFact(path, "too_long")
    return text


@dataclass(frozen=True, slots=True)
class Element:
    value: dict[str, Any]
    path: str

    @classmethod
    def of(cls, value: object, path: str) -> "Element":
        if not isinstance(value, dict):
            raise InvalidFact(path, "wrong_type")
        return cls(value, path)

    def at(self, name: str) -> str:
        """The path of a child, present or not."""
        return f"{self.path}.{name}"

    def child(self, name: str) -> "Element | None":
        value = self.value.get(name)
        return None if value is None else Element.of(value, self.at(name))

    def _items(self, name: str) -> list[Any]:
        value = self.value.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise InvalidFact(self.at(name), "wrong_type")
        return value

    def children(self, name: str) -> list["Element"]:
        items = enumerate(self._items(name))
        return [Element.of(item, f"{self.at(name)}[{index}]") for index, item in items]

    def text(self, name: str, *, most: int = 200) -> str:
        """The text of a child, empty when absent."""
        value = self.value.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise InvalidFact(self.at(name), "wrong_type")
        return readable(value, self.at(name), most=most)

    def texts(self, name: str, *, most: int = 200) -> list[str]:
        """A list of texts; `null` stands in FHIR for a value that only has extensions."""
        found = []
        for index, item in enumerate(self._items(name)):
            path = f"{self.at(name)}[{index}]"
            if item is not None and not isinstance(item, str):
                raise InvalidFact(path, "wrong_type")
            if item:
                found.append(readable(item, path, most=most))
        return [text for text in found if text]

    def flag(self, name: str) -> bool | None:
        value = self.value.get(name)
        if value is not None and not isinstance(value, bool):
            raise InvalidFact(self.at(name), "wrong_type")
        return value

    def extension(self, *urls: str) -> "Element | None":
        for extension in self.children("extension"):
            if extension.text("url", most=500) in urls:
                return extension
        return None

    def codings(self, name: str) -> Iterator["Coding"]:
        """Every coding of a CodeableConcept, or of a list of them."""
        value = self.value.get(name)
        concepts = self.children(name) if isinstance(value, list) else [self.child(name)]
        for concept in concepts:
            for coding in concept.children("coding") if concept else ():
                yield Coding.read(coding)


@dataclass(frozen=True, slots=True)
class Coding:
    system: str
    code: str
    path: str

    @classmethod
    def read(cls, coding: Element) -> "Coding":
        return cls(coding.text("system"), coding.text("code", most=200), coding.path)
