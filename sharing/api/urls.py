"""What software calls. English paths, one version in each."""

from django.urls import path

from sharing.api import (
    after_death,
    cds,
    changes,
    contacts,
    documents,
    emergency_card,
    evaluation,
    search,
    tokens,
    wellknown,
)
from sharing.api.fhir import urls as fhir
from sharing.api.intake import urls as intake

urlpatterns = [
    path("access/v1/evaluation", evaluation.EvaluationView.as_view(), name="evaluation"),
    path("access/v1/evaluations", evaluation.EvaluationsView.as_view(), name="evaluations"),
    path("access/v1/search/resource", search.ResourceSearchView.as_view(), name="search_resource"),
    path("access/v1/search/subject", search.SubjectSearchView.as_view(), name="search_subject"),
    path("access/v1/contacts", contacts.ContactsView.as_view(), name="contacts"),
    path("access/v1/after-death", after_death.AfterDeathView.as_view(), name="after_death"),
    path("access/v1/emergency-card", emergency_card.EmergencyCardView.as_view(), name="emergency_card_read"),
    path("cds-services", cds.ServicesView.as_view(), name="cds_services"),
    path("cds-services/patient-consent-consult", cds.ConsultView.as_view(), name="cds_consult"),
    *intake.urlpatterns,
    path("changes", changes.ChangesView.as_view(), name="changes"),
    path("changes/acknowledged", changes.AcknowledgedView.as_view(), name="changes_acknowledged"),
    path("changes/replay", changes.ReplayView.as_view(), name="changes_replay"),
    path("oauth2/token", tokens.token, name="oauth_token"),
    path("oauth2/revoke", tokens.revoke, name="oauth_revoke"),
    path(".well-known/oauth-authorization-server", wellknown.authorization_server, name="authorization_server"),
    path(".well-known/smart-configuration", wellknown.smart_configuration, name="smart_configuration"),
    path("fhir/.well-known/smart-configuration", wellknown.smart_configuration, name="fhir_smart_configuration"),
    path(".well-known/authzen-configuration", wellknown.decision_point, name="decision_point"),
    *fhir.urlpatterns,
    path("api/schema/", documents.SchemaView.as_view(), name="schema"),
    path("api/docs/", documents.DocsView.as_view(), name="api_docs"),
]
