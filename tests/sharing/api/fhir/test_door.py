"""What every address of `/fhir/` has in common: formats, errors, metadata."""

from typing import Any

import pytest
from fhir.resources.R4B.capabilitystatement import CapabilityStatement
from fhir.resources.R4B.operationoutcome import OperationOutcome
from rest_framework.test import APIRequestFactory

from sharing.api import problems
from sharing.api.fhir import errors
from sharing.api.throttle import TooMany
from sharing.fhir.xml import from_xml
from sharing.services.consents.filing import StaleVersion


def outcome(response: Any) -> dict[str, Any]:
    """The first issue of a valid OperationOutcome."""
    assert response["Content-Type"] == "application/fhir+json", response.content
    OperationOutcome.model_validate(response.json())
    issue: dict[str, Any] = response.json()["issue"][0]
    return issue


def test_the_capability_statement_is_public_and_valid_in_json_and_in_xml(client: Any) -> None:
    said = client.get("/fhir/metadata")
    assert (said.status_code, said["Content-Type"]) == (200, "application/fhir+json")
    CapabilityStatement.model_validate(said.json())
    in_xml = client.get("/fhir/metadata", headers={"Accept": "application/fhir+xml"})
    assert in_xml["Content-Type"] == "application/fhir+xml"
    assert from_xml(in_xml.content) == said.json()


@pytest.mark.parametrize(
    ("asked", "accept", "given"),
    [
        ("json", "application/fhir+xml", "application/fhir+json"),
        ("xml", "application/fhir+json", "application/fhir+xml"),
        ("application/fhir%2Bxml", "*/*", "application/fhir+xml"),
        ("application/fhir+xml", "*/*", "application/fhir+xml"),
        ("application/json", "", "application/json"),
        ("", "application/json", "application/json"),
        ("", "text/html,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
        ("", "application/fhir+json;fhirVersion=4.0", "application/fhir+json"),
        ("", "", "application/fhir+json"),
    ],
)
def test_format_wins_over_accept(client: Any, asked: str, accept: str, given: str) -> None:
    response = client.get(f"/fhir/metadata?_format={asked}", headers={"Accept": accept} if accept else {})
    assert (response.status_code, response["Content-Type"]) == (200, given)


@pytest.mark.parametrize(("query", "accept"), [("?_format=turtle", ""), ("", "text/turtle")])
def test_a_format_that_is_not_produced_is_refused_in_json(client: Any, query: str, accept: str) -> None:
    response = client.get(f"/fhir/metadata{query}", headers={"Accept": accept} if accept else {})
    assert (response.status_code, outcome(response)["code"]) == (406, "not-supported")


def test_no_token_or_a_wrong_one_is_an_outcome_and_a_challenge(fhir: Any) -> None:
    for bearer in ("", "nonsense"):
        response = fhir("GET", "Patient/1", bearer=bearer)
        assert (response.status_code, outcome(response)["code"]) == (401, "login")
        assert response["WWW-Authenticate"].startswith("Bearer")


def test_a_token_for_another_door_does_not_open_this_one(fhir: Any, chu: Any, client: Any) -> None:
    form = {"grant_type": "client_credentials", "scope": "decisions"}
    form |= {"client_id": chu.credentials.client_id, "client_secret": chu.credentials.client_secret}
    other = client.post("/oauth2/token", form).json()["access_token"]
    response = fhir("GET", "Patient/1", bearer=other)
    assert (response.status_code, outcome(response)["code"]) == (403, "forbidden")
    assert 'scope="fhir"' in response["WWW-Authenticate"]


@pytest.mark.parametrize("path", ["", "Patient", "Patient/1", "Patient/1/_history", "Consent/$nothing/x"])
def test_what_is_not_of_this_registry_is_not_found(fhir: Any, path: str) -> None:
    for method in ("GET", "POST", "PUT", "DELETE"):
        response = fhir(method, path)
        assert (response.status_code, outcome(response)["code"]) == (404, "not-found")


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (errors.NotFound(), 404, "not-found"),
        (errors.Unmet(412, "stale_version"), 412, "conflict"),
        (errors.Unmet(410, "not_found"), 410, "deleted"),
        (StaleVersion(), 409, "conflict"),
        (TooMany(7), 429, "throttled"),
        (ZeroDivisionError(), 500, "exception"),
        (problems.JournalUnavailable(), 503, "transient"),
        (problems.Malformed("body-too-large"), 413, "too-long"),
    ],
)
def test_every_error_is_an_outcome_with_its_code(error: Exception, status: int, code: str) -> None:
    response = errors.handler(error, {"request": APIRequestFactory().get("/")})
    OperationOutcome.model_validate(response.data)
    assert (response.status_code, response.data["issue"][0]["code"]) == (status, code)
    assert "ZeroDivision" not in str(response.data)
