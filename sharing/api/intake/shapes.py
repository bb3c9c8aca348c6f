"""Shapes for the OpenAPI document. Bodies are read by `acts` and `members`, which are stricter."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from consents.vocabulary import Category, OrganisationKind, Profession, Specialty, SurvivorRelation
from sharing.api import schema
from sharing.api.shapes import IdentifierShape

Shape = serializers.Serializer[Any]
_WHO = "RPPS, ou {system, value}."
_WHERE = "FINESS, ou {system, value} : l’une de vos organisations."
_WHEN = "Un jour de Paris (AAAA-MM-JJ) ou un moment ISO 8601 avec son décalage."


@extend_schema_field(schema.WHO)
class WhoField(serializers.JSONField):
    pass


@extend_schema_field(schema.WHERE)
class WhereField(serializers.JSONField):
    pass


@extend_schema_field(schema.WHEN)
class WhenField(serializers.JSONField):
    pass


@extend_schema_field(schema.DOCUMENT)
class DocumentField(serializers.JSONField):
    pass


def _who(**more: Any) -> serializers.JSONField:
    return WhoField(help_text=_WHO, **more)


def _where(text: str = _WHERE, **more: Any) -> serializers.JSONField:
    return WhereField(help_text=text, **more)


def _when(**more: Any) -> serializers.JSONField:
    return WhenField(help_text=_WHEN, **more)


def _document(**more: Any) -> serializers.JSONField:
    return DocumentField(help_text="Notre identifiant (UUID), ou {system, value} de sa source.", **more)


class PatientShape(IdentifierShape):
    """With his traits when he is new to your organisations."""

    birth_name = serializers.CharField(required=False)
    born_on = serializers.DateField(required=False)
    birth_given_names = serializers.CharField(required=False)
    used_name = serializers.CharField(required=False)
    used_given_name = serializers.CharField(required=False)
    birth_place = serializers.CharField(required=False, max_length=5)
    sex = serializers.ChoiceField(choices=["female", "male", "unknown"], required=False)
    identity_status = serializers.ChoiceField(choices=["PROV", "VALI", "RECUP", "QUAL"], required=False)


class StartCareShape(Shape):
    patient = PatientShape()
    professional = _who()
    organisation = _where()
    begins_at = _when(required=False)
    ends_at = _when(required=False)
    number = serializers.CharField(required=False, max_length=100, help_text="Votre numéro de cette prise en charge.")


class EndCareShape(Shape):
    """Named by `care`, else by `number`, else by `professional` and `organisation`."""

    patient = IdentifierShape()
    care = serializers.UUIDField(required=False)
    number = serializers.CharField(required=False, max_length=100)
    professional = _who(required=False)
    organisation = _where(required=False)
    ends_at = _when(required=False)


class TransferTo(Shape):
    professional = _who()
    organisation = _where(required=False)


class TransferCareShape(Shape):
    patient = IdentifierShape()
    organisation = _where()
    professional = _who()
    to = TransferTo()
    at = _when(required=False)
    number = serializers.CharField(required=False, max_length=100)


class TeamShape(Shape):
    patient = IdentifierShape()
    organisation = _where()
    members = serializers.ListField(child=_who(), max_length=500)
    at = _when(required=False)


class TypeShape(Shape):
    system = serializers.CharField(help_text="LOINC ou TRE_A05.")
    code = serializers.CharField()


class DocumentShape(Shape):
    patient = IdentifierShape()
    organisation = _where()
    source = IdentifierShape(help_text="Le numéro par lequel il se retrouve.")  # type: ignore[assignment]
    type = TypeShape(required=False, help_text="Obligatoire, sauf quand `category` est dite à sa place.")
    category = serializers.ChoiceField(choices=[each.value for each in Category], required=False)
    specialty = serializers.ChoiceField(choices=[each.value for each in Specialty], required=False)
    author = _who(required=False)
    made_on = serializers.DateField(required=False)
    deposited = _when(required=False)
    third_party = serializers.BooleanField(required=False)
    announcement_pending = serializers.BooleanField(required=False)
    replaces = _document(required=False)


class AnnouncedShape(Shape):
    patient = IdentifierShape()
    document = _document()


class DeathShape(Shape):
    patient = IdentifierShape()
    died_at = _when()


class DeathWithdrawnShape(Shape):
    patient = IdentifierShape()


class SurvivorShape(Shape):
    """Of a patient who has died. The survivor comes with his name and day of birth."""

    patient = IdentifierShape()
    survivor = PatientShape()
    relation = serializers.ChoiceField(choices=[each.value for each in SurvivorRelation])
    proof = serializers.CharField(
        max_length=120, help_text="La preuve que vous avez vue, par exemple l’acte de notoriété."
    )


class ToShape(Shape):
    """Exactly one."""

    professional = _who(required=False)
    organisation = _where("FINESS, ou {system, value}.", required=False)
    profession = serializers.ChoiceField(choices=[each.value for each in Profession], required=False)
    everyone = serializers.BooleanField(required=False)


class AboutShape(Shape):
    """Exactly one."""

    document = _document(required=False)
    category = serializers.ChoiceField(choices=[each.value for each in Category], required=False)
    specialty = serializers.ChoiceField(choices=[each.value for each in Specialty], required=False)
    everything = serializers.BooleanField(required=False)


class ConsentShape(Shape):
    patient = IdentifierShape()
    verb = serializers.ChoiceField(choices=["grant", "oppose", "withdraw"])
    collected_by = _who()
    organisation = _where()
    to = ToShape()
    about = AboutShape()
    begins_at = _when(required=False)
    ends_at = _when(required=False)


class OpeningShape(Shape):
    patient = IdentifierShape()
    professional = _who()
    organisation = _where()
    document = _document()
    opened_at = serializers.DateTimeField()
    decision_id = serializers.UUIDField(required=False, help_text="La réponse « permit » que cette ouverture a suivie.")


class OrganisationShape(Shape):
    """One of yours, or a new site of `part_of`."""

    organisation = _where("FINESS, ou {system, value}.")
    name = serializers.CharField(max_length=200)
    part_of = _where(required=False)
    kind = serializers.ChoiceField(choices=[each.value for each in OrganisationKind], required=False)
    city = serializers.CharField(required=False, max_length=120)


class CodeShape(Shape):
    system = serializers.CharField(help_text="TRE_G15, TRE_R94, TRE_R95…")
    code = serializers.CharField()


class ProfessionalShape(Shape):
    professional = _who()
    family_name = serializers.CharField(max_length=120)
    organisation = _where()
    given_name = serializers.CharField(required=False, max_length=120)
    title = serializers.CharField(required=False, max_length=20)
    profession = serializers.ChoiceField(choices=[each.value for each in Profession], required=False)
    profession_code = CodeShape(required=False)
    assists = _who(required=False)
    begins_at = serializers.DateTimeField(required=False)
    ends_at = serializers.DateTimeField(required=False)


class WarningShape(Shape):
    pointer = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class DoneShape(Shape):
    id = serializers.UUIDField()
    created = serializers.BooleanField()
    ids = serializers.ListField(child=serializers.UUIDField(), required=False)
    warnings = WarningShape(many=True)
