"""Consent in the registry: filed, read, changed, withdrawn; its words hold as those that a professional heard."""

import json
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from allauth.idp.oidc.models import Token
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.consent import Consent as R4BConsent

from consents.actor import Actor
from consents.models import LedgerEntry, SharingPreference
from consents.services import intake, preferences
from consents.vocabulary import Category
from consents.words import EVERYTHING
from sharing.fhir.xml import from_xml, to_xml
from sharing.models import CollectedConsent, FiledConsent
from sharing.services import callers
from sharing.services.consents import finding
from tests.sharing.api.fhir.conftest import token_of
from tests.sharing.api.fhir.consents import PROFILE, actor, consent, deny, doctor, document, named, permit
from tests.sharing.hospital import BEFORE, Hospital, about
from tests.sharing.hospital import doctor as to_doctor

File = Callable[..., Any]


@pytest.fixture
def file(fhir: Any) -> File:
    """A Consent filed; its answer in JSON."""

    def post(resource: dict[str, Any]) -> Any:
        response = fhir("POST", "Consent", resource)
        assert response.status_code == 201, response.content
        return response.json()

    return post


def sent_back(resource: dict[str, Any]) -> dict[str, Any]:
    """Without what the registry says of it."""
    meta = {name: value for name, value in resource["meta"].items() if name not in ("versionId", "lastUpdated")}
    return {name: value for name, value in resource.items() if name != "id"} | {"meta": meta}


def refused(response: Any, status: int = 422) -> tuple[str, str]:
    """The code of the issue and the element that it names."""
    assert response.status_code == status, response.content
    issue = response.json()["issue"][0]
    return issue["code"], issue.get("expression", [""])[0]


def stances(chu: Hospital) -> set[tuple[str, str, str]]:
    """What stands of Ana's own words but the opposition of the story."""
    rows = SharingPreference.objects.filter(patient=chu.ana, ends_at=None).exclude(about_document=chu.hidden)
    return set(rows.values_list("stance", "to_kind", "about_kind"))


def test_a_consent_is_kept_as_it_was_sent_and_its_words_are_declared_by_the_one_who_heard_them(
    chu: Hospital, fhir: Any
) -> None:
    sent = consent(chu, permit(chu.leroy_rpps))
    response = fhir("POST", "Consent", sent)
    assert response.status_code == 201, response.content
    created = response.json()
    R4BConsent.model_validate(created)
    assert sent_back(created) == sent
    assert response["ETag"] == 'W/"1"'
    assert response["Location"].endswith(f"/fhir/Consent/{created['id']}/_history/1")
    entry = LedgerEntry.objects.filter(patient=chu.ana).latest("revision")
    assert (entry.kind, entry.collected_by, entry.door) == ("grant", str(chu.martin), "api")
    again = fhir("GET", f"Consent/{created['id']}")
    assert (again.json(), again["ETag"], again["Last-Modified"]) == (created, 'W/"1"', response["Last-Modified"])


def test_an_exception_and_its_root_are_two_words_of_one_transaction(chu: Hospital, file: File) -> None:
    file(consent(chu, deny(provision=[permit(chu.leroy_rpps)]), meta={"profile": [f"{PROFILE}Intermediate"]}))
    assert stances(chu) == {("oppose", "everyone", "everything"), ("grant", "professional", "everything")}


def test_a_root_that_the_engine_refuses_takes_its_exceptions_with_it(chu: Hospital, fhir: Any) -> None:
    revision = LedgerEntry.objects.count()
    written = document(chu.of_bea)
    code, element = refused(
        fhir("POST", "Consent", consent(chu, permit(chu.leroy_rpps, provision=[deny(data=[written])])))
    )
    assert (code, element) == ("business-rule", "Consent.provision.provision[0].data[0].reference")
    assert (LedgerEntry.objects.count(), FiledConsent.objects.count()) == (revision, 0)
    assert not CollectedConsent.objects.exists()


