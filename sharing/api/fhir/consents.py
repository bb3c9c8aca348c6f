"""`/fhir/Consent`: create, read, vread, update, search, history (IHE PCF ITI-108)."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from sharing.api import evaluation
from sharing.api.fhir import base, consent_search, formats, parameters
from sharing.api.fhir.base import FhirView
from sharing.api.fhir.consent_operations import FileConsentView, RevokeConsentView, teller
from sharing.api.fhir.errors import NotFound, Unmet
from sharing.api.fhir.preferring import expected_version
from sharing.api.fhir.registry import Kind, interactions
from sharing.fhir import bundles
from sharing.fhir.bundles import Found, Version
from sharing.fhir.writing.words import Resource
from sharing.services.consents import filing, finding
from sharing.services.consents.kept import Shown

CONSENT = "Consent"
_PROFILE = "https://profiles.ihe.net/ITI/PCF/StructureDefinition/IHE.PCF.consent"
_OPERATIONS = "http://hl7.org/fhir/us/consent-management/OperationDefinition"


class ConsentsView(FhirView):
    def get(self, request: Request) -> Response:
        return search(request)

    def post(self, request: Request) -> Response:
        if "If-None-Exist" in request.headers:
            raise Unmet(412, "no_conditional_create")
        at = timezone.now()
        shown = filing.file(teller(request), base.body(request, CONSENT), at=at)
        return base.changed(request, shown.resource, version=str(shown.number), at=shown.at, created=True)


class ConsentSearchView(FhirView):
    parser_classes = formats.FORMS

    def post(self, request: Request) -> Response:
        return search(request)


class ConsentView(FhirView):
    def get(self, request: Request, identity: str) -> Response:
        return read(finding.read(evaluation.client_id(request), identity, at=timezone.now())[-1])

    def put(self, request: Request, identity: str) -> Response:
        """Ended, its words are withdrawn; without `If-Match`, whatever the version (clients that send none)."""
        resource = base.body(request, CONSENT)
        if resource.get("id") != identity:
            raise Unmet(400, "wrong_id", "Consent.id")
        expected = expected_version(request)
        shown = filing.change(teller(request), identity, resource, expected=expected, at=timezone.now())
        return base.changed(request, shown.resource, version=str(shown.number), at=shown.at, created=False)


class ConsentHistoryView(FhirView):
    def get(self, request: Request, identity: str) -> Response:
        """The newest first, all of them: a Consent is changed a few times in its life."""
        asked = parameters.read(request, ())
        found = finding.read(evaluation.client_id(request), identity, at=timezone.now())
        versions = [
            Version(each.resource, each.number, each.at, "POST" if each.number == 1 else "PUT")
            for each in reversed(found)
        ]
        address = f"{base.base()}/{CONSENT}/{identity}/_history"
        return Response(bundles.history(versions, base.base(), asked.link(address), total=len(versions)))


class ConsentVersionView(FhirView):
    def get(self, request: Request, identity: str, version: str) -> Response:
        for each in finding.read(evaluation.client_id(request), identity, at=timezone.now()):
            if str(each.number) == version:
                return read(each)
        raise NotFound


def search(request: Request) -> Response:
    asked = parameters.read(request, consent_search.TESTS)
    page = finding.search(evaluation.client_id(request), consent_search.sought(asked), at=timezone.now())
    address = f"{base.base()}/{CONSENT}"
    following = asked.link(address, page=page.following) if page.following else ""
    resources = [each.resource for each in page.found]
    found = Found(resources, asked.link(address, page=asked.page), following, page.total, asked.warnings())
    return Response(bundles.searchset(found, base.base()))


def read(shown: Shown) -> Response:
    return base.one(shown.resource, version=str(shown.number), at=shown.at)


def capability() -> Resource:
    return {
        "type": CONSENT,
        "supportedProfile": [f"{_PROFILE}{level}" for level in ("Basic", "Intermediate", "Advanced")],
        "interaction": interactions("create", "read", "vread", "update", "history-instance", "search-type"),
        "versioning": "versioned",
        "readHistory": True,
        "updateCreate": False,
        "conditionalCreate": False,
        "searchParam": [{"name": name, "type": kind} for name, kind in consent_search.DECLARED.items()],
        "operation": [
            {"name": "fileConsent", "definition": f"{_OPERATIONS}/fileConsent"},
            {"name": "revokeConsent", "definition": f"{_OPERATIONS}/revokeConsent"},
        ],
    }


KIND = Kind(
    CONSENT,
    (
        ("Consent", ConsentsView.as_view(), "fhir_consents"),
        ("Consent/_search", ConsentSearchView.as_view(), "fhir_consents_search"),
        ("Consent/$fileConsent", FileConsentView.as_view(), "fhir_file_consent"),
        ("Consent/$revokeConsent", RevokeConsentView.as_view(), "fhir_revoke_consent"),
        ("Consent/<str:identity>", ConsentView.as_view(), "fhir_consent"),
        ("Consent/<str:identity>/_history", ConsentHistoryView.as_view(), "fhir_consent_history"),
        ("Consent/<str:identity>/_history/<str:version>", ConsentVersionView.as_view(), "fhir_consent_version"),
    ),
    capability,
)
