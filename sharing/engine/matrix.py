"""The entitlement matrix: which profession may read which category (decision.md §3, R06).

Versioned data, carried with its source; read once, never while a question is answered.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from consents.vocabulary import Category, Profession

#: Each version and the moment it came into force (None: it always was), oldest first.
VERSIONS: tuple[tuple[str, datetime | None], ...] = (("2026-11", None),)

_DATA = Path(__file__).with_name("data")
_NOT_CATEGORIES = ("profession", "source")


@dataclass(frozen=True, slots=True)
class Matrix:
    """A profession without a row, and a category without a cell, may not be read."""

    version: str
    rows: Mapping[Profession, frozenset[Category]]

    def allows(self, profession: Profession, category: Category) -> bool:
        return category in self.rows.get(profession, frozenset())

    def reads_anything(self, profession: Profession) -> bool:
        return bool(self.rows.get(profession))


def in_force(at: datetime) -> Matrix:
    """The matrix that held at that moment."""
    begun = [version for version, since in VERSIONS if since is None or since <= at]
    return load(begun[-1])


@cache
def load(version: str) -> Matrix:
    """The matrix of that version; an unknown word in the file is a ValueError."""
    with (_DATA / f"entitlements-{version}.csv").open(encoding="utf-8", newline="") as file:
        return Matrix(version, _rows(file))


def _rows(lines: Iterable[str]) -> dict[Profession, frozenset[Category]]:
    reader = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {Profession(row["profession"]): _readable(row) for row in reader}


def _readable(row: Mapping[str, str]) -> frozenset[Category]:
    cells = {word: cell for word, cell in row.items() if word not in _NOT_CATEGORIES}
    return frozenset(Category(word) for word, cell in cells.items() if cell == "read")
