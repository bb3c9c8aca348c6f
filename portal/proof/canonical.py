"""JSON written in one way only (RFC 8785), and read strictly, so that one receipt has one signature.

Whole numbers alone: a receipt needs no fraction, and fractions are where two writers differ.
"""

import json
from typing import Any

MOST_BYTES = 64 * 1024
_MOST_DEEP = 16
_MOST_WHOLE = 2**53 - 1


class Unreadable(ValueError):
    """Not JSON, too long, too deep, a name given twice, or a number that is not whole."""


def canonical(value: Any) -> bytes:
    """The bytes that are signed: UTF-8, no space, names in the order of their UTF-16 code units."""
    try:
        written = json.dumps(_ordered(value, _MOST_DEEP), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return written.encode()
    except UnicodeEncodeError:
        raise Unreadable("a character that stands alone of its pair") from None


def read(data: bytes) -> Any:
    """Raises Unreadable; never more than `MOST_BYTES`."""
    if len(data) > MOST_BYTES:
        raise Unreadable("too long")
    try:
        return json.loads(data.decode(), object_pairs_hook=_once, parse_float=_no_fraction, parse_constant=_no_fraction)
    except (ValueError, RecursionError):
        raise Unreadable("not JSON as we write it") from None


def _ordered(value: Any, left: int) -> Any:
    if not left:
        raise Unreadable("too deep")
    if isinstance(value, dict):
        return {name: _ordered(value[name], left - 1) for name in sorted(value, key=_code_units)}
    if isinstance(value, list | tuple):
        return [_ordered(each, left - 1) for each in value]
    if isinstance(value, int) and abs(value) > _MOST_WHOLE:
        raise Unreadable("a number too large to be read alike everywhere")
    if value is None or isinstance(value, str | int):
        return value
    raise Unreadable("neither a text, a whole number nor a list")


def _code_units(name: Any) -> bytes:
    if not isinstance(name, str):
        raise Unreadable("a name that is no text")
    return name.encode("utf-16-be", "surrogatepass")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable("a name given twice")
    return found


def _no_fraction(text: str) -> Any:
    raise Unreadable("a number that is not whole")
