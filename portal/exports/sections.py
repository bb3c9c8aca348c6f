"""A section of the copy on paper: a title, a few sentences, and facts, a list or a table."""

from collections.abc import Sequence
from typing import Any

Section = dict[str, Any]


def section(title: str, kind: str, rows: Sequence[object], *text: str, empty: str, **more: object) -> Section:
    """`empty` is said when there is no row, in place of an empty table."""
    if not rows:
        return {"title": title, "kind": "text", "text": [empty], "rows": []}
    return {"title": title, "kind": kind, "text": list(text), "rows": list(rows), **more}
