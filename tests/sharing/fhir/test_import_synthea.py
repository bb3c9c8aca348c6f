"""Files shaped as Synthea's R4 exporter writes them: hospitals, practitioners and each patient apart."""

import pytest

from consents.models import CareEntry, Document, Organisation, Person, PersonIdentifier, Professional
from tests.sharing.fhir.conftest import Importing

FILES = ("synthea-patient.json", "synthea-practitionerInformation.json", "synthea-hospitalInformation.json")


def test_the_files_may_come_in_any_order(importing: Importing) -> None:
    reports = importing(*FILES)
    assert [report.written for report in reports] == [True, True, True]
    assert [report.file.rpartition("/")[2] for report in reports] == list(FILES)


def test_a_patient_alone_waits_for_his_hospitals_and_nothing_of_him_is_kept(importing: Importing) -> None:
    (report,) = importing(FILES[0])
    assert not report.written
    assert not Person.objects.exists()
    first = report.refused[0]
    assert (first.element, first.because) == (
        "Bundle.entry[1].resource.participant[0].individual.reference",
        "never_seen",
    )


def test_american_numbers_are_kept_under_their_own_systems_and_there_is_no_ins(importing: Importing) -> None:
    importing(*FILES)
    patient = Person.objects.get()
    assert (patient.ins, patient.used_name, patient.died_at is not None) == ("", "Garnier44", True)
    assert PersonIdentifier.objects.filter(
        person=patient, system="http://hl7.org/fhir/sid/us-ssn", value="999-12-3456"
    ).exists()


def test_an_unknown_profession_and_an_unknown_kind_of_organisation_are_stored_as_received(importing: Importing) -> None:
    importing(*FILES)
    assert set(Professional.objects.values_list("profession", "profession_code", "rpps")) == {
        ("unknown", "208D00000X", "")
    }
    assert set(Organisation.objects.values_list("kind", "sector_code")) == {("unknown", "prov")}


def test_encounters_and_care_teams_become_periods_and_notes_become_documents(importing: Importing) -> None:
    importing(*FILES)
    assert sorted(CareEntry.objects.values_list("basis", "professional__family_name")) == [
        ("same_care", "Dupont12"),
        ("same_care", "Marchand88"),
    ]
    assert set(Document.objects.values_list("category", "type_code")) == {("report", "34117-2")}
    assert not any(report.created for report in importing(*FILES))


@pytest.mark.parametrize(
    "number",
    [{"system": "http://hl7.org/fhir/sid/us-ssn", "value": "999-12-3456", "type": {"coding": [{"code": "SS"}]}}],
)
def test_two_people_with_one_social_security_number_stay_two(
    importing: Importing, written, number: dict[str, object]
) -> None:
    importing(*FILES)
    other = {
        "resourceType": "Patient",
        "id": "b",
        "identifier": [{"system": "urn:x", "value": "b"}, number],
        "name": [{"family": "Autre"}],
        "birthDate": "1990-01-01",
    }
    (report,) = importing(written(other))
    assert report.written
    assert [remark.because for remark in report.warnings] == ["number_of_someone_else"]
    assert set(Person.objects.values_list("birth_name", flat=True)) == {"Fontaine7", "Autre"}


def test_lines_of_a_bulk_export_need_to_know_their_source(importing: Importing) -> None:
    (refused,) = importing("clinique.ndjson")
    assert {(remark.element, remark.because) for remark in refused.refused} == {
        ("line 3: Patient.identifier", "no_identity"),
        ("line 5: DocumentReference.identifier", "no_identity"),
    }
    (report,) = importing("clinique.ndjson", source="https://clinique.example/fhir")
    assert report.written, report.refused
    assert Person.objects.get().birth_name == "Camille Noiret"
    assert CareEntry.objects.get().basis == "establishment"
