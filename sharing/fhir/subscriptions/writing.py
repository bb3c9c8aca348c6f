"""Subscription as it is kept, and the Bundles that are sent: a status, then the addresses of what changed, no body.

Numbers of events are written as texts: that is how the R4 form of the guide has them.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from sharing.fhir.subscriptions import names
from sharing.fhir.subscriptions.reading import MASK
from sharing.fhir.subscriptions.values import Event, Kept, Wanted
from sharing.fhir.writing.words import Resource, instant, without_nothing

HANDSHAKE, HEARTBEAT, EVENTS = "handshake", "heartbeat", "event-notification"
QUERY_STATUS, QUERY_EVENT = "query-status", "query-event"


def subscription(kept: Kept, *, topic: str) -> Resource:
    """The values of headers are never shown again: they open someone's door."""
    wanted = kept.wanted
    return without_nothing(
        {
            "resourceType": "Subscription",
            "id": kept.id,
            "meta": {
                "versionId": str(kept.version),
                "lastUpdated": instant(kept.changed_at),
                "profile": [names.PROFILE],
            },
            "status": kept.status,
            "end": instant(wanted.ends_at) if wanted.ends_at else "",
            "reason": wanted.reason,
            "criteria": topic,
            "error": kept.error,
            "channel": _channel(wanted),
        }
    )


def _channel(wanted: Wanted) -> Resource:
    numbers = (
        (names.HEARTBEAT, "valueUnsignedInt", wanted.heartbeat),
        (names.TIMEOUT, "valueUnsignedInt", wanted.timeout),
        (names.MOST, "valuePositiveInt", wanted.most),
    )
    return without_nothing(
        {
            "extension": [{"url": url, kind: value} for url, kind, value in numbers if value is not None],
            "type": names.REST_HOOK,
            "endpoint": wanted.endpoint,
            "payload": wanted.payload,
            "_payload": {"extension": [{"url": names.CONTENT, "valueCode": wanted.content}]},
            "header": [f"{header.partition(':')[0]}: {MASK}" for header in wanted.headers],
        }
    )


def notification(
    kept: Kept, kind: str, events: Sequence[Event] = (), *, base: str, topic: str, bundle: str, at: datetime
) -> Resource:
    """What is posted: `kind` is handshake, heartbeat or event-notification; `base` the address of the registry."""
    ours = f"{base}/Subscription/{kept.id}/$status"
    entries = [_entry(_status(kept, kind, events, base=base, topic=topic), ours)]
    if kept.wanted.content == names.ID_ONLY:
        entries += [_named(base, reference) for reference in dict.fromkeys(each.reference for each in events)]
    return {
        "resourceType": "Bundle",
        "id": bundle,
        "meta": {"profile": [names.NOTIFICATION_PROFILE]},
        "type": "history",
        "timestamp": instant(at),
        "entry": entries,
    }


def statuses(several: Iterable[Kept], *, base: str, topic: str, address: str) -> Resource:
    """The answer of `$status`."""
    entries = [
        {
            "fullUrl": f"urn:uuid:{found['id']}",
            "resource": found,
            "search": {"mode": "match"},
        }
        for found in (_status(kept, QUERY_STATUS, (), base=base, topic=topic) for kept in several)
    ]
    return without_nothing(
        {
            "resourceType": "Bundle",
            "type": "searchset",
            "total": len(entries),
            "link": [{"relation": "self", "url": address}],
            "entry": entries,
        }
    )


def _status(kept: Kept, kind: str, events: Sequence[Event], *, base: str, topic: str) -> Resource:
    """Parameters in the shape of SubscriptionStatus; with an empty payload the topic is not named either."""
    thin = kept.wanted.content == names.EMPTY
    said: list[Resource] = [
        {"name": "subscription", "valueReference": {"reference": f"{base}/Subscription/{kept.id}"}},
        *([] if thin else [{"name": "topic", "valueCanonical": topic}]),
        {"name": "status", "valueCode": "requested" if kind == HANDSHAKE else kept.status},
        {"name": "type", "valueCode": kind},
        {"name": "events-since-subscription-start", "valueString": str(kept.count)},
        *(_event(each, base, thin=thin) for each in events),
    ]
    if kept.error and kind == QUERY_STATUS:
        said.append({"name": "error", "valueCodeableConcept": {"text": kept.error}})
    return {
        "resourceType": "Parameters",
        "id": str(uuid.uuid5(uuid.UUID(kept.id), f"{kind} {kept.version} {kept.count}")),
        "meta": {"profile": [names.STATUS_PROFILE]},
        "parameter": said,
    }


def _event(event: Event, base: str, *, thin: bool) -> Resource:
    part: list[Resource] = [
        {"name": "event-number", "valueString": str(event.number)},
        {"name": "timestamp", "valueInstant": instant(event.at)},
    ]
    if not thin:
        focus = {"reference": f"{base}/Patient/{event.reference}", "type": "Patient"}
        part.append({"name": "focus", "valueReference": focus})
    return {"name": "notification-event", "part": part}


def _entry(resource: Resource, url: str) -> Resource:
    return {
        "fullUrl": f"urn:uuid:{resource['id']}",
        "resource": resource,
        "request": {"method": "GET", "url": url},
        "response": {"status": "200"},
    }


def _named(base: str, reference: str) -> Resource:
    """An address and no body."""
    address = f"{base}/Patient/{reference}"
    return {"fullUrl": address, "request": {"method": "GET", "url": address}, "response": {"status": "200"}}
