"""`/fhir/Provenance`: one for each version of the Consents that a system filed, and for nobody else's."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from fhir.resources.R4B.provenance import Provenance

from consents.actor import Actor
from consents.services import preferences
from consents.words import EVERYONE, EVERYTHING
from sharing.fhir.xml import from_xml
from sharing.services import callers
from tests.sharing.api.fhir.conftest import token_of
from tests.sharing.api.fhir.consents import consent, deny, permit
from tests.sharing.hospital import BEFORE, Hospital, doctor

UNKNOWN = "0b7f5c1e-6a1d-4f7e-9a55-3f1f0a6c2d10"


@pytest.fixture
def filed(chu: Hospital, fhir: Any) -> str:
    """A Consent with two versions."""
    created = fhir("POST", "Consent", consent(chu, permit(chu.leroy_rpps))).json()
    changed = consent(chu, permit(chu.leroy_rpps, period={"end": "2099-01-01"}), id=created["id"])
    assert fhir("PUT", f"Consent/{created['id']}", changed).status_code == 200
    return str(created["id"])


def found(response: Any) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.content
    resources = [entry["resource"] for entry in response.json().get("entry", ())]
    for each in resources:
        Provenance.model_validate(each)
    return resources


def test_every_version_has_one_that_is_read_in_json_and_in_xml(chu: Hospital, fhir: Any, filed: str) -> None:
    second, first = found(fhir("GET", f"Provenance?target=Consent/{filed}"))

    assert [each["target"][0]["reference"] for each in (first, second)] == [
        f"Consent/{filed}/_history/1", f"Consent/{filed}/_history/2"
    ]  # fmt: skip
    assert [agent["who"].get("identifier", {}).get("value") for agent in first["agent"]][:2] == [
        chu.ana_ins.value, chu.martin_rpps
    ]  # fmt: skip
    read = fhir("GET", f"Provenance/{first['id']}")
    assert (read.json(), read["ETag"]) == (first, 'W/"1"')
    assert fhir("GET", f"Provenance/{first['id']}/_history/1").json() == first
    assert from_xml(fhir("GET", f"Provenance/{first['id']}?_format=xml").content) == first


def test_search_keeps_what_every_parameter_asks_for(chu: Hospital, fhir: Any, filed: str) -> None:
    ana = f"{chu.ana_ins.system}|{chu.ana_ins.value}"
    for query, versions in {
        f"target=Consent/{filed}/_history/1": [1],
        f"target=https://partages.example/fhir/Consent/{filed}": [2, 1],
        f"target=Consent/{UNKNOWN}": [],
        "target=DocumentReference/1": [],
        f"_id={filed}-2": [2],
        f"_id={filed}-3": [],
        "_id=x": [],
        f"_id={filed}-2&target=Consent/{filed}/_history/1": [],
        f"_id={filed}-2&target=Consent/{UNKNOWN}": [],
        f"patient.identifier={ana}": [2, 1],
        f"patient:identifier={ana}&recorded=ge2026": [2, 1],
        f"patient.identifier={ana}&recorded=1999": [],
        f"patient.identifier={chu.bea_ins.system}|{chu.bea_ins.value}": [],
        f"patient.identifier={chu.nobody_ins.system}|{chu.nobody_ins.value}": [],
    }.items():
        numbers = [int(each["id"].rpartition("-")[2]) for each in found(fhir("GET", f"Provenance?{query}"))]
        assert numbers == versions, query


def test_a_page_leads_to_the_next(chu: Hospital, fhir: Any, filed: str, settings: Any) -> None:
    first = fhir("GET", f"Provenance?target=Consent/{filed}&_count=1")
    (following,) = [link["url"] for link in first.json()["link"] if link["relation"] == "next"]
    second = fhir("GET", following.removeprefix(f"{settings.SITE_URL}/fhir/"))

    assert [each["id"] for each in (*found(first), *found(second))] == [f"{filed}-2", f"{filed}-1"]
    assert [link["relation"] for link in second.json()["link"]] == ["self"]
    form = {"content_type": "application/x-www-form-urlencoded"}
    assert len(found(fhir("POST", "Provenance/_search", f"target=Consent/{filed}", **form))) == 2


def test_a_search_that_names_nothing_or_says_it_badly_is_refused(chu: Hospital, fhir: Any) -> None:
    for query, parameter in (
        ("", "target"),
        ("recorded=2026", "target"),
        ("patient.identifier=1", "patient.identifier"),
        ("target=Consent/1,Consent/2", "target"),
        (f"target=Consent/{UNKNOWN}&_page=x", "_page"),
    ):
        response = fhir("GET", f"Provenance?{query}")
        assert (response.status_code, response.json()["issue"][0]["expression"]) == (400, [f"http.{parameter}"])


def test_another_system_s_and_unknown_ones_are_one_404_for_the_same_work(
    chu: Hospital, fhir: Any, filed: str, client: Any
) -> None:
    other = token_of(
        client, callers.register_calling_system("Autre", organisations=[chu.chu], granted=["fhir"], at=BEFORE)
    )
    costs, told = set(), set()
    for named in (f"{filed}-1", f"{UNKNOWN}-1", "nothing"):
        with CaptureQueriesContext(connection) as captured:
            response = fhir("GET", f"Provenance/{named}", bearer=other)
        costs.add(len(captured))
        told.add((response.status_code, response.content))

    assert [status for status, _ in told] == [404]
    assert len(costs) == 1
    assert found(fhir("GET", f"Provenance?target=Consent/{filed}", bearer=other)) == []
    assert fhir("GET", f"Provenance/{filed}-9").status_code == 404


def test_when_the_patient_ends_it_himself_the_version_says_neither_who_nor_why(
    chu: Hospital, fhir: Any, filed: str
) -> None:
    """Nor whether it was withdrawn or replaced: what he declares elsewhere is not this system's to know."""
    preferences.oppose(chu.ana, to=EVERYONE, about=EVERYTHING, by=Actor.person(chu.ana), at=timezone.now())
    preferences.withdraw(
        chu.ana, to=doctor(chu.leroy), about=EVERYTHING,
        by=Actor.person(chu.ana), at=timezone.now(),
    )  # fmt: skip
    third = found(fhir("GET", f"Provenance?target=Consent/{filed}"))[0]

    assert third["id"] == f"{filed}-3"
    assert [agent["type"]["coding"][0]["code"] for agent in third["agent"]] == ["assembler"]


def test_reading_costs_the_same_whatever_is_found(chu: Hospital, fhir: Any, filed: str) -> None:
    ana = f"{chu.ana_ins.system}|{chu.ana_ins.value}"
    with CaptureQueriesContext(connection) as few:
        fhir("GET", f"Provenance?patient.identifier={ana}")
    fhir("POST", "Consent", consent(chu, deny()))
    with CaptureQueriesContext(connection) as many:
        assert len(found(fhir("GET", f"Provenance?patient.identifier={ana}"))) == 3

    assert len(few) == len(many)


def test_it_is_written_by_us_alone(chu: Hospital, fhir: Any, filed: str) -> None:
    one = f"Provenance/{filed}-1"
    for method, path in (("POST", "Provenance"), ("PUT", one), ("DELETE", one)):
        assert fhir(method, path, {"resourceType": "Provenance"}).status_code == 405, method
