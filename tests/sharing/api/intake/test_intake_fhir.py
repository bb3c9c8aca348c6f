"""A Bundle by the API: the command's own import, and only of one's own organisations."""

import json
from typing import Any

import pytest

from consents.models import CareEntry, Document, Organisation, Person, Professional
from tests.sharing.api.intake.bundles import CHU, CLINIC, FHIR, FINESS, LEROY, MARTIN, PATIENT, RPPS, person, stay
from tests.sharing.hospital import Hospital


def report(number: str = "F-1", where: Any = CHU, author: Any = MARTIN) -> dict[str, Any]:
    return {
        "resourceType": "DocumentReference",
        "id": number,
        "status": "current",
        "masterIdentifier": {"system": "urn:oid:1.2.3", "value": number},
        "type": {"coding": [{"system": "http://loinc.org", "code": "11488-4"}]},
        "subject": PATIENT,
        "date": "2026-02-01T08:00:00+01:00",
        "author": [author],
        "custodian": where,
    }


@pytest.fixture
def send(tell: Any) -> Any:
    def post(*resources: dict[str, Any], **more: Any) -> Any:
        entries = [
            {"fullUrl": f"https://chu.example/r4/{each['resourceType']}/{each['id']}", "resource": each}
            for each in resources
        ]
        bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
        return tell("fhir", bundle, content_type=FHIR, **more)

    return post


def refusals(response: Any) -> list[tuple[str, str]]:
    assert response["Content-Type"] == FHIR
    outcome = response.json()
    assert outcome["resourceType"] == "OperationOutcome"
    wrong = [each for each in outcome["issue"] if each["severity"] == "error"]
    return [(each["expression"][0], each["details"]["coding"][0]["code"]) for each in wrong]


def test_a_bundle_opens_what_it_tells_of(chu: Hospital, send: Any, may_see: Any) -> None:
    response = send(person(chu.bea_ins), stay(), report())
    assert response.status_code == 200, response.content
    assert refusals(response) == []
    assert may_see(Document.objects.get(source_value="F-1").pk, patient=chu.bea_ins)
    assert Person.objects.get(pk=chu.bea).birth_name == "Blanc"
    assert send(person(chu.bea_ins), stay(), report()).status_code == 200
    assert CareEntry.objects.filter(patient=chu.bea).count() == 1


def test_a_fault_keeps_nothing_of_the_bundle(chu: Hospital, send: Any) -> None:
    response = send(person(chu.nobody_ins), stay(), report() | {"type": 12})
    assert response.status_code == 422
    assert [each[0].startswith("Bundle.entry[2].resource") for each in refusals(response)] == [True]
    assert not Person.objects.filter(ins=chu.nobody_ins.value).exists()


@pytest.mark.parametrize(
    "resource",
    [stay(where=CLINIC), stay(who=LEROY), report(where=CLINIC), report(author=LEROY)],
    ids=["care elsewhere", "someone else's care", "a document made elsewhere", "someone else's document"],
)
def test_nobody_tells_of_another_house(chu: Hospital, send: Any, resource: dict[str, Any]) -> None:
    kept = [person(chu.bea_ins), stay() | {"id": "own"}]
    response = send(*kept, resource)
    assert response.status_code == 422
    assert refusals(response) == [("Bundle.entry[2].resource", "not_of_caller")]
    assert not CareEntry.objects.filter(patient=chu.bea).exists()


def test_a_number_of_another_house_is_not_taken_over(chu: Hospital, send: Any) -> None:
    Document.objects.filter(source_value="seen").update(organisation=chu.clinic)
    response = send(person(chu.ana_ins), report("seen"))
    assert refusals(response) == [("Bundle.entry[1].resource", "not_of_caller")]


def test_a_patient_who_is_new_here_comes_with_his_traits(chu: Hospital, send: Any) -> None:
    logical = {"type": "Patient", "identifier": {"system": chu.bea_ins.system, "value": chu.bea_ins.value}}
    assert refusals(send(stay(patient=logical))) == [("Bundle.entry[0].resource", "not_of_caller")]
    wrong = send(person(chu.bea_ins, birthDate="1981-05-02"), stay())
    assert refusals(wrong)[0] == ("Bundle.entry[0].resource.birthDate", "another_person")
    assert not CareEntry.objects.filter(patient=chu.bea).exists()


def test_the_treating_physician_is_the_patients_to_name(chu: Hospital, send: Any) -> None:
    assert send(person(chu.nobody_ins, generalPractitioner=[LEROY]), stay()).status_code == 200
    bases = CareEntry.objects.filter(patient__ins=chu.nobody_ins.value).values_list("basis", flat=True)
    assert list(bases) == ["establishment"]


def test_what_is_known_of_a_house_or_of_its_people_is_not_rewritten(chu: Hospital, send: Any) -> None:
    house = {
        "resourceType": "Organization", "id": "h", "name": "Autre nom",
        "identifier": [{"system": FINESS, "value": chu.finess}],
    }  # fmt: skip
    physician = {
        "resourceType": "Practitioner", "id": "p", "name": [{"family": "Autre"}],
        "identifier": [{"system": RPPS, "value": chu.nora_rpps}],
    }  # fmt: skip
    assert send(house, physician).status_code == 200
    assert Organisation.objects.get(pk=chu.chu).name == "CHU des Tilleuls"
    assert Professional.objects.get(pk=chu.nora).family_name == "Hadj"
    role = {
        "resourceType": "PractitionerRole", "id": "r", "organization": CLINIC, "practitioner": MARTIN, "active": True,
    }  # fmt: skip
    assert refusals(send(role)) == [("Bundle.entry[0].resource.organization", "not_of_caller")]


def test_a_bundle_under_a_key_is_kept_once(chu: Hospital, send: Any) -> None:
    first, second = (send(person(chu.bea_ins), stay(), report(), key="f-1") for _ in range(2))
    assert first.content == second.content
    assert second["Idempotency-Replayed"] == "true"


def test_faults_of_the_whole_are_told_in_fhirs_words(chu: Hospital, tell: Any) -> None:
    large = tell("fhir", b" " * (16 * 1024 * 1024 + 1), content_type=FHIR)
    assert (large.status_code, large.json()["issue"][0]["code"]) == (413, "too-long")
    unknown = tell("fhir", "{}", content_type=FHIR, bearer="nothing")
    assert (unknown.status_code, unknown.json()["issue"][0]["code"]) == (401, "login")
    assert unknown["Content-Type"] == FHIR
    text = tell("fhir", "not json", content_type=FHIR)
    assert (text.status_code, text.json()["issue"][0]["code"]) == (422, "structure")
    kind = tell("fhir", "x", content_type="text/plain")
    assert (kind.status_code, json.loads(kind.content)["resourceType"]) == (415, "OperationOutcome")
