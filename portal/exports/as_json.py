"""The copy as one JSON document (docs/export.md), written piece by piece: its shape is `static/schemas/export-1.json`."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from consents.cards import Carer, Place, Preference
from consents.selectors.whole import Entry
from portal.exports.gathering import Record
from sharing.selectors.whole import Access, Shown, Told

VERSION = 1
#: What a patient might look for here and which is kept nowhere on this site.
NOT_KEPT = ("content_of_documents", "titles_of_documents", "passwords", "reading_of_pages")
_SHORT = {"voice_id": "voice", "document_id": "document", "about_document_id": "about_document"}


def write(record: Record, *, site: str) -> Iterator[str]:
    """The document in order; what may be large is never in memory whole."""
    yield "{" + ",".join(_member(name, value) for name, value in _head(record, site).items())
    yield from _list("documents", (_document(shown) for some in record.documents() for shown in some))
    yield from _list("preferences", (_preference(word) for word in record.preferences))
    yield "," + _member("choices", {name: [_row(row) for row in rows] for name, rows in record.choices.items()})
    yield from _list("declarations", (_declaration(entry, record) for entry in record.entries))
    yield from _list("accesses", (_access(one) for some in record.accesses() for one in some))
    yield from _list("notices", (_told(told) for told in record.told))
    yield from _named(record)
    yield "}\n"


def _head(record: Record, site: str) -> dict[str, Any]:
    return {
        "$schema": f"{site}/static/schemas/export-{VERSION}.json",
        "format": {"name": "mes-partages-export", "version": VERSION},
        "made_at": record.at,
        "reduced": "minor" if record.minor else None,
        "not_kept": NOT_KEPT,
        "patient": {**asdict(record.patient), "identifiers": _pairs(record.patient.identifiers)},
        "care": [asdict(entry) for entry in record.care],
    }


def _named(record: Record) -> Iterator[str]:
    found = record.directory()
    yield from _list("professionals", (_carer(one) for one in found.carers))
    yield from _list("organisations", (_place(one) for one in found.places))
    yield from _list("people", ({"id": key, "name": name} for key, name in sorted(found.people.items())))
    yield from _list("systems", ({"id": key, "name": name} for key, name in sorted(found.systems.items())))


def _document(shown: Shown) -> dict[str, Any]:
    paper = asdict(shown.paper)
    system, value = paper.pop("source")
    return {**paper, "source": {"system": system, "value": value} if value else None, "hidden_from_all": shown.masked}


def _preference(word: Preference) -> dict[str, Any]:
    said = asdict(word)
    to, about = (said.pop("to_kind"), said.pop("to")), (said.pop("about_kind"), said.pop("about"))
    return {**said, "to": _end(*to), "about": _end(*about)}


def _end(kind: str, reference: str) -> dict[str, str]:
    return {"kind": kind, "reference": reference} if reference else {"kind": kind}


def _declaration(entry: Entry, record: Record) -> dict[str, Any]:
    """What was declared, and the proof: SHA-256 of the previous hash and of `written` is `hash` (docs/export.md)."""
    if record.minor:
        written = json.loads(entry.written)
        said = {name: written[name] for name in ("kind", "declared_at", "door")}
        return {**said, "about": written["content"].get("document"), "hash": entry.hash}
    return {"written": entry.written, "previous_hash": entry.previous_hash, "hash": entry.hash}


def _access(one: Access) -> dict[str, Any]:
    said = asdict(one)
    return {**{name: value if value != "" else None for name, value in said.items()}, "answers": [
        {"document": answer.document or None, "permit": answer.permit, "rule": answer.rule} for answer in one.answers
    ]}  # fmt: skip


def _told(told: Told) -> dict[str, Any]:
    said = asdict(told)
    del said["entry"]
    return said


def _carer(one: Carer) -> dict[str, Any]:
    return {**asdict(one), "identifiers": _pairs(one.identifiers)}


def _place(one: Place) -> dict[str, Any]:
    return {**asdict(one), "identifiers": _pairs(one.identifiers)}


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {_SHORT.get(name, name.removesuffix("_id")): value for name, value in row.items()}


def _pairs(found: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"system": system, "value": value} for system, value in found]


def _list(name: str, items: Iterable[object]) -> Iterator[str]:
    """`,"name":[…]`, an item at a time."""
    yield f',"{name}":['
    for number, item in enumerate(items):
        yield f"{',' if number else ''}\n{_text(item)}"
    yield "]"


def _member(name: str, value: object) -> str:
    return f"{json.dumps(name)}:{_text(value)}"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date | UUID):
        return str(value)
    raise TypeError(type(value).__name__)
