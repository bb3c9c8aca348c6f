"""What the OpenAPI document says of each act: shapes, examples, every error."""

import json
from collections.abc import Mapping
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema

from sharing.api.intake import secrecy_shapes, shapes
from sharing.api.intake.answering import LONGEST_KEY
from sharing.api.intake.bodies import FHIR, NDJSON
from sharing.api.intake.problems import INTAKE_PROBLEMS
from sharing.api.kinds import PROBLEMS, Problem
from sharing.api.schema import text
from sharing.api.shapes import ProblemShape

_SCOPE: Any = [{"oauth2": ["intake"]}]
_PATIENT = {"system": "urn:oid:1.2.250.1.213.1.4.10", "value": "285057512345623"}
_WHERE = {"patient": _PATIENT, "organisation": "750000010"}
_CARE = _WHERE | {"professional": "10001234565"}
_DOCUMENT = "0b7f5c1e-6a1d-4f7e-9a55-3f1f0a6c2d10"
_LINES = json.dumps({"act": "deaths", "patient": _PATIENT, "died_at": "2026-03-01"}) + "\n"
_BUNDLE = {"resourceType": "Bundle", "type": "collection", "entry": []}
_DONE = {"id": "5f0c2a52-3d0e-4a53-8a5e-1b2f6c7d8e9f", "created": True, "warnings": []}
_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": "^[ -~]*[!-~][ -~]*$", "maxLength": LONGEST_KEY},
    OpenApiParameter.HEADER,
    description="1 à 255 caractères imprimables ; la même clé et le même contenu reçoivent la même réponse 72 heures.",
)
_OF_AN_ACT = (
    "malformed-json", "missing-member", "invalid-member", "wrong-ins-key", "invalid-ins", "invalid-rpps",
    "invalid-finess", "token-missing", "token-invalid", "scope-missing", "caller-unknown", "method-not-allowed",
    "not-acceptable", "stale-revision", "body-too-large", "unsupported-media-type", "refused", "too-many-requests",
    "internal", "unavailable",
)  # fmt: skip
_KINDS: Mapping[str, Problem] = {slug: PROBLEMS[slug] for slug in _OF_AN_ACT} | INTAKE_PROBLEMS

#: Of each act: what it does, its shape, an example.
_ACTS: Mapping[str, tuple[str, type[shapes.Shape], dict[str, Any]]] = {
    "care/start": ("Une prise en charge commence", shapes.StartCareShape, _CARE | {"number": "SEJ-2026-01"}),
    "care/end": ("Une prise en charge se termine", shapes.EndCareShape, {"patient": _PATIENT, "number": "SEJ-2026-01"}),
    "care/transfer": (
        "Un professionnel prend le relais d’un autre",
        shapes.TransferCareShape,
        _CARE | {"to": {"professional": "10001234573"}},
    ),
    "care/team": (
        "L’équipe de soins est exactement celle-ci",
        shapes.TeamShape,
        _WHERE | {"members": ["10001234565", "10001234573"]},
    ),
    "documents": (
        "Un document existe : sa référence, jamais son contenu",
        shapes.DocumentShape,
        _WHERE
        | {
            "source": {"system": "urn:oid:1.2.3", "value": "CR-42"},
            "type": {"system": "http://loinc.org", "code": "11488-4"},
            "author": "10001234565",
            "made_on": "2026-03-01",
        },
    ),
    "documents/announced": (
        "Le résultat a été annoncé au patient",
        shapes.AnnouncedShape,
        {"patient": _PATIENT, "document": _DOCUMENT},
    ),
    "deaths": ("Un patient est mort", shapes.DeathShape, {"patient": _PATIENT, "died_at": "2026-03-01"}),
    "deaths/withdrawn": ("Ce décès était une erreur", shapes.DeathWithdrawnShape, {"patient": _PATIENT}),
    "survivors": (
        "Qui survit à un patient : héritier, conjoint, concubin, partenaire de Pacs",
        shapes.SurvivorShape,
        {
            "patient": _PATIENT,
            "survivor": {
                "system": "urn:oid:1.2.250.1.213.1.4.10",
                "value": "178037512345693",
                "birth_name": "Petit",
                "birth_given_names": "Luc",
                "born_on": "1978-03-05",
            },
            "relation": "heir",
            "proof": "Acte de notoriété du 12 mars 2026",
        },
    ),
    "consents": (
        "Le patient a dit cela à un professionnel",
        shapes.ConsentShape,
        _WHERE
        | {
            "verb": "grant",
            "collected_by": "10001234565",
            "to": {"professional": "10001234581"},
            "about": {"everything": True},
        },
    ),
    "openings": (
        "Un document a vraiment été ouvert",
        shapes.OpeningShape,
        _CARE | {"document": _DOCUMENT, "opened_at": "2026-03-01T09:00:00+01:00"},
    ),
    "organisations": (
        "L’une de vos organisations, ou un nouveau site",
        shapes.OrganisationShape,
        {"organisation": "750000028", "part_of": "750000010", "name": "Site des Lilas", "city": "Paris"},
    ),
    "professionals": (
        "Un professionnel exerce dans l’une de vos organisations",
        shapes.ProfessionalShape,
        {"professional": "10001234607", "organisation": "750000010", "family_name": "Petit", "profession": "nurse"},
    ),
    **secrecy_shapes.ACTS,
}


