"""The OpenAPI document and its viewer."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator

from sharing.api.kinds import PROBLEMS


@pytest.fixture
def schema(client: Client) -> Any:
    return client.get("/api/schema/", headers={"Accept": "application/vnd.oai.openapi+json"}).json()


def test_the_document_is_valid_openapi_and_describes_the_routes_of_authzen(schema: Any) -> None:
    validate_schema(schema)
    found = {path: each["post"] for path, each in schema["paths"].items() if path.startswith("/access/")}
    opened_by = {path.removeprefix("/access/v1/"): each["security"] for path, each in found.items()}
    decisions = [{"oauth2": ["decisions"]}]
    assert opened_by == {
        "after-death": decisions,
        "contacts": decisions,
        "emergency-card": [{"oauth2": ["emergency"]}],
        "evaluation": decisions,
        "evaluations": decisions,
        "search/resource": decisions,
        "search/subject": [{"oauth2": ["patient_agent"]}, {"oauth2": ["review"]}],
    }
    assert schema["openapi"].startswith("3.1")


def test_every_operation_says_what_it_does_who_may_and_what_goes_wrong(schema: Any) -> None:
    """The FHIR door has a contract of its own, `/fhir/metadata`."""
    operations = {(path, verb): each for path, verbs in schema["paths"].items() for verb, each in verbs.items()}
    assert not any(path.startswith("/fhir/") for path, _ in operations)
    for named, each in operations.items():
        assert each.get("summary"), named
        assert {"200", "405", "429", "500"} <= set(each["responses"]), named
        if each.get("security"):
            assert {"401", "403", "503"} <= set(each["responses"]), named
        for media in each.get("requestBody", {}).get("content", {}).values():
            assert media.get("examples"), named


def test_the_forms_that_the_readers_ask_for_are_in_the_document(schema: Any) -> None:
    """What the readers refuse is refused by the schema, and what it lets by they read."""
    components = schema["components"]
    subject = Draft202012Validator({"$ref": "#/components/schemas/SubjectShape", "components": components})

    def is_subject(**members: Any) -> bool:
        return bool(subject.is_valid(members))

    assert is_subject(type="professional", id="10001234565")
    assert is_subject(type="professional", id="any", properties={"system": "urn:x"})
    assert is_subject(type="organisation", id="750000010", properties=None)
    assert not is_subject(type="professional", id="1000123456")
    assert not is_subject(type="organisation", id="750000010x")
    assert not is_subject(type="professional", id=" ")


def test_every_problem_a_question_may_meet_is_described(schema: Any) -> None:
    responses = schema["paths"]["/access/v1/evaluations"]["post"]["responses"]
    told = {
        name for each in responses.values() for media in each["content"].values() for name in media.get("examples", {})
    }
    of_questions = {slug for slug, problem in PROBLEMS.items() if problem.status not in (404, 409, 422)}
    assert {slug.replace("-", "") for slug in of_questions} <= {name.replace("-", "").lower() for name in told}


def test_the_viewer_keeps_within_the_content_security_policy(client: Client) -> None:
    page = client.get("/api/docs/")
    assert page.status_code == 200
    assert b"<style" not in page.content
    assert b" style=" not in page.content
    assert b"<script>" not in page.content
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert b"SwaggerUIBundle" in client.get("/api/docs/?script=").content


def test_the_manual_lists_every_kind_of_problem_under_its_status() -> None:
    manual = (settings.BASE_DIR / "docs/api.md").read_text(encoding="utf-8")
    rows = [line for line in manual.splitlines() if line.startswith("| ")]
    for slug, problem in PROBLEMS.items():
        assert any(f"`{slug}`" in row and str(problem.status) in row for row in rows), slug
