"""Consents as the hospital's software writes them."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from consents.models import SharingPreference
from sharing.fhir.reading.identifiers import RPPS
from tests.sharing.hospital import Hospital

File = Callable[..., Any]
FINESS = "https://finess.esante.gouv.fr"
PROFILE = "https://profiles.ihe.net/ITI/PCF/StructureDefinition/IHE.PCF.consent"
TREAT = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "TREAT"}
_ROLE = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "IRCP"}]}


def named(kind: str, system: str, value: str, address: str = "") -> dict[str, Any]:
    reference = {"reference": f"{kind}/{address}"} if address else {}
    return reference | {"type": kind, "identifier": {"system": system, "value": value}}


def doctor(rpps: str) -> dict[str, Any]:
    return named("Practitioner", RPPS, rpps)


def actor(reference: dict[str, Any]) -> dict[str, Any]:
    return {"role": _ROLE, "reference": reference}


def document(identity: object) -> dict[str, Any]:
    return {"meaning": "instance", "reference": {"reference": f"DocumentReference/{identity}"}}


def deny(**more: Any) -> dict[str, Any]:
    return {"type": "deny", "purpose": [TREAT], **more}


def permit(*rpps: str, **more: Any) -> dict[str, Any]:
    return {"type": "permit", "actor": [actor(doctor(each)) for each in rpps], **more}


def consent(chu: Hospital, provision: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What Ana told Dr Martin, at the hospital."""
    ana = named("Patient", chu.ana_ins.system, chu.ana_ins.value, "p-ana")
    return {
        "resourceType": "Consent",
        "meta": {"profile": [f"{PROFILE}Basic"]},
        "identifier": [{"system": "https://chu.example/consentements", "value": "c-1"}],
        "status": "active",
        "scope": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]
        },
        "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
        "patient": ana,
        "dateTime": "2026-02-20T10:15:00+01:00",
        "performer": [{"reference": "Patient/p-ana"}, doctor(chu.martin_rpps)],
        "organization": [named("Organization", FINESS, chu.finess)],
        "sourceReference": {"reference": "DocumentReference/preuve-1"},
        "policy": [{"authority": "https://chu.example", "uri": "https://chu.example/politiques/partage-1"}],
        "provision": provision,
        **more,
    }


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


def counted(act: Callable[[], Any]) -> tuple[Any, int]:
    with CaptureQueriesContext(connection) as captured:
        response = act()
    return response, len(captured)
