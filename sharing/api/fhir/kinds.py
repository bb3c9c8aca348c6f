"""What is served: each type's own file, in the order of the CapabilityStatement."""

from sharing.api.fhir import subscriptions
from sharing.api.fhir.registry import Kind

KINDS: tuple[Kind, ...] = (subscriptions.KIND,)
