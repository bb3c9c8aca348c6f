"""Shapes and words of these acts for the OpenAPI document."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from sharing.api.intake import shapes
from sharing.api.shapes import IdentifierShape
from sharing.services.intake.secrecy_words import Ground

_WHERE: dict[str, Any] = {
    "patient": {"system": "urn:oid:1.2.250.1.213.1.4.10", "value": "285057512345623"},
    "organisation": "750000010",
    "professional": "10001234565",
}
_KEPT = "5f0c2a52-3d0e-4a53-8a5e-1b2f6c7d8e9f"
_DOCUMENT = "0b7f5c1e-6a1d-4f7e-9a55-3f1f0a6c2d10"
_REASON = "Vu avec l’enfant le 3 mars : elle préfère désormais que son père sache."


class WrittenShape(shapes.Shape):
    """Written down by a physician or a midwife who takes care of the minor; by a nurse with `sexual_health`."""

    patient = IdentifierShape()
    professional = shapes._who()
    organisation = shapes._where()
    sexual_health = serializers.BooleanField(required=False)


class KeepSecretShape(WrittenShape):
    """`document`, or all that this professional and this place make from the day `since` on."""

    document = shapes._document(required=False)
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)
    accompanied = serializers.BooleanField(required=False, help_text="Un adulte était présent ; jamais qui.")

    def get_fields(self) -> dict[str, Any]:
        named = "Un titulaire de l’autorité, ou plusieurs ; absent : tous."
        return {**super().get_fields(), "from": IdentifierShape(many=True, required=False, help_text=named)}


class RenewSecretShape(WrittenShape):
    secret = serializers.UUIDField()
    maintained = serializers.BooleanField(help_text="false : le mineur lève le secret.")


class OverruleSecretShape(WrittenShape):
    secret = serializers.UUIDField()
    reason = serializers.CharField(min_length=10, max_length=2000, help_text="Lue au contrôle seulement.")


class WithholdShape(WrittenShape):
    ground = serializers.ChoiceField(choices=[each.value for each in Ground])
    reason = serializers.CharField(min_length=10, max_length=2000, help_text="Lue au contrôle seulement.")
    document = serializers.JSONField(required=False, help_text="Absent : tout le dossier.")

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), "from": IdentifierShape(required=False, help_text="Absent : tous.")}


class GiveBackShape(WrittenShape):
    withholding = serializers.UUIDField()
    reason = serializers.CharField(min_length=10, max_length=2000)


class SecretShape(shapes.Shape):
    """`waits`: the minor asked alone, and nobody has spoken of it with him yet. `renewed_at`: kept on, that day."""

    id = serializers.UUIDField()
    document = serializers.UUIDField(required=False)
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)
    towards_all = serializers.BooleanField()
    begins_at = serializers.DateTimeField()
    waits = serializers.BooleanField()
    renewed_at = serializers.DateTimeField(required=False)


class SecretsShape(shapes.Shape):
    secrets = SecretShape(many=True)


#: Of each act: what it does, its shape, an example.
ACTS: Mapping[str, tuple[str, type[shapes.Shape], dict[str, Any]]] = {
    "secrecy": (
        "Un mineur garde un soin secret pour ses parents (CSP L1111-5, R1111-6)",
        KeepSecretShape,
        _WHERE | {"since": "2026-03-01", "accompanied": True},
    ),
    "secrecy/renewed": (
        "Redemandé au mineur : il garde le secret, ou le lève",
        RenewSecretShape,
        _WHERE | {"secret": _KEPT, "maintained": True},
    ),
    "secrecy/overruled": (
        "Un médecin décide, avec ses raisons, que ce secret ne tient pas",
        OverruleSecretShape,
        _WHERE | {"secret": _KEPT, "reason": _REASON},
    ),
    "secrecy/withheld": (
        "Un médecin ne montre pas un document à un parent, avec ses raisons",
        WithholdShape,
        _WHERE | {"ground": "interest", "document": _DOCUMENT, "reason": "Entretien où l’enfant parle de son père."},
    ),
    "secrecy/restored": (
        "Un médecin montre de nouveau ce qu’il ne montrait pas",
        GiveBackShape,
        _WHERE | {"withholding": _KEPT, "reason": "Le danger est passé, vu avec l’équipe."},
    ),
}
