"""What the OpenAPI document says of whom the care team may turn to."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import serializers

from consents.vocabulary import SigningManner, TrustedRole
from sharing.api import shapes
from sharing.api.description import problems

_Shape = serializers.Serializer[Any]
_ASK = {
    "subject": {"type": "professional", "id": "10001234565", "properties": {"organisation": "750000010"}},
    "action": {"name": "read"},
    "resource": {
        "type": "record",
        "id": "285057512345623",
        "properties": {"patient": {"system": "urn:oid:1.2.250.1.213.1.4.10", "value": "285057512345623"}},
    },
    "context": {"purpose": "care"},
}
_FOUND = {
    "trusted_persons": [
        {
            "role": "health",
            "article": "CSP L1111-6",
            "given_name": "Paul",
            "family_name": "Lenoir",
            "address": "3 rue des Lilas, 69003 Lyon",
            "phone": "06 12 34 56 78",
            "email": "",
            "until": "revoked",
            "proof": {
                "manner": "link",
                "designated_at": "2026-02-01T09:00:00+00:00",
                "accepted_at": "2026-02-02T18:30:00+00:00",
                "signed_on": "2026-02-02",
            },
        }
    ],
    "persons_to_call": [
        {"given_name": "Julie", "family_name": "Martin", "relation": "voisine", "phone": "06 11 22 33 44"}
    ],
}
_NOBODY: dict[str, list[Any]] = {"trusted_persons": [], "persons_to_call": []}


class ProofShape(_Shape):
    manner = serializers.ChoiceField(
        choices=[*(each.value for each in SigningManner), ""],
        help_text="Comment la personne désignée a signé ; vide quand la preuve est tenue ailleurs.",
    )
    designated_at = serializers.DateTimeField()
    accepted_at = serializers.DateTimeField(help_text="Depuis quand la désignation est valide.")
    signed_on = serializers.DateField(help_text="Le jour porté sur le papier, ou celui de la réponse.")


class TrustedPersonShape(_Shape):
    role = serializers.ChoiceField(choices=[each.value for each in TrustedRole])
    article = serializers.CharField()
    given_name = serializers.CharField(allow_blank=True)
    family_name = serializers.CharField()
    address = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True)
    until = serializers.ChoiceField(choices=["stay", "revoked"], help_text="Jusqu’à la fin d’un séjour, ou révocation.")
    proof = ProofShape()


class PersonToCallShape(_Shape):
    given_name = serializers.CharField()
    family_name = serializers.CharField()
    relation = serializers.CharField(allow_blank=True)
    phone = serializers.CharField()


class RecordResource(_Shape):
    type = serializers.ChoiceField(choices=["record"])
    id = serializers.CharField(help_text="L’INS du patient.")
    properties = shapes.ResourceProperties(required=False)


class ContactsRequest(_Shape):
    subject = shapes.SubjectShape()
    action = shapes.ActionShape()
    resource = RecordResource()
    context = shapes.ContextShape()  # type: ignore[assignment]


class ContactsAnswer(_Shape):
    trusted_persons = TrustedPersonShape(many=True)
    persons_to_call = PersonToCallShape(many=True)


contacts = extend_schema(
    summary="À qui l’équipe de soins peut parler : la personne de confiance, les personnes à prévenir",
    tags=["access"],
    request=ContactsRequest,
    responses={
        200: OpenApiResponse(
            ContactsAnswer,
            examples=[
                OpenApiExample("found", value=_FOUND, response_only=True),
                OpenApiExample("nobody", value=_NOBODY, response_only=True),
            ],
        ),
        **problems(400, 401, 403, 405, 406, 413, 415, 429, 500, 503),
    },
    examples=[OpenApiExample("question", value=_ASK, request_only=True)],
)
