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
from sharing.fhir.reading.elements import Element
from sharing.fhir.writing.words import Resource
from sharing.services.consents import filing
from sharing.services.consents.filing import Teller
from sharing.services.consents.finding import NoSuchConsent
from sharing.services.consents.kept import Shown


class FileConsentView(FhirView):
    """`consent`, and `document`, the proof: it stays where it is, and a content is refused."""

    def post(self, request: Request) -> Response:
        given = base.parameters(request)
        consent, document = _resource(given, "consent", "Consent"), given.get("document", {}).get("resource")
        if isinstance(document, dict):
            _has_no_content(document)
        shown = filing.file(teller(request), consent, at=timezone.now())
        return _answered(shown, "filed")


class RevokeConsentView(FhirView):
    """`consent` and `patient`; `document`, when there is one, is the proof and is not kept here."""

    def post(self, request: Request) -> Response:
        given = base.parameters(request)
        consent, patient = _reference(given, "consent"), _reference(given, "patient")
        address = str(consent.get("reference", "")).removeprefix(f"{base.base()}/").split("/")
        if address[0] != "Consent" or len(address) not in (2, 4):
            raise NoSuchConsent
        shown = filing.revoke(teller(request), address[1], patient, at=timezone.now())
        return _answered(shown, "revoked")


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
    where = "Parameters.parameter.where(name='document').resource"
    for content in Element.of(document, where).children("content"):
        attachment = content.child("attachment")
        if attachment and "data" in attachment.value:
            raise NotKept(f"{where}.content.attachment.data", "content_not_kept")


def _answered(shown: Shown, because: str) -> Response:
    address = f"{base.base()}/Consent/{shown.resource['id']}/_history/{shown.number}"
    done = Issue("informational", f"{sentences.of(because)} {address}", severity=INFORMATION)
    response = base.one(outcome([done]), version=str(shown.number), at=shown.at)
    response["Location"] = address
    return response


def teller(request: Request) -> Teller:
    return Teller(evaluation.client_id(request), evaluation.proof(request), evaluation.request_id(request))
