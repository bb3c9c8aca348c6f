"""What the OpenAPI document says of each route: shapes, examples, every error."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.serializers import Serializer

from sharing.api import shapes
from sharing.api.kinds import PROBLEMS
from sharing.services.agents import PATIENT_AGENT, REVIEW

_MARIE = {"system": "urn:oid:1.2.250.1.213.1.4.10", "value": "285057512345623"}
_SUBJECT = {
    "type": "professional",
    "id": "10001234565",
    "properties": {"organisation": "750000010"},
}
_DOCUMENT = "0b7f5c1e-6a1d-4f7e-9a55-3f1f0a6c2d10"
_ASK = {
    "subject": _SUBJECT,
    "action": {"name": "read"},
    "resource": {"type": "document", "id": _DOCUMENT, "properties": {"patient": _MARIE}},
    "context": {"purpose": "care"},
}
_TOKEN = "6dk1pV0l9yq3W8c5Zr2uXa7mTn4sBf0hJgEoLiQeRtYvUwIxOzPaSd"  # noqa: S105 - an example
_REFERENCE = "N2h5c3FtZ2VwYWRrcm5vYmx1d3l0eGZ2cXNqbWk3Q9k"
_PERMIT = {
    "decision": True,
    "context": {
        "code": "permit",
        "reason_user": {"fr": "Vous pouvez consulter ce qui est demandé.", "en": "You may see what is asked for."},
        "obligations": [],
        "decision_id": "5f0c2a52-3d0e-4a53-8a5e-1b2f6c7d8e9f",
        "patient": _REFERENCE,
        "token": _TOKEN,
        "valid_until": "2026-03-01T08:01:00+00:00",
    },
}
_DENY = {
    "decision": False,
    "context": {
        "code": "not_visible",
        "reason_user": {
            "fr": "Ce document n’est pas consultable, ou n’existe pas.",
            "en": "This document may not be seen, or does not exist.",
        },
        "obligations": [],
        "decision_id": "0d1c2b3a-4f5e-4d6c-8b7a-9f8e7d6c5b4a",
        "patient": _REFERENCE,
        "token": _TOKEN,
    },
}
_MANY = {
    "subject": _SUBJECT,
    "action": {"name": "read"},
    "context": {"purpose": "care"},
    "evaluations": [{"resource": _ASK["resource"]}, {"resource": {"type": "record", "id": _MARIE["value"],
                                                                  "properties": {"patient": _MARIE}}}],
}  # fmt: skip
_PAGE = "3q2-7wECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMw"
_LIST = {
    "subject": _SUBJECT,
    "action": {"name": "read"},
    "resource": {"type": "document", "properties": {"patient": _MARIE}},
    "context": {"purpose": "care"},
    "page": {"limit": 1},
}
_LISTED = {
    "page": {"next_token": _PAGE},
    "context": _PERMIT["context"],
    "results": [{"type": "document", "id": _DOCUMENT}],
}
_WHO = {
    "subject": {"type": "professional"},
    "action": {"name": "read"},
    "resource": _ASK["resource"],
}
_WHO_FOUND = {"page": {"next_token": ""}, "results": [_SUBJECT]}
_BY_STATUS = (400, 401, 403, 405, 406, 413, 415, 429, 500, 503)


def problems(*statuses: int) -> dict[int | tuple[int, str], OpenApiResponse]:
    """Every problem of the table with one of these statuses, each with its own example."""
    return {
        (status, "application/problem+json"): OpenApiResponse(
            shapes.ProblemShape,
            description=" · ".join(slug for slug, problem in PROBLEMS.items() if problem.status == status),
            examples=[_example(slug) for slug, problem in PROBLEMS.items() if problem.status == status],
        )
        for status in statuses
    }


def _example(slug: str) -> OpenApiExample:
    problem = PROBLEMS[slug]
    value = {
        "type": f"urn:mes-partages:problem:{slug}",
        "title": str(problem.title),
        "status": problem.status,
        "detail": str(problem.detail),
    }
    return OpenApiExample(slug, value=value, response_only=True, status_codes=[str(problem.status)])


def _described(
    summary: str,
    asks: type[Serializer[Any]],
    gives: type[Serializer[Any]],
    examples: list[OpenApiExample],
    *,
    scopes: Any = None,
) -> Any:
    answers = OpenApiResponse(gives, examples=[each for each in examples if each.response_only])
    return extend_schema(
        summary=summary,
        tags=["access"],
        request=asks,
        responses={200: answers, **problems(*_BY_STATUS)},
        examples=[each for each in examples if each.request_only],
        auth=scopes,
    )


evaluation = _described(
    "Ce demandeur peut-il voir ce document, ou ce dossier ?",
    shapes.EvaluationRequest,
    shapes.EvaluationAnswer,
    [
        OpenApiExample("question", value=_ASK, request_only=True),
        OpenApiExample("permit", value=_PERMIT, response_only=True),
        OpenApiExample("not_visible", value=_DENY, response_only=True),
    ],
)
evaluations = _described(
    "Jusqu’à 500 questions à la fois, répondues dans l’ordre",
    shapes.EvaluationsRequest,
    shapes.EvaluationsAnswer,
    [
        OpenApiExample("questions", value=_MANY, request_only=True),
        OpenApiExample("answers", value={"evaluations": [_PERMIT, _DENY]}, response_only=True),
    ],
)
search_resource = _described(
    "Ce que ce demandeur peut voir du dossier : ses documents, page par page",
    shapes.ResourceSearchRequest,
    shapes.ResourceSearchAnswer,
    [
        OpenApiExample("documents", value=_LIST, request_only=True),
        OpenApiExample("page", value=_LISTED, response_only=True),
    ],
)
search_subject = _described(
    "Qui peut voir ce document : pour le logiciel du patient ou d’un relecteur",
    shapes.SubjectSearchRequest,
    shapes.SubjectSearchAnswer,
    [
        OpenApiExample("document", value=_WHO, request_only=True),
        OpenApiExample("professionals", value=_WHO_FOUND, response_only=True),
    ],
    scopes=[{"oauth2": [PATIENT_AGENT]}, {"oauth2": [REVIEW]}],
)
