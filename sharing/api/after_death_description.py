"""What the OpenAPI document says of questions after a death."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers

from consents.vocabulary import AFTER_DEATH_PURPOSES
from sharing.api import schema, shapes
from sharing.api.description import problems
from sharing.services.survivors import Grounds

_Shape = serializers.Serializer[Any]
_NATIONAL = "urn:oid:1.2.250.1.213.1.4.10"
_ASK = {
    "subject": {
        "type": "person",
        "id": "178037512345693",
        "properties": {"system": _NATIONAL, "organisation": "750000010"},
    },
    "action": {"name": "read"},
    "resource": {
        "type": "record",
        "id": "285057512345623",
        "properties": {"patient": {"system": _NATIONAL, "value": "285057512345623"}},
    },
    "context": {"purpose": "after_death_causes"},
}
_REFUSED = {
    "decision": False,
    "context": {
        "code": "consent_required",
        "reason_user": {
            "fr": "De son vivant, la personne s’est opposée à cette communication (CSP L.1110-4 V).",
            "en": "In life, the person opposed this being passed on (CSP L.1110-4 V).",
        },
        "obligations": [],
        "decision_id": "0d1c2b3a-4f5e-4d6c-8b7a-9f8e7d6c5b4a",
        "patient": "N2h5c3FtZ2VwYWRrcm5vYmx1d3l0eGZ2cXNqbWk3Q9k",
        "token": "6dk1pV0l9yq3W8c5Zr2uXa7mTn4sBf0hJgEoLiQeRtYvUwIxOzPaSd",
        "grounds": "opposed_in_life",
    },
}


@extend_schema_field(schema.FINESS_TEXT)
class FinessField(serializers.CharField):
    """Nine characters."""


class SurvivorProperties(_Shape):
    system = serializers.CharField(help_text="Système de `id`, celui dit à `/intake/v1/survivors`.")
    organisation = FinessField(help_text="FINESS de l’établissement qui transmet : l’un des vôtres.")


class SurvivorSubject(_Shape):
    type = serializers.ChoiceField(choices=["person"])
    id = serializers.CharField(help_text="L’identifiant de la personne qui demande.")
    properties = SurvivorProperties()


class MotiveShape(_Shape):
    purpose = serializers.ChoiceField(choices=sorted(each.value for each in AFTER_DEATH_PURPOSES))


class AfterDeathRequest(_Shape):
    subject = SurvivorSubject()
    action = shapes.ActionShape()
    resource = shapes.ResourceShape()
    context = MotiveShape()  # type: ignore[assignment]


class AfterDeathContext(shapes.AnswerContext):
    grounds = serializers.ChoiceField(
        choices=[each.value for each in Grounds], help_text="La raison à dire ; `reason_user` la met en toutes lettres."
    )


class AfterDeathAnswer(_Shape):
    decision = serializers.BooleanField()
    context = AfterDeathContext()  # type: ignore[assignment]


after_death = extend_schema(
    summary="Après un décès : ce qu’un établissement peut répondre à un héritier ou un partenaire, et pourquoi",
    tags=["access"],
    request=AfterDeathRequest,
    responses={
        200: OpenApiResponse(
            AfterDeathAnswer, examples=[OpenApiExample("opposed", value=_REFUSED, response_only=True)]
        ),
        **problems(400, 401, 403, 405, 406, 413, 415, 429, 500, 503),
    },
    examples=[OpenApiExample("question", value=_ASK, request_only=True)],
)
