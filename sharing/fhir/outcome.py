"""OperationOutcome: what went wrong, or right, and at which element (R4, operationoutcome.html)."""

from collections.abc import Iterable
from dataclasses import dataclass

from sharing.fhir.writing.words import Resource

ERROR, WARNING, INFORMATION = "error", "warning", "information"


@dataclass(frozen=True, slots=True)
class Issue:
    """`code` of the value set issue-type; `expression`: the element, in simple FHIRPath, when one is at fault."""

    code: str
    text: str
    expression: str = ""
    severity: str = ERROR


def outcome(issues: Iterable[Issue]) -> Resource:
    """At least one issue."""
    return {"resourceType": "OperationOutcome", "issue": [_issue(each) for each in issues]}


def _issue(issue: Issue) -> Resource:
    told: Resource = {"severity": issue.severity, "code": issue.code, "details": {"text": issue.text}}
    return told | ({"expression": [issue.expression]} if issue.expression else {})
