"""What the OpenAPI document says of CDS Hooks: shapes, examples, every error."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers

from consents.vocabulary import Purpose
from sharing.api import schema
from sharing.api.cds_reading import HOOK, MOST, NOT_KEPT, PURPOSES
from sharing.api.description import problems
from sharing.api.shapes import AnswerContext

_Shape = serializers.Serializer[Any]
_SCOPE: Any = [{"oauth2": ["decisions"]}]
_DECISIONS = ["CONSENT_PERMIT", "CONSENT_DENY", "NO_CONSENT"]
_ASK = {
    "hook": HOOK,
    "hookInstance": "3b0b6f3e-7d0f-4c9e-9a51-0f6f0b6c9d11",
    "context": {
        "patientId": [{"system": "urn:oid:1.2.250.1.213.1.4.10", "value": "285057512345623"}],
        "actor": [
            {"system": "urn:oid:1.2.250.1.71.4.2.1", "value": "810001234565"},
            {"system": "urn:oid:1.2.250.1.71.4.2.2", "value": "1750000010"},
        ],
        "purposeOfUse": ["TREAT"],
    },
}
_SOURCE = {"label": "Mes partages", "url": "https://partages.example"}
_REDACT = {
    "id": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "REDACT"},
    "parameters": {
        "exceptAnyOfCodes": [
            {"system": "urn:ietf:rfc:3986", "code": "urn:uuid:0b7f5c1e-6a1d-4f7e-9a55-3f1f0a6c2d10"},
        ]
    },
}


def _card(decision: str, indicator: str, detail: str, *obligations: dict[str, Any]) -> dict[str, Any]:
    extension = {"decision": decision, "obligations": list(obligations)}
    return {
        "cards": [
            {"summary": decision, "detail": detail, "indicator": indicator, "source": _SOURCE, "extension": extension}
        ]
    }


class CodingShape(_Shape):
    system = serializers.CharField(max_length=300)
    code = serializers.CharField(max_length=300)


@extend_schema_field(schema.ONE_PATIENT)
class PatientField(serializers.JSONField):
    pass


@extend_schema_field(schema.ONE_ACTOR)
class ActorField(serializers.JSONField):
    pass


def _codings(text: str) -> serializers.ListField:
    return serializers.ListField(child=CodingShape(), required=False, max_length=MOST, help_text=text)


_PURPOSE = {"type": "string", "enum": sorted({*PURPOSES, *NOT_KEPT})}


_CODES = {
    "anyOf": [
        {"items": {"enum": sorted(code for code, purpose in PURPOSES.items() if purpose is each)}}
        for each in (Purpose.CARE, Purpose.EMERGENCY)
    ]
    + [{"contains": {"enum": sorted(NOT_KEPT)}}]
}


@extend_schema_field({"oneOf": [_PURPOSE, {"type": "array", "items": _PURPOSE, "minItems": 1, **_CODES}]})
class PurposeField(serializers.JSONField):
    pass


class HookContext(_Shape):
    patientId = PatientField(help_text="Les identifiants d’un seul patient ; l’INS d’abord.")  # noqa: N815 - the hook's own name
    actor = ActorField(
        help_text="Un seul professionnel, et l’organisation d’où il demande ; ou une organisation seule."
    )
    purposeOfUse = PurposeField(  # noqa: N815
        help_text="Un code de v3-ActReason, ou plusieurs qui disent la même finalité."
    )
    category = _codings("Les catégories de consentement ; celles que ce service ne garde pas : NO_CONSENT.")


HookContext._declared_fields["class"] = _codings("Ce qui est demandé ; seuls des documents sont décidés ici.")


class HookRequest(_Shape):
    hook = serializers.ChoiceField(choices=[HOOK])
    hookInstance = serializers.CharField(max_length=300)  # noqa: N815
    context = HookContext()  # type: ignore[assignment]


class SourceShape(_Shape):
    label = serializers.CharField()  # type: ignore[assignment]
    url = serializers.CharField()


class ParametersShape(_Shape):
    exceptAnyOfCodes = serializers.ListField(child=CodingShape())  # noqa: N815


class ObligationShape(_Shape):
    id = CodingShape()
    parameters = ParametersShape(help_text="Tout cacher, sauf ces documents.")


class CardExtension(_Shape):
    decision = serializers.ChoiceField(choices=_DECISIONS)
    obligations = ObligationShape(many=True)
    context = AnswerContext(required=False, help_text="Comme à une évaluation.")  # type: ignore[assignment]


class CardShape(_Shape):
    summary = serializers.ChoiceField(choices=_DECISIONS)
    detail = serializers.CharField()
    indicator = serializers.ChoiceField(choices=["info", "warning", "critical"])
    source = SourceShape()  # type: ignore[assignment]
    extension = CardExtension()


class HookAnswer(_Shape):
    cards = CardShape(many=True)


class ServiceShape(_Shape):
    hook = serializers.CharField()
    id = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()


class ServicesAnswer(_Shape):
    services = ServiceShape(many=True)


services = extend_schema(
    summary="Ce qui peut être demandé par CDS Hooks",
    tags=["cds-hooks"],
    responses={200: ServicesAnswer, **problems(405, 406, 429, 500)},
    auth=[],
)
consult = extend_schema(
    summary="Ce demandeur peut-il voir le dossier, et lesquels de ses documents ?",
    tags=["cds-hooks"],
    request=HookRequest,
    responses={
        200: OpenApiResponse(
            HookAnswer,
            examples=[
                OpenApiExample("permit", value=_card(_DECISIONS[0], "info", "Vous pouvez consulter…", _REDACT)),
                OpenApiExample("deny", value=_card(_DECISIONS[1], "critical", "Sans accord du patient…")),
                OpenApiExample("no_consent", value=_card(_DECISIONS[2], "warning", "Aucun choix du patient…")),
            ],
        ),
        **problems(400, 401, 403, 405, 406, 413, 415, 429, 500, 503),
    },
    examples=[OpenApiExample("consultation", value=_ASK, request_only=True)],
    auth=_SCOPE,
)
