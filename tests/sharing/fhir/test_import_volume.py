"""A record of real size, as Synthea writes them: hundreds of entries, most of them of no use here."""

import json
import time
from pathlib import Path
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from consents.models import CareEntry, Document
from tests.sharing.fhir.conftest import DATA, Importing

COPIES = 60


def _copy(entry: dict[str, Any], number: int) -> dict[str, Any]:
    """The entry once more, under uuids of its own; those it shares (patient, hospital) stay."""
    text = json.dumps(entry)
    for kind in "3456789":
        text = text.replace(f"-000000000{kind}0", f"-0000{number:05d}{kind}0")
    copied: dict[str, Any] = json.loads(text)
    return copied


def _record(path: Path) -> int:
    entries = json.loads((DATA / "synthea-patient.json").read_text(encoding="utf-8"))["entry"]
    clinical = [entry for entry in entries[1:] if entry["resource"]["resourceType"] != "CareTeam"]
    many = [_copy(entry, number) for number in range(COPIES) for entry in clinical]
    path.write_text(json.dumps({"resourceType": "Bundle", "type": "transaction", "entry": [entries[0], *many]}))
    return len(many) + 1


def test_a_record_of_hundreds_of_entries_is_imported_in_seconds(importing: Importing, tmp_path: Path) -> None:
    importing("synthea-hospitalInformation.json", "synthea-practitionerInformation.json")
    path = tmp_path / "record.json"
    size = _record(path)
    began = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        (report,) = importing(path)
    assert report.written, report.refused
    assert size > 500
    assert Document.objects.count() == 3 * COPIES
    assert CareEntry.objects.count() == 2
    assert len(queries) < 20 * 3 * COPIES
    assert time.perf_counter() - began < 30
