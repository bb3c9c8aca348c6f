"""Who reads which Consent, and what a search finds: the rest is one absence."""

import uuid
from typing import Any

from django.utils import timezone
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.consent import Consent as R4BConsent

from consents.actor import Actor
from consents.services import preferences
from consents.words import EVERYTHING
from sharing.services import callers
from tests.sharing.api.fhir.conftest import token_of
from tests.sharing.api.fhir.consents import (
    File,
    actor,
    consent,
    counted,
    deny,
    doctor,
    permit,
    refused,
)
from tests.sharing.hospital import BEFORE, Hospital, about
from tests.sharing.hospital import doctor as to_doctor

SEARCHES = (
    ("patient=Patient/p-ana", 1),
    ("patient=p-ana", 1),
    ("patient=Patient/p-bea", 0),
    ("status=active", 1),
    ("status=inactive,active", 1),
    ("status=inactive", 0),
    ("date=2026-02-20", 1),
    ("date=ge2026-02-01&date=lt2026-03", 1),
    ("date=gt2026-02-21", 0),
    ("date=ne2026-02-20", 0),
    ("period=2027-01-01", 0),
    ("period=gt2027-01-01", 1),
    ("period=lt2026-01-01", 0),
    ("scope=patient-privacy", 1),
    ("category=http://loinc.org|59284-0", 1),
    ("category=http://loinc.org|1", 0),
    ("identifier=https://chu.example/consentements|c-1", 1),
    ("identifier=c-2", 0),
    ("purpose=TREAT", 1),
    ("organization.identifier=https://finess.esante.gouv.fr|750000010", 1),
    ("actor.identifier=https://rpps.esante.gouv.fr|10001234573", 1),
    ("actor.identifier=urn:oid:1.2.250.1.71.4.2.1|810001234573", 1),
    ("actor=Practitioner/1", 0),
    ("_lastUpdated=gt2020-01-01", 1),
    ("_id=nothing", 0),
)


def test_another_systems_consent_an_unknown_one_and_no_identifier_at_all_are_one_answer(
    chu: Hospital, fhir: Any, file: File, client: Any
) -> None:
    mine = file(consent(chu, permit(chu.leroy_rpps)))
    other = callers.register_calling_system("Autre", organisations=[chu.chu], granted=["fhir"], at=BEFORE)
    bearer = token_of(client, other)
    answers = set()
    for identity in (mine["id"], str(uuid.uuid4()), "p-1", mine["id"].upper(), str(chu.ana)):
        for path in ("", "/_history", "/_history/1"):
            response, cost = counted(lambda each=f"Consent/{identity}{path}": fhir("GET", each, bearer=bearer))
            answers.add((response.status_code, response.content, cost))
        changed, cost = counted(
            lambda each=identity: fhir("PUT", f"Consent/{each}", mine | {"id": each}, bearer=bearer)
        )
        assert (changed.status_code, changed.content) == (404, response.content)
    assert len(answers) == 1, answers


def test_a_search_about_someone_unknown_is_that_of_a_patient_whose_consents_others_filed(
    chu: Hospital, fhir: Any, file: File, client: Any
) -> None:
    file(consent(chu, permit(chu.leroy_rpps)))
    preferences.oppose(chu.bea, to=to_doctor(chu.martin), about=EVERYTHING, by=Actor.person(chu.bea), at=BEFORE)
    other = token_of(
        client, callers.register_calling_system("Autre", organisations=[chu.chu], granted=["fhir"], at=BEFORE)
    )
    found = set()
    for who in (chu.ana_ins, chu.bea_ins, chu.nobody_ins):
        response, cost = counted(
            lambda who=who: fhir(
                "GET", f"Consent?patient.identifier={who.system}|{who.value}&status=active", bearer=other
            )
        )
        found.add((response.status_code, response.content.replace(who.value.encode(), b""), cost))
    assert len(found) == 1, found
    assert b'"total":0' in next(iter(found))[1]


