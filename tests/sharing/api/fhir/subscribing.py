"""What a subscription asks for, and a change to be told of."""

from datetime import UTC, datetime
from typing import Any

from sharing.fhir.subscriptions import names
from sharing.services import planning
from sharing.services.subscriptions import events
from tests.sharing.hospital import Hospital

TOPIC = "http://localhost:8000/SubscriptionTopic/consent-changed"
HOOK = "https://dpi.example.fr/fhir-hook"


def asked(**more: Any) -> dict[str, Any]:
    channel = {
        "type": "rest-hook",
        "endpoint": HOOK,
        "payload": "application/fhir+json",
        "_payload": {"extension": [{"url": names.CONTENT, "valueCode": "id-only"}]},
        "header": ["Authorization: Bearer secret-du-client"],
    }
    whole = {"resourceType": "Subscription", "status": "requested", "reason": "Cache", "criteria": TOPIC}
    return {**whole, "channel": {**channel, **more.pop("channel", {})}, **more}


def changed(chu: Hospital) -> None:
    now = datetime.now(UTC)
    chu.oppose(chu.nora, chu.seen, at=now)
    planning.plan_notices(at=now)
    events.number_all(at=now)
