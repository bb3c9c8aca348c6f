"""The FHIR copy: valid, whole, and read back by our own import: people, places, care and documents come back as they were."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from fhir.resources.R4B.bundle import Bundle

from consents.models import CareEntry, Document, Organisation, Person, Practice, Professional
from consents.services import intake
from consents.vocabulary import Category
from tests.portal.conftest import Record
from tests.portal.exports.conftest import ask

BytesOf = Callable[..., bytes]
REQUIRED = {
    "Consent.status": {"draft", "proposed", "active", "rejected", "inactive", "entered-in-error"},
    "DocumentReference.status": {"current", "superseded", "entered-in-error"},
    "AuditEvent.action": {"C", "R", "U", "D", "E"},
    "AuditEvent.outcome": {"0", "4", "8", "12"},
    "CareTeam.status": {"proposed", "active", "suspended", "inactive", "entered-in-error"},
    "Patient.gender": {"male", "female", "other", "unknown"},
}


@pytest.fixture(autouse=True)
def empty_house(db: None) -> str | None:
    """Before anything is built: where the house goes back to when it is emptied."""
    return transaction.savepoint()


@pytest.fixture
def identified(told: Record) -> Record:
    """As real software feeds them: professionals and places by their directory numbers, documents by their sources'."""
    for number, one in enumerate(sorted(told.people.values()), start=1):
        Professional.objects.filter(pk=one).update(rpps=f"1000000000{number}")
    for number, one in enumerate(sorted(told.places.values())):
        finess = ["750000010", "750000028", "750000036", "750000044"][number]
        Organisation.objects.filter(pk=one).update(finess=finess)
    for name, one in told.documents.items():
        Document.objects.filter(pk=one).update(source_system="urn:oid:1.2.3", source_value=name)
    intake.record_document(
        told.patient, deposited=told.at, type_system="http://loinc.org", type_code="34112-3",
        category=Category.REPORT, source_system="urn:oid:1.2.3", source_value="cr2", replaces=told.documents["lettre"],
        author=told.people["Aubertin"],
    )  # fmt: skip
    ask(told, "echo", rpps="10000000001")
    return told


def test_the_bundle_is_valid_and_every_code_that_r4_requires_is_one_of_its_own(
    identified: Record, bytes_of: BytesOf
) -> None:
    found = json.loads(bytes_of("fhir"))
    Bundle.model_validate(found)

    names = [entry["fullUrl"] for entry in found["entry"]]
    assert len(set(names)) == len(names)
    for resource in (entry["resource"] for entry in found["entry"]):
        for element, allowed in REQUIRED.items():
            kind, _, name = element.partition(".")
            assert resource["resourceType"] != kind or resource[name] in allowed
    kinds = {entry["resource"]["resourceType"] for entry in found["entry"]}
    assert kinds == {
        "Patient", "CareTeam", "DocumentReference", "Consent", "AuditEvent", "Organization", "Practitioner",
        "PractitionerRole",
    }  # fmt: skip


def test_every_reference_leads_to_an_entry_of_the_bundle(identified: Record, bytes_of: BytesOf) -> None:
    found = json.loads(bytes_of("fhir"))
    names = {entry["fullUrl"] for entry in found["entry"]}

    assert _references(found) - names == set()


def test_no_content_and_no_address_of_a_document_is_in_it(identified: Record, bytes_of: BytesOf) -> None:
    found = json.loads(bytes_of("fhir"))
    attachments = [
        entry["resource"]["content"][0]["attachment"]
        for entry in found["entry"]
        if entry["resource"]["resourceType"] == "DocumentReference"
    ]

    assert len(attachments) == 4
    assert all(set(one) == {"_url"} for one in attachments)


def test_our_own_import_knows_everything_in_it_already(identified: Record, bytes_of: BytesOf, tmp_path: Path) -> None:
    before = _counts()
    _import(bytes_of("fhir"), tmp_path)

    assert _counts() == before


def test_read_into_an_empty_house_it_gives_the_same_people_places_care_and_documents(
    empty_house: str, identified: Record, bytes_of: BytesOf, tmp_path: Path
) -> None:
    """What the patient masked is left out by any import: only he may declare it again (docs/import-fhir.md)."""
    before, exported = _state(), bytes_of("fhir")
    transaction.savepoint_rollback(empty_house)
    assert not Person.objects.exists()
    _import(exported, tmp_path)
    after = _state()
    masked = {one for one in before["documents"] if one[0] == "ordonnance"}
    unwanted = {one for one in before["documents"] if one[0] == "unwanted"}
    assert (len(masked), len(unwanted)) == (1, 1)
    assert after["documents"] == before["documents"] - masked - unwanted
    for name in ("people", "professionals", "places", "practices", "care"):
        assert after[name] == before[name], name


def _import(exported: bytes, folder: Path) -> None:
    file = folder / "export.json"
    file.write_bytes(exported)
    call_command("import_fhir", str(file))


def _counts() -> Mapping[str, int]:
    models = (Person, Professional, Organisation, Practice, CareEntry, Document)
    return {model.__name__: model.objects.count() for model in models}


def _state() -> dict[str, set[Any]]:
    return {
        "people": set(Person.objects.values_list("ins", "birth_name", "birth_given_names", "born_on", "sex")),
        "professionals": set(
            Professional.objects.values_list("rpps", "family_name", "given_name", "title", "profession")
        ),
        "places": set(Organisation.objects.values_list("finess", "name", "kind")),
        "practices": set(Practice.objects.values_list("professional__rpps", "organisation__finess")),
        "care": set(
            CareEntry.objects.exclude(basis="treating_physician").values_list(
                "professional__rpps", "organisation__finess", "basis", "begins_at", "ends_at"
            )
        )
        | set(CareEntry.objects.filter(basis="treating_physician").values_list("professional__rpps", "basis")),
        "documents": set(
            Document.objects.values_list(
                "source_value",
                "category",
                "author__rpps",
                "organisation__finess",
                "deposited_at",
                "replaces__source_value",
            )
        ),
    }


def _references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["reference"]} if isinstance(value.get("reference"), str) else set()
        return own.union(*(_references(each) for each in value.values()), set())
    return set().union(*(_references(each) for each in value)) if isinstance(value, list) else set()
