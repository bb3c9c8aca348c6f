"""`/fhir/AuditEvent`: a system reads its own accesses, and tells of what was opened (R91; IHE BALP).

What was answered is written by us alone: an event that a caller creates is a disclosure, or nothing.
"""

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from consents.errors import InvalidFact
from sharing.api import evaluation
from sharing.api.fhir import audit_searching, base, errors, formats, parameters
from sharing.api.fhir.base import FhirView
from sharing.api.fhir.registry import Kind, interactions
from sharing.fhir import bundles
from sharing.fhir.audit import codes, reading, writing
from sharing.fhir.audit.reading import CannotBeKept
from sharing.fhir.audit.values import Answered, Opened
from sharing.fhir.outcome import INFORMATION, Issue, outcome
from sharing.fhir.writing.words import Resource
from sharing.services import audit_events, intake
from sharing.services.intake import NotYours
from sharing.services.intake.words import TellOpening
from sharing.services.paging import NoSuchPage, Wanted

TYPE = "AuditEvent"
_OPERATION = "http://hl7.org/fhir/us/consent-management/OperationDefinition/recordDisclosure"
#: Where what the intake refuses stands in the event.
_ELEMENTS = {
    "opened_at": "period.start",
    "organisation": "agent",
    "professional": "agent",
}


class AuditEventsView(FhirView):
    def get(self, request: Request) -> Response:
        return _found(request)

    def post(self, request: Request) -> Response:
        kept = _record(request, base.body(request, TYPE), TYPE)
        told = audit_events.one(evaluation.client_id(request), kept, proof=evaluation.proof(request))
        if told is None:
            raise errors.NotFound
        return base.changed(request, _written(told), version="1", at=told.event.recorded_at, created=True)


class SearchView(FhirView):
    parser_classes = formats.FORMS

    def post(self, request: Request) -> Response:
        return _found(request)


class AuditEventView(FhirView):
    """An event has one version: what happened is never changed."""

    def get(self, request: Request, named: str, version: str = "1") -> Response:
        told = audit_events.one(evaluation.client_id(request), _id(named), proof=evaluation.proof(request))
        if told is None or version != "1":
            raise errors.NotFound
        return base.one(_written(told), version="1", at=told.event.recorded_at)


class RecordDisclosureView(FhirView):
    """HL7 Scalable Consent Management: the event, and the consent that was consulted. The answer is always the same."""

    def post(self, request: Request) -> Response:
        given = base.parameters(request)
        event, consent = given.get("disclosure"), given.get("consent")
        if event is None or not isinstance(event.get("resource"), dict):
            raise errors.Unmet(400, "missing", "Parameters.parameter.where(name='disclosure').resource")
        if consent is None or not isinstance(consent.get("valueReference"), dict):
            raise errors.Unmet(400, "missing", "Parameters.parameter.where(name='consent').value")
        _record(request, event["resource"], f"Parameters.parameter[{[*given].index('disclosure')}].resource")
        return Response(outcome([Issue("informational", "OK", severity=INFORMATION)]))


def _record(request: Request, event: Resource, path: str) -> uuid.UUID:
    at = timezone.now()
    if event.get("resourceType") != TYPE:
        raise errors.Unmet(400, "wrong_resource_type", f"{path}.resourceType", code="structure")
    try:
        told = reading.disclosure(event, path)
        opening = TellOpening(
            told.patient, told.professional, told.organisation, told.document, opened_at=told.opened_at
        )
        done = intake.perform(
            evaluation.client_id(request),
            opening,
            proof=evaluation.proof(request),
            at=at,
            request_id=evaluation.request_id(request),
        )
    except CannotBeKept as other:
        raise errors.Unmet(422, other.because, other.element) from other
    except NotYours as refused:
        raise errors.Unmet(403, "not_of_caller", f"{path}.{_ELEMENTS[refused.member]}") from refused
    except InvalidFact as fault:
        element = f"{path}.{_ELEMENTS[fault.element]}" if fault.element in _ELEMENTS else fault.element
        raise InvalidFact(element, fault.because) from fault
    return done.id


def _found(request: Request) -> Response:
    at = timezone.now()
    asked = parameters.read(request, audit_searching.KNOWN)
    try:
        found = audit_events.search(
            evaluation.client_id(request),
            audit_searching.wanted(asked),
            Wanted(asked.page, asked.count),
            question=asked.question(TYPE),
            proof=evaluation.proof(request),
            at=at,
        )
    except NoSuchPage:
        raise errors.Unmet(400, "bad_value", f"http.{parameters.PAGE}") from None
    return Response(_page(found, asked))


def _page(found: audit_events.Found, asked: parameters.Parameters) -> Resource:
    address = f"{base.base()}/{TYPE}"
    whole = not asked.page and not found.following
    page = bundles.Found(
        [_written(each) for each in found.events],
        asked.link(address, page=asked.page),
        asked.link(address, page=found.following) if found.following else "",
        len(found.events) if whole else None,
        asked.warnings(),
    )
    return bundles.searchset(page, base.base())


def _written(told: Answered | Opened) -> Resource:
    return writing.audit_event(told, site=settings.SITE_URL)


def _id(named: str) -> uuid.UUID | None:
    """None: one that nothing has; looked for all the same."""
    try:
        found = uuid.UUID(named)
    except ValueError:
        return None
    return found if str(found) == named else None


def capability() -> Resource:
    return {
        "type": TYPE,
        "supportedProfile": [codes.DECISION_PROFILE, codes.DISCLOSURE_PROFILE],
        "documentation": "Own accesses only. Create: privacy disclosures only.",
        "interaction": interactions("create", "read", "vread", "search-type"),
        "versioning": "versioned",
        "readHistory": False,
        "updateCreate": False,
        "searchParam": _search_parameters(audit_searching.KNOWN),
        "operation": [{"name": "recordDisclosure", "definition": _OPERATION}],
    }


def _search_parameters(known: Iterable[str]) -> list[Resource]:
    plain = [name for name in known if ":" not in name]
    return [{"name": name, "type": audit_searching.KNOWN[name]} for name in plain]


KIND = Kind(
    TYPE,
    (
        (TYPE, AuditEventsView.as_view(), "fhir_audit_events"),
        (f"{TYPE}/_search", SearchView.as_view(), "fhir_audit_events_search"),
        (f"{TYPE}/$recordDisclosure", RecordDisclosureView.as_view(), "fhir_record_disclosure"),
        (f"{TYPE}/<str:named>", AuditEventView.as_view(), "fhir_audit_event"),
        (f"{TYPE}/<str:named>/_history/<str:version>", AuditEventView.as_view(), "fhir_audit_event_version"),
    ),
    capability,
)
