"""Short ways to subscribe, to tell, and to read what was told."""

import json
from datetime import datetime
from typing import Any

from sharing.fhir.subscriptions import names, reading
from sharing.models import Subscription
from sharing.services.subscriptions import asking, delivery
from tests.sharing.notices.receiver import Received
from tests.sharing.notices.sending import HERE
from tests.sharing.notices.story import NOW, Story

TOPIC = "http://localhost:8000/SubscriptionTopic/consent-changed"


def asked(endpoint: str, **more: Any) -> dict[str, Any]:
    """`channel` is added to the channel, the rest to the resource."""
    channel = {
        "type": "rest-hook",
        "endpoint": endpoint,
        "payload": "application/fhir+json",
        "_payload": {"extension": [{"url": names.CONTENT, "valueCode": more.pop("content", "id-only")}]},
        **more.pop("channel", {}),
    }
    whole = {
        "resourceType": "Subscription",
        "status": "requested",
        "reason": "Cache de l’hôpital",
        "criteria": TOPIC,
        "channel": channel,
    }
    return {**whole, **more}


def subscribe(story: Story, endpoint: str, *, at: datetime = NOW, **more: Any) -> Subscription:
    kept = asking.create(story.system, reading.wanted(asked(endpoint, **more), topic=TOPIC), at=at)
    return Subscription.objects.get(pk=kept.id)


def tell(at: datetime = NOW) -> int:
    return delivery.tell(at=at, private_hosts=HERE)


def said(received: Received) -> dict[str, Any]:
    """What the Parameters say, by name; several events are a list."""
    body = json.loads(received.body)
    told: dict[str, Any] = {"events": []}
    for parameter in body["entry"][0]["resource"]["parameter"]:
        if parameter["name"] == "notification-event":
            told["events"].append({part["name"]: part for part in parameter["part"]})
        else:
            told[parameter["name"]] = next(value for key, value in parameter.items() if key != "name")
    return told


def numbers(received: Received) -> list[int]:
    return [int(event["event-number"]["valueString"]) for event in said(received)["events"]]