def test_xml_in_and_xml_out_say_what_json_says(chu: Hospital, fhir: Any) -> None:
    sent = consent(chu, deny(period={"start": "2026-11-23", "end": "2099-01-01"}))
    headers = {"Accept": "application/fhir+xml"}
    response = fhir("POST", "Consent", to_xml(sent), content_type="application/fhir+xml", headers=headers)
    assert (response.status_code, response["Content-Type"]) == (201, "application/fhir+xml"), response.content
    created = from_xml(response.content)
    assert sent_back(created) == sent
    assert fhir("GET", f"Consent/{created['id']}").json() == created
    found = fhir("GET", "Consent?_format=xml")
    assert from_xml(found.content)["entry"][0]["resource"] == created
    broken = fhir("POST", "Consent", b"<Consent", content_type="application/fhir+xml")
    assert refused(broken, 400)[0] == "structure"


def test_the_answer_takes_the_shape_that_is_preferred(chu: Hospital, fhir: Any) -> None:
    sent = consent(chu, deny())
    minimal = fhir("POST", "Consent", sent, headers={"Prefer": "return=minimal"})
    assert (minimal.status_code, minimal.content) == (201, b"")
    told = fhir("POST", "Consent", sent, headers={"Prefer": "return=OperationOutcome"})
    assert (told.status_code, told.json()["resourceType"]) == (201, "OperationOutcome")


def test_an_update_restates_the_words_and_keeps_every_version(chu: Hospital, fhir: Any, file: File) -> None:
    first = file(consent(chu, permit(chu.leroy_rpps, chu.nora_rpps)))
    second = sent_back(first) | {"id": first["id"], "provision": permit(chu.leroy_rpps)}
    response = fhir("PUT", f"Consent/{first['id']}", second, headers={"If-Match": 'W/"1"'})
    assert (response.status_code, response["ETag"]) == (200, 'W/"2"'), response.content
    kinds = list(LedgerEntry.objects.filter(patient=chu.ana).order_by("revision").values_list("kind", flat=True))
    assert kinds[1:] == ["grant", "grant", "withdraw"]
    assert fhir("GET", f"Consent/{first['id']}/_history/1").json() == first
    history = fhir("GET", f"Consent/{first['id']}/_history").json()
    Bundle.model_validate(history)
    assert [each["response"]["etag"] for each in history["entry"]] == ['W/"2"', 'W/"1"']
    assert [each["request"]["method"] for each in history["entry"]] == ["PUT", "POST"]


@pytest.mark.parametrize("status", ["inactive", "entered-in-error"])
def test_an_ended_consent_withdraws_its_words_and_never_begins_again(
    chu: Hospital, fhir: Any, file: File, status: str
) -> None:
    first = file(consent(chu, permit(chu.leroy_rpps)))
    ended = fhir("PUT", f"Consent/{first['id']}", first | {"status": status})
    assert (ended.status_code, ended.json()["status"], ended["ETag"]) == (200, status, 'W/"2"'), ended.content
    assert stances(chu) == set()
    assert fhir("PUT", f"Consent/{first['id']}", first | {"status": status})["ETag"] == 'W/"2"'
    assert refused(fhir("PUT", f"Consent/{first['id']}", first)) == ("business-rule", "Consent.status")


def test_lifting_an_opposition_waits_for_the_patient_and_says_nothing_of_it(
    chu: Hospital, fhir: Any, file: File
) -> None:
    first = file(consent(chu, deny()))
    assert fhir("PUT", f"Consent/{first['id']}", first | {"status": "inactive"}).json()["status"] == "inactive"
    assert stances(chu) == {("oppose", "everyone", "everything")}


def test_revoking_ends_the_grant_at_once_beside_an_opposition_that_waits(chu: Hospital, fhir: Any, file: File) -> None:
    first = file(consent(chu, deny(provision=[permit(chu.leroy_rpps)])))
    assert fhir("PUT", f"Consent/{first['id']}", first | {"status": "inactive"}).status_code == 200
    assert stances(chu) == {("oppose", "everyone", "everything")}


def test_a_period_to_come_is_declared_and_one_that_runs_out_stays_active(chu: Hospital, fhir: Any, file: File) -> None:
    with time_machine.travel("2026-11-22T10:00:00Z", tick=False):
        period = {"start": "2026-11-23", "end": "2026-11-24"}
        first = file(consent(chu, permit(chu.leroy_rpps, period=period)))
    word = SharingPreference.objects.filter(patient=chu.ana).latest("revision")
    assert (word.begins_at.isoformat(), str(word.ends_at)) == ("2026-11-22T23:00:00+00:00", "2026-11-24 23:00:00+00:00")
    (shown,) = finding.read(chu.credentials.client_id, first["id"], at=datetime(2027, 1, 1, tzinfo=UTC))
    assert shown.status == "active"


