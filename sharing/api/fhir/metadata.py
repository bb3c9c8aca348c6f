"""CapabilityStatement: what is really there (R4, capabilitystatement.html)."""

from django.conf import settings
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from sharing.api.fhir.base import PublicFhirView, base
from sharing.api.fhir.formats import JSON, XML
from sharing.api.fhir.kinds import KINDS
from sharing.fhir.writing.words import Resource, coding, concept, without_nothing

#: When what is said here last changed.
DATE = "2026-11-22"
_REGISTRY = "https://profiles.ihe.net/ITI/PCF/CapabilityStatement/IHE.PCF.consentRegistry"
_OAUTH = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"


class MetadataView(PublicFhirView):
    """To whoever asks, without a token."""

    def get(self, request: Request) -> Response:
        return Response(capability_statement())


def capability_statement() -> Resource:
    return {
        "resourceType": "CapabilityStatement",
        "id": "mes-partages",
        "url": f"{base()}/metadata",
        "name": "MesPartages",
        "title": "Mes partages",
        "status": "active",
        "date": DATE,
        "description": "Registre des consentements au partage du dossier médical",
        "kind": "instance",
        "instantiates": [_REGISTRY],
        "software": {"name": "Mes partages"},
        "implementation": {"description": "Mes partages", "url": base()},
        "fhirVersion": "4.0.1",
        "format": [JSON, XML, "json", "xml"],
        "rest": [without_nothing({"mode": "server", "security": _security(), "resource": _resources()})],
    }


def _resources() -> list[Resource]:
    return [kind.capability() for kind in KINDS]


def _security() -> Resource:
    service = "http://terminology.hl7.org/CodeSystem/restful-security-service"
    addresses = [
        {"url": "token", "valueUri": _at("oauth_token")},
        {"url": "revoke", "valueUri": _at("oauth_revoke")},
    ]
    return {
        "extension": [{"url": _OAUTH, "extension": addresses}],
        "cors": False,
        "service": [concept(coding(service, "SMART-on-FHIR"))],
        "description": "OAuth 2, SMART Backend Services : portée « fhir ».",
    }


def _at(route: str) -> str:
    return str(settings.SITE_URL) + reverse(route)
