"""Files of other software, and the import as the command runs it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sharing.services import fhir_import
from sharing.services.fhir_import import Report

DATA = Path(__file__).parents[2] / "data" / "fhir"
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

Importing = Callable[..., list[Report]]


@pytest.fixture
def importing(db: None) -> Importing:
    """Imports these files of tests/data/fhir, or these paths, at a fixed time."""

    def run(*names: str | Path, **options: object) -> list[Report]:
        options = {"at": AT} | options
        return fhir_import.import_files([DATA / name for name in names], **options)

    return run


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """A file that holds this resource, text or bytes."""

    def write(content: object, name: str = "file.json") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    return write


@pytest.fixture
def bundle_of(written: Callable[..., Path]) -> Callable[..., Path]:
    """A bundle of the French hospital with one of its resources, once for each change."""
    entries = json.loads((DATA / "bundle-francais.json").read_text(encoding="utf-8"))["entry"]
    known = {entry["fullUrl"].rpartition("/r4/")[2]: entry for entry in entries}

    def make(name: str, *changes: dict[str, object]) -> Path:
        changed = [known[name]["resource"] | change for change in changes]
        listed = [
            {"fullUrl": f"https://fhir.chu-lumiere.example/r4/{one['resourceType']}/{one['id']}", "resource": one}
            for one in changed
        ]
        return written({"resourceType": "Bundle", "type": "collection", "entry": listed})

    return make
