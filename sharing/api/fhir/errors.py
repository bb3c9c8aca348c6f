"""Every error of the door is an OperationOutcome."""

from typing import Any

from rest_framework.response import Response

from consents.errors import InvalidFact
from sharing.api import problems
from sharing.api.fhir import sentences
from sharing.api.problems import Described
from sharing.fhir.consents.values import NotKept
from sharing.fhir.outcome import Issue, outcome
from sharing.fhir.xml import UnreadableXml
from sharing.services.consents.filing import StaleVersion
from sharing.services.consents.finding import NoSuchConsent

#: The code of an issue (value set issue-type) by the status of the answer.
_CODES = {
    400: "invalid",
    401: "login",
    403: "forbidden",
    404: "not-found",
    405: "not-supported",
    406: "not-supported",
    409: "conflict",
    410: "deleted",
    412: "conflict",
    413: "too-long",
    415: "not-supported",
    422: "business-rule",
    429: "throttled",
    503: "transient",
}
#: The code for a reason, when it is another than that of the status.
_REASONS = {
    "missing": "required",
    "wrong_type": "structure",
    "unknown_element": "structure",
    "not_a_date": "value",
    "unknown_code": "code-invalid",
    "unknown_parameter": "not-supported",
}


class Unmet(Exception):
    """A condition of the exchange that is not met: what the door answers, and why.

    `because` is a word of `sentences`; `expression` the element or the parameter at fault.
    """

    def __init__(self, status: int, because: str, expression: str = "", *, code: str = "") -> None:
        super().__init__(f"{status} {because} at {expression or 'the request'}")
        self.status = status
        self.because = because
        self.expression = expression
        self.code = code


class NotFound(Unmet):
    """Unknown, hidden, or not this caller's to see: the same bytes."""

    def __init__(self) -> None:
        super().__init__(404, "not_found")


def handler(error: Exception, context: dict[str, Any]) -> Response:
    """As every door of the API, in FHIR's words."""
    known = _known(error, conditional="If-Match" in context["request"].headers)
    if known is not None:
        return _answer(*known)
    described = problems.describe(error)
    if described.problem.status >= 500:
        problems.logger.error("no answer", kind=described.problem.slug, exc_info=error)
    response = _answer(described.problem.status, _told(described))
    for name, value in problems.headers(error).items():
        response[name] = value
    return response


def _known(error: Exception, *, conditional: bool) -> tuple[int, Issue] | None:
    """Errors of this door; None for those of every door."""
    match error:
        case Unmet():
            return error.status, _issue(error.status, error.because, error.expression, error.code)
        case NoSuchConsent():
            return 404, _issue(404, "not_found")
        case StaleVersion():
            return (412 if conditional else 409), _issue(412, "stale_version")
        case NotKept():
            return 422, _unkept(error)
        case InvalidFact():
            return 400, _issue(400, error.because, error.element)
        case UnreadableXml():
            return 400, _issue(400, "unreadable_xml", error.element, "structure")
    return None


def _answer(status: int, issue: Issue) -> Response:
    return Response(outcome([issue]), status=status)


def _issue(status: int, because: str, expression: str = "", code: str = "") -> Issue:
    """An element that is missing from a body (400) is `required`; one that cannot be kept (422) is a rule of ours."""
    found = code or (_REASONS.get(because, "") if status == 400 else "") or _CODES.get(status, "processing")
    return Issue(found, sentences.of(because), expression)


def _unkept(error: NotKept) -> Issue:
    """What is missing is required here though R4 does not ask for it; the rest is a rule of ours, with its number."""
    code = "required" if error.because == "missing" else "business-rule"
    rule = f" ({error.rule})" if error.rule else ""
    return Issue(code, sentences.of(error.because) + rule, error.element)


def _told(described: Described) -> Issue:
    problem = described.problem
    code = "structure" if problem.slug == "malformed-json" else _CODES.get(problem.status, "exception")
    rule = f" ({described.rule})" if described.rule else ""
    said = sentences.INSTEAD.get(problem.slug) or described.detail or problem.detail
    return Issue(code, f"{problem.title}{rule}. {said}")
