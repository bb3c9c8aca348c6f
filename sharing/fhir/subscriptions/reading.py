"""A Subscription as it is asked for. What could not be kept to the letter is refused, with the name of its element.

`reason`, `contact` and the texts bind nobody: the first is kept, the others are left out of what is answered.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from consents.errors import InvalidFact
from sharing.fhir.reading import moments
from sharing.fhir.reading.elements import Element
from sharing.fhir.subscriptions import names
from sharing.fhir.subscriptions.values import Wanted

LONGEST_URL = 500
LONGEST_HEADER = 2000
MOST_HEADERS = 10
#: What stands for the value of a header that is kept and not shown.
MASK = "********"
_NUMBERS = {names.HEARTBEAT: "valueUnsignedInt", names.TIMEOUT: "valueUnsignedInt", names.MOST: "valuePositiveInt"}
_LARGEST = 2**31 - 1
_ON = {"requested": True, "active": True, "error": True, "off": False}
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)
_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\x20-\x7e]*)")
_OURS = frozenset(
    {"host", "content-type", "content-length", "transfer-encoding", "connection", "te", "trailer", "upgrade", "expect"}
)


def wanted(resource: object, *, topic: str) -> Wanted:
    """Raises `InvalidFact`, whose element is a FHIRPath from `Subscription`."""
    read = Element.of(resource, "Subscription")
    if read.value.get("resourceType") != "Subscription":
        raise InvalidFact("Subscription.resourceType", "wrong_type")
    _nothing_unknown(read, {})
    status, channel = _status(read), _channel(read)
    _criteria(read, topic)
    numbers = _numbers(channel)
    return Wanted(
        on=_ON[status],
        reason=_needed(read, "reason"),
        endpoint=_needed(channel, "endpoint", most=LONGEST_URL),
        content=_content(channel),
        payload=_payload(channel),
        headers=_headers(channel),
        heartbeat=numbers.get(names.HEARTBEAT),
        timeout=numbers.get(names.TIMEOUT),
        most=numbers.get(names.MOST),
        ends_at=_end(read),
    )


def _needed(read: Element, name: str, *, most: int = 500) -> str:
    said = read.text(name, most=most)
    if not said:
        raise InvalidFact(read.at(name), "missing")
    return said


def _status(read: Element) -> str:
    status = _needed(read, "status")
    if status not in _ON:
        raise InvalidFact(read.at("status"), "unknown_word")
    return status


def _criteria(read: Element, topic: str) -> None:
    """The whole topic: who is told of what is ours to say (decision.md §7), so there is nothing to filter by."""
    if _needed(read, "criteria") != topic:
        raise InvalidFact(read.at("criteria"), "unknown_topic")
    _nothing_unknown(read, {}, "_criteria")


def _channel(read: Element) -> Element:
    channel = read.child("channel")
    if channel is None:
        raise InvalidFact(read.at("channel"), "missing")
    if _needed(channel, "type") != names.REST_HOOK:
        raise InvalidFact(channel.at("type"), "not_supported")
    _nothing_unknown(channel, _NUMBERS)
    for name in ("_type", "_endpoint"):
        _nothing_unknown(channel, {}, name)
    return channel


def _payload(channel: Element) -> str:
    said = channel.text("payload") or names.JSON
    known = names.PAYLOADS.get(said.partition(";")[0].strip().lower())
    if known is None:
        raise InvalidFact(channel.at("payload"), "not_supported")
    return known


def _content(channel: Element) -> str:
    _nothing_unknown(channel, {names.CONTENT: "valueCode"}, "_payload")
    primitive = channel.child("_payload")
    extension = primitive.extension(names.CONTENT) if primitive else None
    if extension is None:
        raise InvalidFact(channel.at("payload.extension"), "missing")
    if extension.text("valueCode") not in names.CONTENTS:
        raise InvalidFact(channel.at("payload.extension.value"), "not_supported")
    return extension.text("valueCode")


def _numbers(channel: Element) -> dict[str, int]:
    found = {}
    for extension in channel.children("extension"):
        url = extension.text("url", most=500)
        value = extension.value.get(_NUMBERS[url])
        least = 1 if url == names.MOST else 0
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= _LARGEST:
            raise InvalidFact(extension.at("value"), "wrong_type")
        found[url] = value
    return found


def _headers(channel: Element) -> tuple[str, ...]:
    said = channel.texts("header", most=LONGEST_HEADER)
    if len(said) > MOST_HEADERS:
        raise InvalidFact(channel.at("header"), "too_many")
    return tuple(_header(line, f"{channel.at('header')}[{place}]") for place, line in enumerate(said))


def _header(line: str, path: str) -> str:
    """One field of HTTP (RFC 9110 §5); those that carry the message, and those that sign it, are ours."""
    parts = _HEADER.fullmatch(line)
    if parts is None:
        raise InvalidFact(path, "malformed")
    name = parts[1].lower()
    if name in _OURS or name.startswith(("webhook-", "proxy-")):
        raise InvalidFact(path, "reserved")
    return f"{parts[1]}: {parts[2].strip()}"


def _end(read: Element) -> datetime | None:
    said = read.text("end")
    if not said:
        return None
    if not _INSTANT.fullmatch(said):
        raise InvalidFact(read.at("end"), "malformed")
    return moments.parse(said, read.at("end")).first


def _nothing_unknown(read: Element, known: Mapping[str, Any], primitive: str = "") -> None:
    """An extension that we do not know may change what is asked: it is refused, not left aside."""
    holder = read.child(primitive) if primitive else read
    shown = read.at(primitive.lstrip("_")) if primitive else read.path
    if holder is None:
        return
    for name in ("implicitRules", "modifierExtension"):
        if holder.value.get(name):
            raise InvalidFact(f"{shown}.{name}", "not_supported")
    for place, extension in enumerate(holder.children("extension")):
        if extension.text("url", most=500) not in known:
            raise InvalidFact(f"{shown}.extension[{place}]", "not_supported")