def test_a_grant_made_on_the_site_is_read_by_the_organisation_it_names_while_it_cares_for_the_patient(
    chu: Hospital, fhir: Any, client: Any
) -> None:
    by = Actor.person(chu.ana)
    about_all = {"about": EVERYTHING, "by": by, "at": BEFORE}
    preferences.grant(chu.ana, to=to_doctor(chu.nora), **about_all)
    preferences.grant(chu.ana, to=to_doctor(chu.leroy), **about_all)
    preferences.grant(chu.ana, to=to_doctor(chu.martin), about=about(chu.seen), by=by, at=BEFORE)
    preferences.oppose(chu.ana, to=to_doctor(chu.martin), **about_all)
    path = f"Consent?patient.identifier={chu.ana_ins.system}|{chu.ana_ins.value}&status=active"
    found = fhir("GET", path).json()
    assert found["total"] == 1
    resource = found["entry"][0]["resource"]
    R4BConsent.model_validate(resource)
    assert resource["provision"]["actor"][0]["reference"]["identifier"]["value"] == chu.nora_rpps
    one = f"Consent/{resource['id']}"
    assert fhir("GET", one).json() == resource == fhir("GET", f"{one}/_history/1").json()
    assert refused(fhir("PUT", one, resource), 404)[0] == "not-found"
    elsewhere = callers.register_calling_system("Clinique", organisations=[chu.clinic], granted=["fhir"], at=BEFORE)
    bearer = token_of(client, elsewhere)
    assert fhir("GET", path, bearer=bearer).json()["total"] == 0, "Dr Leroy is named, but nobody cares for her there"
    assert fhir("GET", one, bearer=bearer).status_code == 404
    preferences.withdraw(chu.ana, to=to_doctor(chu.nora), about=EVERYTHING, by=by, at=timezone.now())
    assert fhir("GET", path).json()["total"] == 0
    gone = fhir("GET", one)
    assert (gone.status_code, gone.content) == (404, fhir("GET", f"Consent/{uuid.uuid4()}").content)


def test_each_act_costs_a_fixed_number_of_queries(chu: Hospital, fhir: Any, file: File) -> None:
    one = file(consent(chu, permit(chu.leroy_rpps)))

    def search() -> Any:
        return fhir("GET", f"Consent?patient.identifier={chu.ana_ins.system}|{chu.ana_ins.value}")

    _, few = counted(search)
    for _ in range(3):
        file(consent(chu, deny()))
    found, many = counted(search)
    assert (found.json()["total"], many) == (4, few)
    _, read = counted(lambda: fhir("GET", f"Consent/{one['id']}"))
    assert (few, read) == (10, 7)


def test_a_search_answers_its_parameters(chu: Hospital, fhir: Any, file: File) -> None:
    provision = deny(actor=[actor(doctor(chu.nora_rpps))], period={"start": "2026-11-01", "end": "2099-01-01"})
    file(consent(chu, provision))
    for query, found in SEARCHES:
        response = fhir("GET", f"Consent?{query}")
        assert response.json()["total"] == found, query
        form = fhir("POST", "Consent/_search", query, content_type="application/x-www-form-urlencoded")
        assert form.json() == response.json()
    Bundle.model_validate(response.json())


def test_pages_lead_on_and_what_is_not_known_is_reported_or_refused(chu: Hospital, fhir: Any, file: File) -> None:
    to = (chu.nora_rpps, chu.leroy_rpps, chu.martin_rpps)
    ids = {file(consent(chu, deny(actor=[actor(doctor(each))])))["id"] for each in to}
    seen, path = set(), "Consent?_count=2&nothing=1&status=active"
    first = fhir("GET", path).json()
    assert first["entry"][-1]["search"]["mode"] == "outcome"
    assert "total" not in first
    while path:
        page = fhir("GET", path).json()
        seen |= {each["resource"]["id"] for each in page["entry"] if each["search"]["mode"] == "match"}
        following = [link["url"] for link in page["link"] if link["relation"] == "next"]
        path = following[0].split("/fhir/")[1] if following else ""
    assert seen == ids
    strict = fhir("GET", "Consent?nothing=1", headers={"Prefer": "handling=strict"})
    assert refused(strict, 400) == ("not-supported", "http.nothing")
    for wrong in ("_count=x", "date=soon", "patient:nothing=1", "_page=nonsense"):
        assert fhir("GET", f"Consent?{wrong}").status_code == 400