def test_a_document_that_is_not_known_and_another_patients_are_one_refusal(chu: Hospital, fhir: Any) -> None:
    elsewhere = intake.record_document(
        chu.ana, category=Category.REPORT, organisation=chu.clinic, deposited=date(2026, 1, 10)
    )
    told = set()
    for named_ in (elsewhere.id, chu.of_bea, uuid.uuid4(), "nothing"):
        response, cost = counted(lambda each=named_: fhir("POST", "Consent", consent(chu, deny(data=[document(each)]))))
        told.add((response.status_code, response.content, cost))
    assert len(told) == 1, told
    response = fhir("POST", "Consent", consent(chu, deny(data=[document(chu.hidden)])))
    assert response.status_code == 201, "one's own document, whatever the patient has said of it"


def test_what_the_law_refuses_is_told_with_its_rule(chu: Hospital, fhir: Any) -> None:
    intake.record_death(chu.ana, died_at=BEFORE)
    response = fhir("POST", "Consent", consent(chu, deny()))
    assert refused(response) == ("business-rule", "Consent.provision")
    assert "(R52)" in response.json()["issue"][0]["details"]["text"]


def test_a_token_that_names_a_professional_collects_for_no_other(chu: Hospital, fhir: Any) -> None:
    Token.objects.filter(client_id=chu.credentials.client_id).update(data={"professional": chu.nora_rpps})
    assert refused(fhir("POST", "Consent", consent(chu, deny())))[1] == "Consent.performer"


def test_what_was_filed_is_neither_changed_nor_removed(chu: Hospital, file: File) -> None:
    file(consent(chu, deny()))
    for table in ("sharing_filedconsent", "sharing_filedconsentversion"):
        for act in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE", f"UPDATE {table} SET id = id"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(act)


def test_what_the_patient_withdraws_himself_is_inactive_for_the_one_who_filed_it(
    chu: Hospital, fhir: Any, file: File
) -> None:
    first = file(consent(chu, permit(chu.leroy_rpps)))
    before = fhir("GET", f"Consent/{first['id']}").json()
    preferences.withdraw(
        chu.ana, to=to_doctor(chu.leroy), about=EVERYTHING, by=Actor.person(chu.ana), at=timezone.now()
    )
    after = fhir("GET", f"Consent/{first['id']}")
    assert (before["status"], after.json()["status"], after["ETag"]) == ("active", "inactive", 'W/"2"')
    assert fhir("GET", "Consent?status=active").json()["total"] == 0
    assert fhir("GET", f"Consent/{first['id']}/_history/1").json() == first
    assert refused(fhir("PUT", f"Consent/{first['id']}", first)) == ("business-rule", "Consent.status")


def test_what_waits_for_the_patient_looks_like_what_holds(chu: Hospital, fhir: Any) -> None:
    """A grant heard by the one who gains by it, or against what the patient closed, opens nothing (R90)."""
    held, cost = counted(lambda: fhir("POST", "Consent", consent(chu, permit(chu.leroy_rpps))))
    preferences.oppose(chu.ana, to=to_doctor(chu.nora), about=EVERYTHING, by=Actor.person(chu.ana), at=BEFORE)
    revision = LedgerEntry.objects.filter(patient=chu.ana).count()
    waits, same_cost = counted(lambda: fhir("POST", "Consent", consent(chu, permit(chu.nora_rpps))))
    assert LedgerEntry.objects.filter(patient=chu.ana).count() == revision
    assert (held.status_code, held.json()["status"], sorted(held.headers)) == (
        waits.status_code, waits.json()["status"], sorted(waits.headers),
    )  # fmt: skip
    assert len(held.content) == len(waits.content)
    assert abs(cost - same_cost) <= 2


