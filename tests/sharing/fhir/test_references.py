"""What a Reference names."""

import pytest

from sharing.fhir.reading import references
from sharing.fhir.reading.elements import Element
from sharing.fhir.reading.values import Reference

BASE = "https://fhir.hopital.example/r4"


def _read(value: dict[str, object], **options: str) -> Reference | None:
    return references.read(Element(value, "Encounter.subject"), **options)


@pytest.mark.parametrize(
    ("literal", "kind", "name", "identifier"),
    [
        ("Patient/1", "Patient", "Patient/1", (BASE, "Patient/1")),
        ("Patient/1/_history/3", "Patient", "Patient/1", (BASE, "Patient/1")),
        ("https://x.example/r4/Patient/1", "Patient", "https://x.example/r4/Patient/1", ("https://x.example/r4", "Patient/1")),
        ("urn:uuid:00000000-0000-4000-8000-000000000001", "", "urn:uuid:00000000-0000-4000-8000-000000000001",
         ("urn:ietf:rfc:3986", "urn:uuid:00000000-0000-4000-8000-000000000001")),
        ("Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|9999990199", "Practitioner",
         "Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|9999990199", ("http://hl7.org/fhir/sid/us-npi", "9999990199")),
        ("Practitioner?active=true&identifier=http%3A%2F%2Fx%7C1", "Practitioner", "Practitioner?identifier=http://x|1", ("http://x", "1")),
        ("Practitioner?identifier=urn:oid:1.2.250.1.71.4.2.1|881000000018", "Practitioner",
         "Practitioner?identifier=https://rpps.esante.gouv.fr|81000000018", ("https://rpps.esante.gouv.fr", "81000000018")),
    ],
)  # fmt: skip
def test_every_spelling_of_a_reference_is_understood(
    literal: str, kind: str, name: str, identifier: tuple[str, str]
) -> None:
    expected = Reference("Encounter.subject.reference", kind, name, identifier)
    assert _read({"reference": literal}, base=BASE) == expected


def test_a_relative_reference_of_an_unknown_source_names_nothing_outside_its_file() -> None:
    found = _read({"reference": "Patient/1"})
    assert found is not None
    assert found.identifier is None


def test_a_contained_reference_is_local_to_its_resource() -> None:
    found = _read({"reference": "#a"}, owner="Bundle.entry[2].resource")
    assert found is not None
    assert found.name == "Bundle.entry[2].resource#a"


def test_a_logical_reference_names_by_identifier_and_says_its_element() -> None:
    found = _read(
        {"identifier": {"system": "urn:oid:1.2.250.1.71.4.2.2", "value": "1750100125"}, "type": "Organization"}
    )
    assert found is not None
    assert found.identifier == ("https://finess.esante.gouv.fr", "750100125")
    assert found.path == "Encounter.subject.identifier"


def test_a_display_alone_names_nobody() -> None:
    assert _read({"display": "Dr Dupont"}) is None
