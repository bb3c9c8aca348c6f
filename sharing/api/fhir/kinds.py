"""What is served: each type's own file, in the order of the CapabilityStatement."""

from sharing.api.fhir import audit_events, consents, provenance, subscriptions
from sharing.api.fhir.registry import Kind

KINDS: tuple[Kind, ...] = (consents.KIND, subscriptions.KIND, audit_events.KIND, provenance.KIND)
