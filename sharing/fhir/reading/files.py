"""The entries of a file: a Bundle of any type, one resource, or NDJSON read line by line."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TextIO

from consents.errors import InvalidFact
from sharing.fhir.reading.elements import Element
from sharing.fhir.reading.references import Standing


@dataclass(frozen=True, slots=True)
class Entry:
    """A resource with its place; `fault` when there is none to read there."""

    standing: Standing
    resource: Any = None
    fault: InvalidFact | None = None


def _no_constant(word: str) -> None:
    raise ValueError(word)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A member that stands twice is read by one program as the first and by another as the last."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands twice")
    return members


def _parse(text: str, first_line: int = 1) -> Any:
    """JSON and nothing more (no NaN, no member twice); a fault names its line."""
    try:
        return json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise InvalidFact(f"line {error.lineno + first_line - 1}", "not_json") from None
    except (ValueError, RecursionError):
        raise InvalidFact(f"line {first_line}", "not_json") from None


def _in_bundle(bundle: dict[str, Any], prefix: str, source: str) -> Iterator[Entry]:
    element = Element.of(bundle, f"{prefix}Bundle")
    listed = bundle.get("entry", [])
    if not isinstance(listed, list):
        raise InvalidFact(element.at("entry"), "wrong_type")
    for index, item in enumerate(listed):
        yield from _entry(item, f"{element.path}.entry[{index}]", source)


def _entry(item: object, path: str, source: str) -> Iterator[Entry]:
    """An entry without a resource (a deletion, a response) says nothing to keep."""
    try:
        entry = Element.of(item, path)
        standing = Standing(f"{path}.resource", entry.text("fullUrl", most=500), source)
        if entry.value.get("resource") is not None:
            yield Entry(standing, entry.value["resource"])
    except InvalidFact as fault:
        yield Entry(Standing(path), fault=fault)


def _in_value(value: Any, prefix: str, source: str) -> Iterator[Entry]:
    if not isinstance(value, dict):
        raise InvalidFact(prefix.strip(": ") or "file", "wrong_type")
    kind = value.get("resourceType")
    if kind == "Bundle":
        yield from _in_bundle(value, prefix, source)
    else:
        name = kind if isinstance(kind, str) and kind.isalpha() else "resource"
        yield Entry(Standing(f"{prefix}{name}", "", source), value)


def _first_lines(stream: TextIO) -> tuple[int, str, str]:
    """The first line that says something, its number, and the one after it: two tell NDJSON from a laid-out file."""
    number, first = 0, ""
    for number, line in enumerate(stream, start=1):
        if first and line.strip():
            return number, first, line
        first = first or (line if line.strip() else "")
    return number, first, ""


def _is_whole(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _ndjson(stream: TextIO, source: str) -> Iterator[Entry]:
    for number, line in enumerate(stream, start=1):
        if line.strip():
            try:
                yield from _in_value(_parse(line, number), f"line {number}: ", source)
            except InvalidFact as fault:
                yield Entry(Standing(f"line {number}"), fault=fault)


def entries(stream: TextIO, *, ndjson: bool = False, source: str = "") -> Iterator[Entry]:
    """Raises InvalidFact when the file as a whole cannot be read; `stream` must be seekable, a BOM already eaten."""
    try:
        _, first, second = _first_lines(stream)
        if not first:
            raise InvalidFact("file", "empty")
        start = stream.seek(0)
        assert start == 0
        if ndjson or (second and _is_whole(first)):
            yield from _ndjson(stream, source)
        else:
            yield from _in_value(_parse(stream.read()), "", source)
    except UnicodeDecodeError:
        raise InvalidFact("file", "not_utf8") from None
