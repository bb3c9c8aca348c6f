"""Is it ours, and as it was? Answered with the published keys alone: no database, no network, nothing kept."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature

from portal.proof import base64url, signing
from portal.proof.canonical import Unreadable, canonical, read
from portal.proof.keys import Keys

_HEADER = frozenset({"alg", "kid", "typ"})


class Verdict(StrEnum):
    GENUINE = "genuine"
    UNKNOWN_KEY = "unknown_key"
    ALTERED = "altered"
    NOT_A_RECEIPT = "not_a_receipt"


@dataclass(frozen=True, slots=True)
class Checked:
    """`content`: what was signed; empty unless it is genuine. What is not proven is not shown."""

    verdict: Verdict
    content: dict[str, Any]


def check(data: bytes, keys: Keys) -> Checked:
    """A receipt's file: `{"receipt", "signature"}`."""
    try:
        found = read(data)
        receipt, signature = _two(found, "receipt", "signature")
        header, sealed = _two(signature, "protected", "signature")
        content = canonical(receipt)
    except Unreadable:
        return Checked(Verdict.NOT_A_RECEIPT, {})
    verdict = _verdict(header, content, sealed, signing.RECEIPT, keys)
    return Checked(verdict, receipt if verdict is Verdict.GENUINE and isinstance(receipt, dict) else {})


def check_paper(code: str, keys: Keys) -> Checked:
    """The code printed on paper: a compact JWS that holds a receipt's fingerprint."""
    try:
        header, written, sealed = code.split(".")
        content = base64url.read(written)
        said = read(content)
    except ValueError:
        return Checked(Verdict.NOT_A_RECEIPT, {})
    verdict = _verdict(header, content, sealed, signing.PAPER, keys)
    return Checked(verdict, said if verdict is Verdict.GENUINE and isinstance(said, dict) else {})


def _verdict(header: Any, content: bytes, sealed: Any, kind: str, keys: Keys) -> Verdict:
    """The algorithm is ours or nothing: what the file says of it is compared, never followed."""
    try:
        named, signature = read(base64url.read(header)), base64url.read(sealed)
    except ValueError:
        return Verdict.ALTERED
    if not isinstance(named, dict) or named.keys() != _HEADER or not isinstance(named["kid"], str):
        return Verdict.ALTERED
    if (named["alg"], named["typ"]) != (signing.ALGORITHM, kind):
        return Verdict.ALTERED
    if named["kid"] not in keys:
        return Verdict.UNKNOWN_KEY
    try:
        keys[named["kid"]].verify(signature, signing.signing_input(header, content))
    except InvalidSignature:
        return Verdict.ALTERED
    return Verdict.GENUINE


def _two(found: Any, first: str, second: str) -> tuple[Any, Any]:
    if not isinstance(found, dict) or found.keys() != {first, second}:
        raise Unreadable("not the parts of a receipt")
    return found[first], found[second]
