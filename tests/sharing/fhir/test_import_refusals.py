"""A file with a fault keeps nothing, and says where each fault is."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from consents.models import Organisation, Person
from sharing.services.fhir_import import Report
from tests.sharing.fhir.conftest import Importing

NIR, TEST = "urn:oid:1.2.250.1.213.1.4.8", "urn:oid:1.2.250.1.213.1.4.10"
Written = Callable[..., Path]


def _patient(number: str = "a", **more: Any) -> dict[str, Any]:
    base = {
        "resourceType": "Patient",
        "identifier": [{"system": "urn:x", "value": number}],
        "name": [{"family": "Martin"}],
        "birthDate": "1980-01-01",
    }
    return base | more


def _bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"fullUrl": f"urn:uuid:{number}", "resource": one} for number, one in enumerate(resources)],
    }


def _refusals(report: Report) -> list[tuple[str, str]]:
    return [(remark.element, remark.because) for remark in report.refused]


def test_one_refused_entry_keeps_the_whole_file_out_and_every_fault_is_told_at_once(
    importing: Importing, written: Written
) -> None:
    place = {
        "resourceType": "Organization",
        "identifier": [{"system": "https://finess.esante.gouv.fr", "value": "750100126"}],
        "name": "Hôpital",
    }
    (report,) = importing(written(_bundle(_patient(), _patient("b", birthDate=None), place, _patient("c", gender="x"))))
    assert _refusals(report) == [
        ("Bundle.entry[1].resource.birthDate", "missing"),
        ("Bundle.entry[3].resource.gender", "unknown_word"),
        ("Bundle.entry[2].resource.identifier[0].value", "wrong_key"),
    ]
    assert not report.written
    assert not report.created
    assert not Person.objects.exists()
    assert not Organisation.objects.exists()


def test_those_who_refer_to_a_refused_entry_are_not_refused_for_it(importing: Importing, written: Written) -> None:
    document = {
        "resourceType": "DocumentReference",
        "status": "current",
        "identifier": [{"system": "urn:x", "value": "d"}],
        "subject": {"reference": "urn:uuid:0"},
    }
    (report,) = importing(written(_bundle(_patient(birthDate="never"), document)))
    assert _refusals(report) == [("Bundle.entry[0].resource.birthDate", "not_a_date")]


@pytest.mark.parametrize(
    ("system", "refused"),
    [(NIR, True), ("urn:oid:1.2.250.1.213.1.4.9", True), (TEST, False), ("urn:oid:1.2.250.1.213.1.4.11", False)],
)
def test_a_wrong_key_refuses_a_real_number_and_only_warns_about_a_test_one(
    importing: Importing, written: Written, system: str, refused: bool
) -> None:
    person = _patient(identifier=[{"system": "urn:x", "value": "a"}, {"system": system, "value": "123456789012244"}])
    (report,) = importing(written(person))
    told = report.refused if refused else report.warnings
    assert [(remark.element, remark.because) for remark in told] == [("Patient.identifier[1].value", "wrong_key")]
    assert report.written is not refused


def test_a_number_that_would_bring_two_known_people_together_is_refused(importing: Importing, written: Written) -> None:
    importing(written(_bundle(_patient("a"), _patient("b"))))
    both = _patient(identifier=[{"system": "urn:x", "value": "a"}, {"system": "urn:x", "value": "b"}])
    (report,) = importing(written(both))
    assert _refusals(report) == [("Patient.identifier", "names_several")]


@pytest.mark.parametrize(
    ("changes", "element", "because"),
    [
        ({"subject": {"reference": "Patient/unseen"}}, "subject.reference", "never_seen"),
        ({"subject": {"display": "Marie"}}, "subject", "missing"),
        ({"subject": {"reference": "urn:uuid:1"}}, "subject.reference", "not_of_this_kind"),
        ({"author": [{"reference": "Practitioner?identifier=urn:x|unseen"}]}, "author[0].reference", "never_seen"),
        ({"custodian": {"identifier": {"system": "urn:x", "value": "unseen"}}}, "custodian.identifier", "never_seen"),
        (
            {"relatesTo": [{"code": "replaces", "target": {"reference": "urn:uuid:2"}}]},
            "relatesTo",
            "goes_round_in_a_circle",
        ),
    ],
)
def test_a_reference_that_names_nothing_known_is_refused_with_its_element(
    importing: Importing, written: Written, changes: dict[str, Any], element: str, because: str
) -> None:
    place = {"resourceType": "Location", "name": "x"}
    document = {
        "resourceType": "DocumentReference",
        "status": "current",
        "identifier": [{"system": "urn:x", "value": "d"}],
        "subject": {"reference": "urn:uuid:0"},
    }
    (report,) = importing(written(_bundle(_patient(), place, document | changes)))
    assert _refusals(report) == [(f"Bundle.entry[2].resource.{element}", because)]


def test_an_author_that_is_no_professional_is_simply_not_kept(importing: Importing, written: Written) -> None:
    document = {
        "resourceType": "DocumentReference",
        "status": "current",
        "identifier": [{"system": "urn:x", "value": "d"}],
        "subject": {"reference": "urn:uuid:0"},
        "author": [{"reference": "Device/1"}, {"reference": "urn:uuid:0"}],
    }
    (report,) = importing(written(_bundle(_patient(), document)))
    assert report.written, report.refused


@pytest.mark.parametrize(
    ("content", "element", "because"),
    [
        (b'{"resourceType": "Patient",', "line 1", "not_json"),
        (b"", "file", "empty"),
        ('{"resourceType": "Patient", "name": "Hélène"}'.encode("latin-1"), "file", "not_utf8"),
        (b'{"resourceType": "Bundle", "entry": [3, {"resource": []}]}', "Bundle.entry[0]", "wrong_type"),
        (b'{"id": "x"}', "resource.resourceType", "missing"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_place(
    importing: Importing, written: Written, content: bytes, element: str, because: str
) -> None:
    (report,) = importing(written(content))
    assert _refusals(report)[0] == (element, because)


def test_a_byte_order_mark_is_no_fault(importing: Importing, written: Written) -> None:
    (report,) = importing(written(b"\xef\xbb\xbf" + json.dumps(_patient()).encode()))
    assert report.written, report.refused


def test_a_dry_run_says_what_would_be_and_keeps_nothing(importing: Importing) -> None:
    reports = importing(
        "synthea-patient.json", "synthea-practitionerInformation.json", "synthea-hospitalInformation.json", dry_run=True
    )
    assert [report.created["Patient"] for report in reports] == [1, 0, 0]
    assert not Person.objects.exists()
