"""`POST /intake/v1/fhir`: a Bundle of FHIR R4 resources, kept whole or not at all; answers in OperationOutcome."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from sharing.api import evaluation
from sharing.api.intake import answering, bodies, problems
from sharing.api.intake.views import IntakeView
from sharing.management.fhir_words import because
from sharing.services.fhir_import import Remark, Report
from sharing.services.intake import bundle
from sharing.services.intake.once import Told

_CODES: Mapping[str, str] = {
    "not_of_caller": "forbidden",
    "never_seen": "not-found",
    "not_json": "structure",
    "wrong_type": "structure",
    "missing": "required",
    "unknown_word": "code-invalid",
    "cannot_be_kept": "conflict",
}
_CODES_OF_STATUS: Mapping[int, str] = {
    401: "login", 403: "forbidden", 404: "not-found", 405: "not-supported", 406: "not-supported", 409: "conflict",
    413: "too-long", 415: "not-supported", 429: "throttled", 500: "exception", 503: "transient",
}  # fmt: skip


class FhirView(IntakeView):
    """A Bundle of any type, a resource, or NDJSON of resources."""

    parser_classes = [bodies.BundleParser, bodies.BundleAsJsonParser]
    renderer_classes = [bodies.BundleRenderer, JSONRenderer]

    def get_exception_handler(self) -> Callable[[Exception, dict[str, Any]], Response]:
        return handler

    def post(self, request: Request) -> Response:
        at = timezone.now()
        told = answering.under_its_key(request, lambda: _told(request, at=at), at=at)
        response = Response(told.body, status=told.status)
        if told.again:
            response["Idempotency-Replayed"] = "true"
        return response


def _told(request: Request, *, at: Any) -> Told:
    report = bundle.tell(
        evaluation.client_id(request), str(request.data), at=at, request_id=evaluation.request_id(request)
    )
    return Told(200 if report.written else 422, outcome(report))


def outcome(report: Report) -> dict[str, Any]:
    """Every line of the report is an issue: what was refused, what looks wrong, what was counted."""
    issues = [_issue("error", _CODES.get(each.because, "invalid"), each) for each in report.refused]
    issues += [_issue("warning", "informational", each) for each in report.warnings]
    for kind in sorted({*report.created, *report.known}):
        counted = f"{kind}: {report.created[kind]} created, {report.known[kind]} known"
        issues.append({"severity": "information", "code": "informational", "diagnostics": counted})
    for (kind, reason), count in sorted(report.not_used.items()):
        counted = f"{kind}: {count} not used ({reason or 'not_kept'})"
        issues.append({"severity": "information", "code": "informational", "diagnostics": counted})
    nothing = {"severity": "information", "code": "informational", "diagnostics": "nothing to keep"}
    return {"resourceType": "OperationOutcome", "issue": issues or [nothing]}


def _issue(severity: str, code: str, remark: Remark) -> dict[str, Any]:
    """`expression` is FHIRPath from the root of what was sent; a place in NDJSON is told in words."""
    details = {
        "coding": [{"system": "urn:mes-partages:import", "code": remark.because}],
        "text": because(remark.because),
    }
    issue: dict[str, Any] = {"severity": severity, "code": code, "details": details, "diagnostics": remark.element}
    if not remark.element.startswith("line ") and remark.element != "file":
        issue["expression"] = [remark.element]
    return issue


def handler(error: Exception, context: dict[str, Any]) -> Response:
    """As every door of the API, in FHIR's own words."""
    response = problems.handler(error, context)
    told = response.data
    issue = {
        "severity": "fatal" if response.status_code >= 500 else "error",
        "code": _CODES_OF_STATUS.get(response.status_code, "invalid"),
        "details": {"coding": [{"system": "urn:mes-partages:problem", "code": told["type"].rpartition(":")[2]}]},
        "diagnostics": f"{told['title']}. {told['detail']}",
    }
    response.data = {"resourceType": "OperationOutcome", "issue": [issue]}
    response.content_type = bodies.FHIR
    return response