def act(name: str) -> Any:
    summary, shape, example = _ACTS[name]
    done = OpenApiResponse(shapes.DoneShape, examples=[OpenApiExample("done", value=_DONE, response_only=True)])
    return extend_schema(
        summary=summary,
        tags=["intake"],
        request=shape,
        parameters=[_KEY],
        responses={200: done, 201: done, **problems()},
        examples=[OpenApiExample("act", value=example, request_only=True)],
        auth=_SCOPE,
    )


def standing() -> Any:
    """What a minor keeps secret, as far as the professional who asks may know of it."""
    found = {
        "secrets": [
            {
                "id": _DONE["id"],
                "since": "2026-03-01",
                "towards_all": True,
                "begins_at": "2026-03-01T09:00:00+00:00",
                "waits": True,
            }
        ]
    }
    return extend_schema(
        summary="Ce qu’un mineur garde secret, pour le lui redemander",
        tags=["intake"],
        request=secrecy_shapes.WrittenShape,
        responses={
            200: OpenApiResponse(
                secrecy_shapes.SecretsShape, examples=[OpenApiExample("found", value=found, response_only=True)]
            ),
            **problems(),
        },
        examples=[OpenApiExample("asked", value=_CARE, request_only=True)],
        auth=_SCOPE,
    )


def acts() -> Any:
    """One of the acts of this manual on each line, with its path in `act`."""
    return extend_schema(
        summary="Plusieurs actes, un par ligne ; une ligne de réponse par acte",
        tags=["intake"],
        request={NDJSON: OpenApiTypes.STR},
        parameters=[_KEY],
        examples=[OpenApiExample("lines", value=_LINES, request_only=True, media_type=NDJSON)],
        responses={(200, NDJSON): OpenApiResponse(OpenApiTypes.STR), **problems()},
        auth=_SCOPE,
    )


def fhir() -> Any:
    """What it holds is told of this system's organisations only."""
    outcome = OpenApiResponse(OpenApiTypes.OBJECT, description="OperationOutcome")
    return extend_schema(
        summary="Un Bundle FHIR R4, gardé en entier ou pas du tout",
        tags=["intake"],
        request={FHIR: {"type": "object", "properties": {"resourceType": text()}, "required": ["resourceType"]}},
        parameters=[_KEY],
        examples=[OpenApiExample("bundle", value=_BUNDLE, request_only=True, media_type=FHIR)],
        responses={(status, FHIR): outcome for status in (200, 400, 401, 403, 405, 406, 413, 415, 422, 429, 500, 503)},
        auth=_SCOPE,
    )


def problems() -> dict[int | tuple[int, str], OpenApiResponse]:
    """Every problem of the two tables, under its status, each with its own example."""
    return {
        (status, "application/problem+json"): OpenApiResponse(
            ProblemShape,
            description=" · ".join(slug for slug, problem in _KINDS.items() if problem.status == status),
            examples=[_example(problem) for problem in _KINDS.values() if problem.status == status],
        )
        for status in sorted({problem.status for problem in _KINDS.values()})
    }


def _example(problem: Problem) -> OpenApiExample:
    value = {
        "type": f"urn:mes-partages:problem:{problem.slug}",
        "title": str(problem.title),
        "status": problem.status,
        "detail": str(problem.detail),
    }
    return OpenApiExample(problem.slug, value=value, response_only=True, status_codes=[str(problem.status)])
