"""Shapes for the OpenAPI document. Bodies are read by `reading` and `questions`, which are stricter."""

from typing import Any

from rest_framework import serializers

from consents.vocabulary import Code, Obligation, Purpose

PURPOSES = [each.value for each in Purpose]


class IdentifierShape(serializers.Serializer[Any]):
    system = serializers.CharField(help_text="L’autorité qui a donné l’identifiant (URI ou OID).")
    value = serializers.CharField()


class SubjectProperties(serializers.Serializer[Any]):
    organisation = serializers.CharField(
        required=False, help_text="FINESS de l’organisation d’où il demande ; à défaut, sa première parmi les vôtres."
    )
    system = serializers.CharField(required=False, help_text="Système de `id`, quand ce n’est pas le RPPS (FINESS).")


class SubjectShape(serializers.Serializer[Any]):
    type = serializers.ChoiceField(choices=["professional", "organisation"])
    id = serializers.CharField(help_text="RPPS du professionnel, FINESS de l’organisation.")
    properties = SubjectProperties(required=False)


class ActionShape(serializers.Serializer[Any]):
    name = serializers.ChoiceField(choices=["read"])


class ResourceProperties(serializers.Serializer[Any]):
    patient = IdentifierShape(required=False, help_text="L’INS avec son système, ou un identifiant d’un autre système.")
    ins = serializers.CharField(required=False, help_text="Forme courte : l’INS seul.")
    ins_system = serializers.CharField(required=False, help_text="Système de `ins` ; à défaut, l’INS-NIR.")
    system = serializers.CharField(required=False, help_text="Système de `id`, quand c’est celui de la source.")


class ResourceShape(serializers.Serializer[Any]):
    type = serializers.ChoiceField(choices=["document", "record"])
    id = serializers.CharField(help_text="Notre identifiant (UUID) du document, ou celui de sa source.")
    properties = ResourceProperties(required=False)


class EmergencyShape(serializers.Serializer[Any]):
    unable_to_consent = serializers.BooleanField()
    immediate_risk = serializers.BooleanField()
    reason = serializers.CharField(min_length=10)


class ContextShape(serializers.Serializer[Any]):
    purpose = serializers.ChoiceField(choices=PURPOSES)
    emergency = EmergencyShape(required=False, help_text="Obligatoire avec la finalité `emergency`.")

    min_token = serializers.CharField(
        required=False,
        help_text="Jeton de fraîcheur reçu au sujet de ce patient : la réponse connaît au moins ce qu’il connaît.",
    )


class EvaluationRequest(serializers.Serializer[Any]):
    subject = SubjectShape()
    action = ActionShape()
    resource = ResourceShape()
    context = ContextShape()  # type: ignore[assignment]


class OptionsShape(serializers.Serializer[Any]):
    evaluations_semantic = serializers.ChoiceField(
        choices=["execute_all", "deny_on_first_deny", "permit_on_first_permit"], required=False
    )


class ItemShape(serializers.Serializer[Any]):
    subject = SubjectShape(required=False)
    action = ActionShape(required=False)
    resource = ResourceShape(required=False)
    context = ContextShape(required=False)  # type: ignore[assignment]


class EvaluationsRequest(serializers.Serializer[Any]):
    subject = SubjectShape(required=False)
    action = ActionShape(required=False)
    resource = ResourceShape(required=False)
    context = ContextShape(required=False)  # type: ignore[assignment]
    options = OptionsShape(required=False)
    evaluations = serializers.ListField(child=ItemShape(), max_length=500)


class ErrorShape(serializers.Serializer[Any]):
    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    message = serializers.CharField()
    pointer = serializers.CharField(required=False)


class ReasonShape(serializers.Serializer[Any]):
    """By language (AuthZEN's reasons)."""

    fr = serializers.CharField()
    en = serializers.CharField()


class AnswerContext(serializers.Serializer[Any]):
    code = serializers.ChoiceField(choices=[each.value for each in Code], required=False)
    reason_user = ReasonShape(required=False, help_text="Le code en toutes lettres, pour la personne qui demande.")
    obligations = serializers.ListField(
        child=serializers.ChoiceField(choices=[each.value for each in Obligation]), required=False
    )
    decision_id = serializers.UUIDField(required=False)
    patient = serializers.CharField(
        required=False, help_text="Référence opaque du patient nommé, celle des avis de changement."
    )
    token = serializers.CharField(required=False, help_text="Jeton de fraîcheur, opaque.")
    valid_until = serializers.DateTimeField(required=False, help_text="D’un `permit` seulement.")
    error = ErrorShape(required=False, help_text="Dans un lot : ce qui ne va pas dans cette question.")


class EvaluationAnswer(serializers.Serializer[Any]):
    decision = serializers.BooleanField()
    context = AnswerContext()  # type: ignore[assignment]


class EvaluationsAnswer(serializers.Serializer[Any]):
    evaluations = EvaluationAnswer(many=True)


class PageAsked(serializers.Serializer[Any]):
    token = serializers.CharField(required=False, help_text="`next_token` de la page précédente.")
    limit = serializers.IntegerField(required=False, min_value=0, help_text="100 à défaut, 1 000 au plus.")


class PageGiven(serializers.Serializer[Any]):
    next_token = serializers.CharField(allow_blank=True, help_text="Vide à la dernière page.")


class DocumentsResource(serializers.Serializer[Any]):
    type = serializers.ChoiceField(choices=["document"])
    properties = ResourceProperties()


class ResourceSearchRequest(serializers.Serializer[Any]):
    subject = SubjectShape()
    action = ActionShape()
    resource = DocumentsResource()
    context = ContextShape()  # type: ignore[assignment]
    page = PageAsked(required=False)


class DocumentFound(serializers.Serializer[Any]):
    type = serializers.ChoiceField(choices=["document"])
    id = serializers.CharField()


class ResourceSearchAnswer(serializers.Serializer[Any]):
    page = PageGiven()
    context = AnswerContext(help_text="La réponse sur le dossier entier.")  # type: ignore[assignment]
    results = DocumentFound(many=True)


class SubjectSought(serializers.Serializer[Any]):
    type = serializers.ChoiceField(choices=["professional"])


class DocumentResource(DocumentsResource):
    id = serializers.CharField(help_text="Notre identifiant (UUID) du document, ou celui de sa source.")


class PurposeShape(serializers.Serializer[Any]):
    purpose = serializers.ChoiceField(
        choices=PURPOSES,
        required=False,
        help_text="Seulement ceux dont c’est la finalité ordinaire.",
    )


class SubjectSearchRequest(serializers.Serializer[Any]):
    subject = SubjectSought()
    action = ActionShape()
    resource = DocumentResource()
    context = PurposeShape(required=False)  # type: ignore[assignment]
    page = PageAsked(required=False)


class SubjectSearchAnswer(serializers.Serializer[Any]):
    page = PageGiven()
    results = SubjectShape(many=True)


class ProblemShape(serializers.Serializer[Any]):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    pointer = serializers.CharField(required=False, help_text="Le membre en cause (RFC 6901).")
    rule = serializers.CharField(required=False, help_text="La règle qui a décidé.")
    errors = serializers.ListField(child=serializers.DictField(), required=False)  # type: ignore[assignment]
