"""`Consent/$fileConsent` and `$revokeConsent` (HL7 Scalable Consent Management), answered by an OperationOutcome."""

from typing import Any

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from sharing.api import evaluation
from sharing.api.fhir import base, sentences
from sharing.api.fhir.base import FhirView
from sharing.api.fhir.errors import Unmet
from sharing.fhir.consents.values import NotKept
from sharing.fhir.outcome import INFORMATION, Issue, outcome
from sharing.fhir.writing.words import Resource
from sharing.services.consents import filing
from sharing.services.consents.filing import Teller
from sharing.services.consents.finding import NoSuchConsent
from sharing.services.consents.kept import Shown

PARAMETERS = "Parameters"


class FileConsentView(FhirView):
    """`consent`, and `document`, the proof: its reference is kept when the Consent names none, its content never."""

    def post(self, request: Request) -> Response:
        given = _parameters(request)
        consent, document = _resource(given, "consent", "Consent"), given.get("document", {}).get("resource")
        if isinstance(document, dict):
            _has_no_content(document)
        shown = filing.file(teller(request), consent, at=timezone.now())
        return _answered(shown, "filed")


class RevokeConsentView(FhirView):
    """`consent` and `patient`; `document`, when there is one, is the proof and is not kept here."""

    def post(self, request: Request) -> Response:
        given = _parameters(request)
        consent, patient = _reference(given, "consent"), _reference(given, "patient")
        address = str(consent.get("reference", "")).removeprefix(f"{base.base()}/").split("/")
        if address[0] != "Consent" or len(address) not in (2, 4):
            raise NoSuchConsent
        shown = filing.revoke(teller(request), address[1], patient, at=timezone.now())
        return _answered(shown, "revoked")


def _parameters(request: Request) -> dict[str, Resource]:
    """By name; one of each."""
    said = base.body(request, PARAMETERS).get("parameter")
    if not isinstance(said, list) or not all(isinstance(each, dict) for each in said):
        raise Unmet(400, "missing", "Parameters.parameter")
    named: dict[str, Resource] = {}
    for index, each in enumerate(said):
        name = each.get("name")
        if not isinstance(name, str) or name in named:
            raise Unmet(400, "wrong_type", f"Parameters.parameter[{index}].name", code="structure")
        named[name] = each
    return named


def _resource(given: dict[str, Resource], name: str, kind: str) -> Resource:
    found: Any = given.get(name, {}).get("resource")
    if not isinstance(found, dict) or found.get("resourceType") != kind:
        raise Unmet(400, "missing", f"Parameters.parameter.where(name='{name}').resource")
    return found


def _reference(given: dict[str, Resource], name: str) -> Resource:
    found: Any = given.get(name, {}).get("valueReference")
    if not isinstance(found, dict):
        raise Unmet(400, "missing", f"Parameters.parameter.where(name='{name}').value")
    return found


def _has_no_content(document: Resource) -> None:
    """A signed form stays with who scanned it: no content of a document is kept here."""
    for content in document.get("content", []):
        if isinstance(content, dict) and "data" in (content.get("attachment") or {}):
            raise NotKept(
                "Parameters.parameter.where(name='document').resource.content.attachment.data", "content_not_kept"
            )


def _answered(shown: Shown, because: str) -> Response:
    address = f"{base.base()}/Consent/{shown.resource['id']}/_history/{shown.number}"
    done = Issue("informational", f"{sentences.of(because)} {address}", severity=INFORMATION)
    response = base.one(outcome([done]), version=str(shown.number), at=shown.at)
    response["Location"] = address
    return response


def teller(request: Request) -> Teller:
    return Teller(evaluation.client_id(request), evaluation.proof(request), evaluation.request_id(request))