def test_a_stale_version_is_refused_and_none_is_asked_for(chu: Hospital, fhir: Any, file: File) -> None:
    first = file(consent(chu, permit(chu.leroy_rpps)))
    changed = first | {"provision": permit(chu.leroy_rpps, chu.nora_rpps)}
    assert fhir("PUT", f"Consent/{first['id']}", changed).status_code == 200
    stale = fhir("PUT", f"Consent/{first['id']}", changed, headers={"If-Match": 'W/"1"'})
    assert refused(stale, 412)[0] == "conflict"
    assert refused(fhir("PUT", f"Consent/{first['id']}", changed, headers={"If-Match": "x"}), 400)[0] == "invalid"


def test_filing_and_revoking_by_operation(chu: Hospital, fhir: Any) -> None:
    proof = {
        "resourceType": "DocumentReference",
        "status": "current",
        "content": [{"attachment": {"url": "https://chu.example/1"}}],
    }
    body = {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "consent", "resource": consent(chu, permit(chu.leroy_rpps))},
            {"name": "document", "resource": proof},
        ],
    }
    filed = fhir("POST", "Consent/$fileConsent", body)
    assert (filed.status_code, filed.json()["resourceType"]) == (200, "OperationOutcome"), filed.content
    identity = filed["Location"].split("/")[-3]

    def revoke(patient: str) -> Any:
        references = {"consent": f"Consent/{identity}", "patient": patient}
        given = [{"name": name, "valueReference": {"reference": value}} for name, value in references.items()]
        return fhir("POST", "Consent/$revokeConsent", {"resourceType": "Parameters", "parameter": given})

    assert refused(revoke("Patient/p-bea"), 404)[0] == "not-found"
    assert revoke("Patient/p-ana").status_code == 200
    assert fhir("GET", f"Consent/{identity}").json()["status"] == "inactive"
    assert stances(chu) == set()
    scanned = {"content": [{"attachment": {"data": "AA=="}}]}
    body["parameter"][1]["resource"] = proof | scanned  # type: ignore[index]
    assert refused(fhir("POST", "Consent/$fileConsent", body))[1].endswith("attachment.data")


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
    search = lambda: fhir("GET", f"Consent?patient.identifier={chu.ana_ins.system}|{chu.ana_ins.value}")  # noqa: E731
    _, few = counted(search)
    for _ in range(3):
        file(consent(chu, deny()))
    found, many = counted(search)
    assert (found.json()["total"], many) == (4, few)
    _, read = counted(lambda: fhir("GET", f"Consent/{one['id']}"))
    assert (few, read) == (9, 6)


def test_the_door_of_decisions_alone_files_nothing(chu: Hospital, client: Any, fhir: Any) -> None:
    form = {"grant_type": "client_credentials", "scope": "decisions"}
    form |= {"client_id": chu.credentials.client_id, "client_secret": chu.credentials.client_secret}
    bearer = client.post("/oauth2/token", form).json()["access_token"]
    assert refused(fhir("POST", "Consent", consent(chu, deny()), bearer=bearer), 403)[0] == "forbidden"


def counted(act: Callable[[], Any]) -> tuple[Any, int]:
    with CaptureQueriesContext(connection) as captured:
        response = act()
    return response, len(captured)


@pytest.mark.parametrize(
    ("provision", "element"),
    [
        ({"type": "permit"}, "Consent.provision.actor"),
        ({"period": {"start": "2026-12-01"}}, "Consent.provision.type"),
        (deny(dataPeriod={"start": "2024-01-01"}), "Consent.provision.dataPeriod"),
        (deny(securityLabel=[{"code": "R"}]), "Consent.provision.securityLabel"),
        (deny(action=[{"coding": [{"code": "access"}]}]), "Consent.provision.action"),
        (deny(purpose=[{"code": "TREAT"}]), "Consent.provision.purpose[0]"),
        (deny(actor=[actor(named("Device", "urn:x", "1"))]), "Consent.provision.actor[0].reference"),
        (deny(actor=[actor({"reference": "Practitioner/1"})]), "Consent.provision.actor[0].reference"),
        (deny(actor=[actor(doctor("10009999995"))]), "Consent.provision.actor[0].reference"),
        (deny(**{"class": [{"system": "http://loinc.org", "code": "34133-9"}]}), "Consent.provision.class[0]"),
        (deny(code=[{"coding": [{"code": "x"}]}]), "Consent.provision.code[0]"),
        (deny(data=[{"meaning": "related", "reference": {"reference": "Encounter/1"}}]), "Consent.provision.data[0].meaning"),
        (deny(provision=[deny(provision=[deny()])]), "Consent.provision.provision[0].provision"),
        (deny(provision=[deny()]), "Consent.provision.provision"),
        (deny(actor=[actor(doctor("10001234565"))], provision=[permit("10001234581")]), "Consent.provision.provision[0].actor"),
        (deny(period={"end": "2026-01-01"}), "Consent.provision"),
    ],
)  # fmt: skip
def test_what_cannot_be_evaluated_is_refused_at_its_element(
    chu: Hospital, fhir: Any, provision: dict[str, Any], element: str
) -> None:
    assert refused(fhir("POST", "Consent", consent(chu, provision)))[1] == element
    assert not FiledConsent.objects.exists()


