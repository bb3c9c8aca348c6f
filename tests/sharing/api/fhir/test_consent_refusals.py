"""Consents that are refused: nothing is kept, and the answer names the element at fault."""

import json
import uuid
from datetime import date
from typing import Any

from allauth.idp.oidc.models import Token

from consents.models import LedgerEntry
from consents.services import intake
from consents.vocabulary import Category
from sharing.models import CollectedConsent, FiledConsent
from tests.sharing.api.fhir.consents import (
    File,
    actor,
    consent,
    counted,
    deny,
    doctor,
    document,
    named,
    permit,
    refused,
)
from tests.sharing.hospital import BEFORE, Hospital

NOT_EVALUATED: tuple[tuple[dict[str, Any], str], ...] = (
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
)  # fmt: skip


WRONG: tuple[tuple[dict[str, Any], int, str], ...] = (
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
)  # fmt: skip


def test_a_root_that_the_engine_refuses_takes_its_exceptions_with_it(chu: Hospital, fhir: Any) -> None:
    revision = LedgerEntry.objects.count()
    written = document(chu.of_bea)
    code, element = refused(
        fhir("POST", "Consent", consent(chu, permit(chu.leroy_rpps, provision=[deny(data=[written])])))
    )
    assert (code, element) == ("business-rule", "Consent.provision.provision[0].data[0].reference")
    assert (LedgerEntry.objects.count(), FiledConsent.objects.count()) == (revision, 0)
    assert not CollectedConsent.objects.exists()


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


def test_the_door_of_decisions_alone_files_nothing(chu: Hospital, client: Any, fhir: Any) -> None:
    form = {"grant_type": "client_credentials", "scope": "decisions"}
    form |= {"client_id": chu.credentials.client_id, "client_secret": chu.credentials.client_secret}
    bearer = client.post("/oauth2/token", form).json()["access_token"]
    assert refused(fhir("POST", "Consent", consent(chu, deny()), bearer=bearer), 403)[0] == "forbidden"


def test_what_cannot_be_evaluated_is_refused_at_its_element(chu: Hospital, fhir: Any) -> None:
    for provision, element in NOT_EVALUATED:
        assert refused(fhir("POST", "Consent", consent(chu, provision)))[1] == element, provision
    assert not FiledConsent.objects.exists()


def test_what_is_wrong_elsewhere_is_refused_at_its_element(chu: Hospital, fhir: Any) -> None:
    for change, status, element in WRONG:
        assert refused(fhir("POST", "Consent", consent(chu, deny()) | change), status)[1] == element, change


def test_what_is_never_read_is_not_kept(chu: Hospital, file: File) -> None:
    extension = {"url": "urn:x", "valueString": "secret"}
    text = {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">secret</div>'}
    created = file(consent(chu, deny(), extension=[extension], text=text))
    assert "secret" not in json.dumps(created)


def test_a_method_that_is_not_offered_is_an_outcome(fhir: Any) -> None:
    assert refused(fhir("DELETE", f"Consent/{uuid.uuid4()}"), 405)[0] == "not-supported"
    assert refused(fhir("POST", "Consent", b"{}", content_type="text/plain"), 415)[0] == "not-supported"
    assert refused(fhir("POST", "Consent", b"{"), 400)[0] == "structure"
