"""Identifiers of people and places that do not exist: the test system of the INS, and keys that hold."""

from datetime import date

from consents import verification

#: What the record's source calls its documents.
DOCUMENTS = "urn:mes-partages:demo"
_SEXES = {"male": "1", "female": "2"}


def ins(sex: str, born_on: date, *, place: str, rank: int) -> str:
    """Sex, year, month, commune of birth, rank, and the key of two digits."""
    body = f"{_SEXES[sex]}{born_on:%y%m}{place}{rank:03d}"
    return body + verification.ins_key(body)


def rpps(rank: int) -> str:
    """Eleven digits of which the last is the Luhn key."""
    return _with_key(f"10{99_000_000 + rank:08d}")


def finess(rank: int) -> str:
    """Nine digits of which the last is the Luhn key; no department is numbered 99."""
    return _with_key(f"99{rank:06d}")


def _with_key(body: str) -> str:
    return next(body + key for key in "0123456789" if verification.luhn(body + key))
