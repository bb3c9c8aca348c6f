"""Clients that others wrote, as they are published, against a real server: read, search, create, update.

The one in JavaScript is in `tools/fhir-kit/`, which is run by hand (docs/fhir.md).
"""

from typing import Any

import pytest
from django.test import Client
from fhirclient.client import FHIRClient
from fhirclient.models.bundle import Bundle
from fhirclient.models.consent import Consent
from fhirclient.models.fhirdatetime import FHIRDateTime
from fhirclient.models.period import Period
from fhirpy import SyncFHIRClient
from fhirpy.base.exceptions import OperationOutcome, ResourceNotFound

from sharing.services import callers
from tests.sharing.api.fhir.conftest import token_of
from tests.sharing.api.fhir.consents import consent, permit
from tests.sharing.api.signing import P384, Signer, jwks, public
from tests.sharing.hospital import BEFORE, Hospital

UNKNOWN = "0b7f5c1e-6a1d-4f7e-9a55-3f1f0a6c2d10"


@pytest.fixture
def address(live_server: Any, settings: Any) -> str:
    settings.SITE_URL = live_server.url
    return f"{live_server.url}/fhir"


@pytest.fixture
def bearer(chu: Hospital, client: Client) -> str:
    return f"Bearer {token_of(client, chu.credentials)}"


def test_python_clients_read_search_create_and_update_a_consent(address: str, bearer: str, chu: Hospital) -> None:
    _fhirpy(SyncFHIRClient(address, authorization=bearer), chu)
    _fhirclient(address, chu)


def _fhirpy(client: SyncFHIRClient, chu: Hospital) -> None:
    sent = consent(chu, permit(chu.leroy_rpps))
    created = client.resource("Consent", **sent)
    created.save()
    assert created["meta"]["versionId"] == "1"

    read = client.reference("Consent", created.id).to_resource()
    assert read["provision"] == sent["provision"]

    ana = f"{chu.ana_ins.system}|{chu.ana_ins.value}"
    consents = client.resources("Consent")
    assert [each.id for each in consents.search(patient__identifier=ana, status="active").fetch_all()] == [created.id]
    assert [each.id for each in consents.search(date__ge="2026-02-20").limit(1).fetch()] == [created.id]
    assert consents.search(status="inactive").fetch() == []

    read["status"] = "inactive"
    read.save()
    assert (read["meta"]["versionId"], read["status"]) == ("2", "inactive")

    with pytest.raises(ResourceNotFound):
        client.reference("Consent", UNKNOWN).to_resource()
    with pytest.raises(OperationOutcome) as refused:
        client.resource("Consent", **consent(chu, permit(chu.leroy_rpps, action=[{"text": "x"}]))).save()
    assert "provision" in str(refused.value)


def _fhirclient(address: str, chu: Hospital) -> None:
    """It asks for metadata, finds there where tokens are given, and signs for one (SMART Backend Services)."""
    keys = callers.PublicKeys(jwks=jwks(public(P384, "a")))
    system = callers.register_calling_system("Python", organisations=[chu.chu], granted=["fhir"], keys=keys, at=BEFORE)
    signed = Signer(system.client_id, address.replace("/fhir", "/oauth2/token")).assertion()
    given = {"app_id": system.client_id, "api_base": address, "jwt_token": signed, "scope": "fhir"}
    client = FHIRClient(settings=given)
    client.wants_patient = False
    client.prepare()
    client.authorize()
    assert client.ready
    sent = Consent(consent(chu, permit(chu.leroy_rpps)))
    created = Consent(sent.create(client.server))
    assert created.meta.versionId == "1"

    read = Consent.read(created.id, client.server)
    assert read.provision.as_json() == sent.provision.as_json()

    found = Consent.where({"status": "active", "patient.identifier": chu.ana_ins.value}).perform_resources_iter(
        client.server
    )
    assert [each.id for each in found] == [created.id]
    (bundle,) = Consent.where({"_id": created.id}).perform_iter(client.server)
    assert (type(bundle), bundle.total) == (Bundle, 1)

    read.provision.period = Period()
    read.provision.period.end = FHIRDateTime("2099-01-01T00:00:00+01:00")
    changed = Consent(read.update(client.server))
    assert (changed.meta.versionId, changed.provision.period.end.as_json()) == ("2", "2099-01-01T00:00:00+01:00")
