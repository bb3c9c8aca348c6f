"""What the OpenAPI document says of the changes that are read: shapes, examples, every error."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

from sharing.api.kinds import PROBLEMS, Problem
from sharing.api.shapes import ProblemShape
from sharing.services import changes as service

_SCOPE: Any = [{"oauth2": ["changes"]}]
_CURSOR = "q2xJ0mB4cR7sT9uV1wX3yZ5aC6eD8fG_hK"
_TOKEN = "6dk1pV0l9yq3W8c5Zr2uXa7mTn4sBf0hJgEoLiQeRtYvUwIxOzPaSd"  # noqa: S105 - an example
_CHANGE = {
    "id": "0b9c3f5e-1a2b-4c3d-8e4f-5a6b7c8d9e0f",
    "type": "preferences.changed",
    "timestamp": "2026-03-01T09:00:00Z",
    "data": {"patient": "N2h5c3FtZ2VwYWRrcm5vYmx1d3l0eGZ2cXNqbWk3Q9k", "token": _TOKEN},
    "cursor": _CURSOR,
}
_OF_EVERYBODY = (
    "token-missing", "token-invalid", "scope-missing", "caller-unknown", "method-not-allowed", "not-acceptable",
    "too-many-requests", "internal", "unavailable",
)  # fmt: skip
_OF_A_BODY = ("malformed-json", "missing-member", "invalid-member", "body-too-large", "unsupported-media-type")


_GIVEN = {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,200}$"}
_APPLIED: Any = {
    "application/json": {
        "type": "object",
        "properties": {
            "cursor": {**_GIVEN, "description": "Tout, jusqu’à ce curseur compris."},
            "token": {**_GIVEN, "description": "Le jeton appliqué, pour un patient."},
        },
        "anyOf": [{"required": ["cursor"]}, {"required": ["token"]}],
    }
}


class ChangeData(serializers.Serializer[Any]):
    patient = serializers.CharField(help_text="Référence opaque, la vôtre : celle de « context.patient ».")
    token = serializers.CharField(help_text="Jeton de fraîcheur : à donner dans « context.min_token ».")


class ChangeShape(serializers.Serializer[Any]):
    id = serializers.UUIDField(help_text="Celui de l’en-tête « webhook-id » : écartez ce que vous avez déjà eu.")
    type = serializers.ChoiceField(choices=["preferences.changed"])
    timestamp = serializers.DateTimeField()
    data = ChangeData()  # type: ignore[assignment]
    cursor = serializers.CharField(help_text="Tout jusqu’à ce changement compris.")


class ChangesShape(serializers.Serializer[Any]):
    changes = ChangeShape(many=True)
    cursor = serializers.CharField(help_text="À donner dans « after » la fois suivante, même sans changement.")
    more = serializers.BooleanField(help_text="Il y en a d’autres : redemandez sans attendre.")


class AcknowledgedShape(serializers.Serializer[Any]):
    cursor = serializers.CharField(help_text="Le plus avancé de ceux que vous avez donnés.")


class BetweenShape(serializers.Serializer[Any]):
    since = serializers.DateTimeField()
    until = serializers.DateTimeField(required=False, help_text="À défaut, maintenant.")


class ReplayedShape(serializers.Serializer[Any]):
    replayed = serializers.IntegerField(min_value=0)


def _problems(*slugs: str) -> dict[int | tuple[int, str], OpenApiResponse]:
    kinds = [PROBLEMS[slug] for slug in (*slugs, *_OF_EVERYBODY)]
    return {
        (status, "application/problem+json"): OpenApiResponse(
            ProblemShape,
            description=" · ".join(each.slug for each in kinds if each.status == status),
            examples=[_example(each) for each in kinds if each.status == status],
        )
        for status in sorted({each.status for each in kinds})
    }


def _example(problem: Problem) -> OpenApiExample:
    value = {
        "type": f"urn:mes-partages:problem:{problem.slug}",
        "title": str(problem.title),
        "status": problem.status,
        "detail": str(problem.detail),
    }
    return OpenApiExample(problem.slug, value=value, response_only=True, status_codes=[str(problem.status)])


def _query(name: str, said: str, kind: Any, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, required=False, description=said, **more)


def _number(least: int, most: int, default: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most, "default": default}


def _example_of(name: str, value: object, *, asked: bool = False) -> OpenApiExample:
    return OpenApiExample(name, value=value, request_only=asked, response_only=not asked)


changes = extend_schema(
    summary="Ce qui a changé depuis un curseur, dans l’ordre et sans trou",
    tags=["changes"],
    parameters=[
        _query(
            "after",
            "Un curseur reçu ; `latest` : à partir de maintenant ; rien : depuis le début.",
            {"type": "string", "maxLength": 200, "pattern": "^[A-Za-z0-9_-]*$"},
        ),
        _query(
            "wait",
            "Secondes à attendre quand il n’y a rien. Avec « Retry-After » dans la réponse : trop de logiciels "
            "attendent déjà, revenez après ce délai.",
            _number(0, service.LONGEST_WAIT, 0),
        ),
        _query("limit", "Changements au plus.", _number(1, service.LARGEST_PAGE, service.PAGE)),
        OpenApiParameter(
            "Retry-After",
            OpenApiTypes.INT,
            OpenApiParameter.HEADER,
            response=[200],
            description="Secondes avant de revenir, quand l’attente demandée n’a pas été possible.",
        ),
    ],
    responses={
        200: OpenApiResponse(
            ChangesShape,
            examples=[
                _example_of("changes", {"changes": [_CHANGE], "cursor": _CURSOR, "more": False}),
                _example_of("checkpoint", {"changes": [], "cursor": _CURSOR, "more": False}),
            ],
        ),
        **_problems("invalid-cursor", "invalid-parameter"),
    },
    auth=_SCOPE,
)
acknowledged = extend_schema(
    summary="Ce dont votre logiciel tient compte désormais",
    tags=["changes"],
    request=_APPLIED,
    responses={
        200: OpenApiResponse(AcknowledgedShape, examples=[_example_of("acknowledged", {"cursor": _CURSOR})]),
        **_problems("invalid-cursor", *_OF_A_BODY),
    },
    examples=[
        _example_of("up to a cursor", {"cursor": _CURSOR}, asked=True),
        _example_of("one patient", {"token": _TOKEN}, asked=True),
    ],
    auth=_SCOPE,
)
replay = extend_schema(
    summary="Renvoyer à votre adresse des avis tout ce qui vous a été dit entre deux moments",
    tags=["changes"],
    request=BetweenShape,
    responses={
        200: OpenApiResponse(ReplayedShape, examples=[_example_of("replayed", {"replayed": 12})]),
        **_problems("nothing-to-replay", *_OF_A_BODY),
    },
    examples=[_example_of("since", {"since": "2026-03-01T00:00:00Z"}, asked=True)],
    auth=_SCOPE,
)
