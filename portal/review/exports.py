"""A list as a file: CSV (RFC 4180) or JSON, the same records, the same names of fields."""

import csv
import io
import json
from collections.abc import Mapping, Sequence

from django.http import HttpResponse

Value = str | int | bool | None
#: Beyond, the reviewer narrows his filters: a file is never cut short in silence.
MOST = 5_000
#: A spreadsheet takes a cell that begins so for a formula and runs it (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(name: str, records: Sequence[Mapping[str, Value]], columns: Sequence[str]) -> HttpResponse:
    """Comma, CRLF, quotes where needed, header line, UTF-8; no cell can be a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([harmless(record[column]) for column in columns] for record in records)
    return _file(text.getvalue(), name, "csv", "text/csv; charset=utf-8; header=present")


def as_json(name: str, records: Sequence[Mapping[str, Value]], about: Mapping[str, object]) -> HttpResponse:
    body = json.dumps({**about, "items": list(records)}, ensure_ascii=False, indent=1)
    return _file(body + "\n", name, "json", "application/json; charset=utf-8")


def harmless(value: Value) -> Value:
    """An apostrophe before what a spreadsheet would run, also behind spaces."""
    if not isinstance(value, str):
        return "" if value is None else value
    return f"'{value}" if value.startswith(_FORMULA) or value.lstrip().startswith(_FORMULA) else value


def _file(text: str, name: str, ending: str, kind: str) -> HttpResponse:
    return HttpResponse(
        text.encode(),
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"'},
    )
