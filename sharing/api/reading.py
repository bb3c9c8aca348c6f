"""Reading a JSON body strictly: each member has one type, and a wrong one is told with its place."""

import json
from collections.abc import Mapping
from io import BytesIO
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from consents import verification
from sharing.api.kinds import Malformed

LARGEST_BODY = 1024 * 1024
LONGEST_TEXT = 300


class StrictJSONParser(JSONParser):
    """JSON in UTF-8, at most 1 MiB, no member twice (two readers could disagree on which one counts)."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        body = stream.read(LARGEST_BODY + 1)
        if len(body) > LARGEST_BODY:
            raise Malformed("body-too-large")
        try:
            return json.load(BytesIO(body), object_pairs_hook=_without_doubles, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as wrong:
            raise ParseError from wrong


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands twice")
    return members


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


class Reader:
    """One JSON object and the place it was found at; members that we do not know are left alone."""

    def __init__(self, value: object, pointer: str = "") -> None:
        if not isinstance(value, dict):
            raise Malformed("invalid-member", pointer, _("Un objet JSON est attendu."))
        self._members: dict[str, Any] = value
        self.pointer = pointer

    def has(self, name: str) -> bool:
        """Whether the member is there; `null` is not there."""
        return self._members.get(name) is not None

    def at(self, name: str) -> str:
        return f"{self.pointer}/{name}"

    def raw(self, name: str) -> object:
        if not self.has(name):
            raise Malformed("missing-member", self.at(name))
        return self._members[name]

    def object(self, name: str) -> "Reader":
        return Reader(self.raw(name), self.at(name))

    def optional(self, name: str) -> "Reader":
        """An object, empty when it is not there."""
        return self.object(name) if self.has(name) else Reader({}, self.at(name))

    def items(self, name: str) -> list[Any]:
        value = self.raw(name)
        if not isinstance(value, list):
            raise Malformed("invalid-member", self.at(name), _("Une liste est attendue."))
        return value

    def text(self, name: str, *, longest: int = LONGEST_TEXT) -> str:
        """A text that says something: never empty, and made of characters that can be kept."""
        value = self.raw(name)
        if not isinstance(value, str) or not value.strip():
            raise Malformed("invalid-member", self.at(name), _("Un texte non vide est attendu."))
        if len(value) > longest or not _keepable(value):
            raise Malformed("invalid-member", self.at(name), _("Ce texte est trop long ou illisible."))
        return value

    def flag(self, name: str) -> bool:
        """True or false; absent is false."""
        value = self._members.get(name)
        if value is not None and not isinstance(value, bool):
            raise Malformed("invalid-member", self.at(name), _("Un booléen est attendu."))
        return bool(value)

    def natural(self, name: str) -> int:
        """A whole number, zero or more."""
        value = self.raw(name)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise Malformed("invalid-member", self.at(name), _("Un entier positif ou nul est attendu."))
        return value


def _keepable(text: str) -> bool:
    """PostgreSQL keeps no NUL, UTF-8 has no half of a surrogate pair, and what patients read is not turned round."""
    return not verification.misleads(text) and not any("\ud800" <= letter <= "\udfff" for letter in text)
