"""The names that the guide gives: profiles, extensions, what a channel and a payload may be here."""

_BASE = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/"
PROFILE = f"{_BASE}backport-subscription"
STATUS_PROFILE = f"{_BASE}backport-subscription-status-r4"
NOTIFICATION_PROFILE = f"{_BASE}backport-subscription-notification-r4"
TOPIC_EXTENSION = f"{_BASE}capabilitystatement-subscriptiontopic-canonical"

CONTENT = f"{_BASE}backport-payload-content"
HEARTBEAT = f"{_BASE}backport-heartbeat-period"
TIMEOUT = f"{_BASE}backport-timeout"
MOST = f"{_BASE}backport-max-count"

REST_HOOK = "rest-hook"
EMPTY, ID_ONLY = "empty", "id-only"
CONTENTS = (EMPTY, ID_ONLY)
JSON, XML = "application/fhir+json", "application/fhir+xml"
#: What may stand in `channel.payload`, with the type that is then sent.
PAYLOADS = {JSON: JSON, "application/json": JSON, XML: XML, "application/xml": XML}


def topic(base: str) -> str:
    """The one topic there is, in the site's own namespace: what a patient decided has changed (decision.md §7)."""
    return f"{base}/SubscriptionTopic/consent-changed"
