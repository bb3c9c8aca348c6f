"""What the OpenAPI document says of the emergency card."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import serializers

from sharing.api import shapes
from sharing.api.description import problems

#: The type that the library writes down is narrower than what it takes.
_SCOPE: Any = [{"oauth2": ["emergency"]}]
_ASK = {"reference": "K5QW2ZDFMRSWE4TBN5XG63LJNZTWK4TJ"}
_FOUND = {"patient": {"system": "urn:oid:1.2.250.1.213.1.4.10", "value": "285057512345623"}}


class CardRequest(serializers.Serializer[Any]):
    reference = serializers.CharField(
        max_length=80, help_text="Telle que le code la donne, ou tapée, par groupes ou non."
    )


class CardAnswer(serializers.Serializer[Any]):
    patient = shapes.IdentifierShape(help_text="À nommer dans la question d’urgence, qui reste à poser et à motiver.")


card = extend_schema(
    summary="De quel patient est cette carte d’urgence ; inconnue, remplacée ou retirée : 404, toujours le même",
    tags=["access"],
    request=CardRequest,
    responses={
        200: OpenApiResponse(CardAnswer, examples=[OpenApiExample("found", value=_FOUND, response_only=True)]),
        **problems(400, 401, 403, 404, 405, 406, 413, 415, 429, 500, 503),
    },
    examples=[OpenApiExample("read", value=_ASK, request_only=True)],
    auth=_SCOPE,
)
