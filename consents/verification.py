"""Checks of the national identifiers: what makes one impossible, and what only looks wrong.

Keys are binding for real identities; for the test and demonstration systems, where published examples
carry wrong keys and test FINESS contain letters, a wrong key only warns.
"""

import re
from dataclasses import dataclass

from consents.errors import InvalidFact

INS_NIR = "urn:oid:1.2.250.1.213.1.4.8"
INS_NIA = "urn:oid:1.2.250.1.213.1.4.9"
INS_TEST = "urn:oid:1.2.250.1.213.1.4.10"
INS_DEMO = "urn:oid:1.2.250.1.213.1.4.11"
INS_SYSTEMS = frozenset({INS_NIR, INS_NIA, INS_TEST, INS_DEMO})
BINDING_KEYS = frozenset({INS_NIR, INS_NIA})
RPPS = "https://rpps.esante.gouv.fr"
FINESS = "https://finess.esante.gouv.fr"

# ASCII: elsewhere in Unicode there are other digits, which would make another number of the same one.
_OID = re.compile(r"[0-2](\.\d+)+", re.ASCII)
_INS = re.compile(r"\d{5}(\d\d|2[AB])\d{8}", re.ASCII)
_RPPS = re.compile(r"\d{11}", re.ASCII)
_FINESS = re.compile(r"[0-9A-Z]{9}", re.ASCII)
# Control characters, and those that make what follows read in another direction than it is written.
_MISLEADING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that looks wrong and is kept all the same."""

    element: str
    because: str


def system(name: str) -> str:
    """One spelling for a system: an OID is written as a URN."""
    bare = name.strip()
    return f"urn:oid:{bare}" if _OID.fullmatch(bare) else bare


def misleads(text: str) -> bool:
    """Whether a text could be shown as another one than it is: a name or a reason is read by people."""
    return _MISLEADING.search(text) is not None


def ins(value: str, of_system: str) -> list[Doubt]:
    """The national health identity: 13 characters and a key of two digits, 97 − (number mod 97)."""
    if of_system not in INS_SYSTEMS:
        raise InvalidFact("ins_system", "unknown_system")
    if not _INS.fullmatch(value):
        raise InvalidFact("ins", "not_fifteen_characters")
    if value[13:] == ins_key(value[:13]):
        return []
    if of_system in BINDING_KEYS:
        raise InvalidFact("ins", "wrong_key")
    return [Doubt("ins", "wrong_key")]


def ins_key(thirteen: str) -> str:
    """Corsica's departments count as 19 (2A) and 18 (2B)."""
    number = int(thirteen.replace("2A", "19").replace("2B", "18"))
    return f"{97 - number % 97:02d}"


def rpps(value: str) -> list[Doubt]:
    """Eleven digits; the ANS's own example fails the Luhn key, so that the key only warns."""
    if not _RPPS.fullmatch(value):
        raise InvalidFact("rpps", "not_eleven_digits")
    return [] if luhn(value) else [Doubt("rpps", "wrong_key")]


def finess(value: str) -> list[Doubt]:
    """Nine characters; the Luhn key binds when all are digits (Corsican and test numbers hold letters)."""
    if not _FINESS.fullmatch(value):
        raise InvalidFact("finess", "not_nine_characters")
    if not value.isdigit():
        return [Doubt("finess", "holds_letters")]
    if not luhn(value):
        raise InvalidFact("finess", "wrong_key")
    return []


def luhn(digits: str) -> bool:
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0
