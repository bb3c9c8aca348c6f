"""The entries of a file, whatever its form."""

import io
import json

import pytest

from consents.errors import InvalidFact
from sharing.fhir.reading import files

PATIENT = {"resourceType": "Patient", "id": "1"}


def _entries(text: str, **options: bool) -> list[files.Entry]:
    return list(files.entries(io.StringIO(text), **options))


@pytest.mark.parametrize("kind", ["transaction", "batch", "collection", "searchset", "document", "history"])
def test_the_entries_of_a_bundle_of_any_type_are_told_by_their_place(kind: str) -> None:
    bundle = {
        "resourceType": "Bundle",
        "type": kind,
        "entry": [{"request": {"method": "DELETE"}}, {"fullUrl": "urn:uuid:1", "resource": PATIENT}],
    }
    (entry,) = _entries(json.dumps(bundle, indent=2))
    assert (entry.standing.path, entry.standing.full_url, entry.resource) == (
        "Bundle.entry[1].resource",
        "urn:uuid:1",
        PATIENT,
    )


def test_a_single_resource_is_its_own_place() -> None:
    (entry,) = _entries(json.dumps(PATIENT, indent=4))
    assert entry.standing.path == "Patient"


def test_lines_of_json_are_read_one_by_one_and_a_broken_one_is_told_by_its_number() -> None:
    entries = _entries(f"{json.dumps(PATIENT)}\n\n{{broken\n{json.dumps(PATIENT)}\n")
    assert [entry.standing.path for entry in entries] == ["line 1: Patient", "line 3", "line 4: Patient"]
    assert entries[1].fault is not None
    assert entries[1].fault.because == "not_json"


def test_a_broken_laid_out_file_is_told_by_its_line() -> None:
    with pytest.raises(InvalidFact) as refused:
        _entries('{\n "resourceType": "Bundle",\n "entry": [\n}')
    assert (refused.value.element, refused.value.because) == ("line 4", "not_json")


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        '"x"',
        "3",
        "null",
        '{"resourceType": "Bundle", "entry": {}}',
        "NaN",
        '{"a": 1, "a": 2}',
        "[" * 20000,
        "  \n ",
        "1" * 5000,
    ],
)
def test_what_is_not_a_fhir_file_is_refused_and_never_breaks(text: str) -> None:
    with pytest.raises(InvalidFact):
        _entries(text)