@pytest.mark.parametrize(
    ("change", "status", "element"),
    [
        ({"status": "draft"}, 422, "Consent.status"),
        ({"status": "inactive"}, 422, "Consent.status"),
        ({"scope": {"coding": [{"code": "research"}]}}, 422, "Consent.scope"),
        ({"patient": {"reference": "Patient/p-ana"}}, 422, "Consent.patient"),
        ({"performer": [{"reference": "RelatedPerson/1"}]}, 422, "Consent.performer[0]"),
        ({"performer": [{"reference": "Patient/p-ana"}]}, 422, "Consent.performer"),
        ({"organization": [{"identifier": {"system": "https://finess.esante.gouv.fr", "value": "690000013"}}]}, 422, "Consent.organization"),
        ({"verification": [{"verified": False}]}, 422, "Consent.verification[0].verified"),
        ({"modifierExtension": [{"url": "urn:x", "valueCode": "y"}]}, 422, "Consent.modifierExtension"),
        ({"contained": [{"resourceType": "Patient"}]}, 422, "Consent.contained"),
        ({"policy": []}, 400, "Consent.policy"),
        ({"provision": [{"type": "deny"}]}, 400, "Consent.provision"),
        ({"nothing": "x"}, 400, "Consent.nothing"),
        ({"dateTime": "yesterday"}, 400, "Consent.dateTime"),
        ({"resourceType": "Patient"}, 400, "Consent.resourceType"),
        ({"language": "a\x00b"}, 400, "Consent.language"),
        ({"meta": None}, 400, "Consent.meta"),
        ({"dateTime": "1700-01-01"}, 400, "Consent.dateTime"),
    ],
)  # fmt: skip
def test_what_is_wrong_elsewhere_is_refused_at_its_element(
    chu: Hospital, fhir: Any, change: dict[str, Any], status: int, element: str
) -> None:
    assert refused(fhir("POST", "Consent", consent(chu, deny()) | change), status)[1] == element


def test_what_is_never_read_is_not_kept(chu: Hospital, file: File) -> None:
    extension = {"url": "urn:x", "valueString": "secret"}
    text = {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">secret</div>'}
    created = file(consent(chu, deny(), extension=[extension], text=text))
    assert "secret" not in json.dumps(created)


@pytest.mark.parametrize(
    ("query", "found"),
    [
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
    ],
)
def test_a_search_answers_its_parameters(chu: Hospital, fhir: Any, file: File, query: str, found: int) -> None:
    provision = deny(actor=[actor(doctor(chu.nora_rpps))], period={"start": "2026-11-01", "end": "2099-01-01"})
    file(consent(chu, provision))
    response = fhir("GET", f"Consent?{query}")
    Bundle.model_validate(response.json())
    assert response.json()["total"] == found, response.content
    form = fhir("POST", "Consent/_search", query, content_type="application/x-www-form-urlencoded")
    assert form.json() == response.json()


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


def test_a_method_that_is_not_offered_is_an_outcome(fhir: Any) -> None:
    assert refused(fhir("DELETE", f"Consent/{uuid.uuid4()}"), 405)[0] == "not-supported"
    assert refused(fhir("POST", "Consent", b"{}", content_type="text/plain"), 415)[0] == "not-supported"
    assert refused(fhir("POST", "Consent", b"{"), 400)[0] == "structure"
