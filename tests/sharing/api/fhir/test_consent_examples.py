"""The examples of the guides, as they are: kept and given back, or refused at the element that cannot be kept."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from allauth.idp.oidc.models import Token
from django.conf import settings

from consents.models import SharingPreference
from consents.services import intake
from consents.vocabulary import CareBasis, Profession
from sharing.fhir.xml import from_xml, to_xml
from sharing.models import FiledConsent
from tests.sharing.hospital import BEFORE, Hospital

EXAMPLES = Path(settings.BASE_DIR) / "tests" / "data" / "fhir" / "examples"
KEPT = {
    "consent-opposition": {("oppose", "everyone", "everything")},
    "consent-deny-except-one-doctor": {("oppose", "everyone", "everything"), ("grant", "professional", "everything")},
}
REFUSED = {
    "consent-by-parent": "Consent.performer[0]",
    "consent-deny-except-break-glass": "Consent.provision.provision[0].purpose[0]",
    "consent-permit": "Consent.provision.actor",
    "consent-permit-except-one-document": "Consent.provision.actor",
    "consent-permit-except-period": "Consent.provision.actor",
    "consent-permit-not-restricted": "Consent.provision.securityLabel",
    "consent-research": "Consent.provision.purpose[0]",
    "consent-revoked": "Consent.provision.actor",
}


def example(name: str) -> dict[str, Any]:
    resource: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return resource


@pytest.fixture
def camille(chu: Hospital, token: str) -> Any:
    """The patient and the doctor of the examples; the token names Dr Martin, who heard them (RFC 8693)."""
    patient = intake.record_person(
        at=BEFORE, birth_name="Camille", born_on=date(1979, 3, 5), ins="279035121518989",
        ins_system="urn:oid:1.2.250.1.213.1.4.10",
    ).id  # fmt: skip
    intake.record_care(
        patient, professional=chu.martin, basis=CareBasis.ESTABLISHMENT, begins_at=BEFORE, organisation=chu.chu
    )
    intake.record_professional(family_name="Leroy", rpps="99700366240", profession=Profession.PHYSICIAN)
    Token.objects.filter(client_id=chu.credentials.client_id).update(data={"professional": chu.martin_rpps})
    return patient


def test_every_example_is_in_one_of_the_two_lists() -> None:
    assert {path.stem for path in EXAMPLES.glob("consent-*.json")} == set(KEPT) | set(REFUSED)


@pytest.mark.parametrize("name", KEPT)
def test_an_example_that_the_engine_evaluates_is_kept_and_given_back(camille: Any, fhir: Any, name: str) -> None:
    sent = example(name)
    response = fhir("POST", "Consent", sent)
    assert response.status_code == 201, response.content
    created = response.json()
    ours = {"id": created["id"], "meta": created["meta"]}
    assert created == sent | ours
    assert created["meta"] | {"lastUpdated": ""} == sent["meta"] | {"lastUpdated": ""}
    in_xml = fhir("GET", f"Consent/{created['id']}?_format=xml")
    assert from_xml(in_xml.content) == created
    words = SharingPreference.objects.filter(patient=camille).values_list("stance", "to_kind", "about_kind")
    assert set(words) == KEPT[name]


@pytest.mark.parametrize(("name", "element"), REFUSED.items())
def test_an_example_that_cannot_be_evaluated_is_refused_at_its_element(
    camille: Any, fhir: Any, name: str, element: str
) -> None:
    for sent, kind in ((json.dumps(example(name)), "json"), (to_xml(example(name)), "xml")):
        response = fhir("POST", "Consent", sent, content_type=f"application/fhir+{kind}")
        assert (response.status_code, response.json()["issue"][0]["expression"]) == (422, [element])
    assert not FiledConsent.objects.exists()


def test_the_operations_of_the_examples_are_read(camille: Any, fhir: Any) -> None:
    """The Consent to file opens to everyone, which no grant does (R19); the one to revoke is not of this registry."""
    filed = fhir("POST", "Consent/$fileConsent", example("parameters-file-consent"))
    assert (filed.status_code, filed.json()["issue"][0]["expression"]) == (422, ["Consent.provision.actor"])
    assert fhir("POST", "Consent/$revokeConsent", example("parameters-revoke-consent")).status_code == 404
