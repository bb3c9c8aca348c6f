"""Bundles of answers: what was found, and the versions of one resource (R4, http.html)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sharing.fhir.outcome import Issue, outcome
from sharing.fhir.writing.words import Resource, instant, without_nothing


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a search. `total` only when everything that was found stands on this page."""

    resources: Sequence[Resource]
    self_link: str
    next_link: str = ""
    total: int | None = None
    warnings: Sequence[Issue] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a resource, and the request that made it."""

    resource: Resource
    number: int
    at: datetime
    method: str


def searchset(found: Found, base: str) -> Resource:
    """`base`: the address of the door, without a slash at its end."""
    entries = [
        {"fullUrl": _address(base, each), "resource": each, "search": {"mode": "match"}} for each in found.resources
    ]
    if found.warnings:
        entries.append({"resource": outcome(found.warnings), "search": {"mode": "outcome"}})
    bundle: Resource = {"resourceType": "Bundle", "type": "searchset"}
    bundle |= {} if found.total is None else {"total": found.total}
    links = [("self", found.self_link), ("next", found.next_link)]
    bundle["link"] = [{"relation": relation, "url": url} for relation, url in links if url]
    return bundle | without_nothing({"entry": entries})


def history(versions: Iterable[Version], base: str, self_link: str, *, total: int, next_link: str = "") -> Resource:
    """The newest first."""
    links = [("self", self_link), ("next", next_link)]
    return without_nothing(
        {
            "resourceType": "Bundle",
            "type": "history",
            "total": total,
            "link": [{"relation": relation, "url": url} for relation, url in links if url],
            "entry": [_version(each, base) for each in versions],
        }
    )


def _version(version: Version, base: str) -> Resource:
    kind = version.resource["resourceType"]
    created = version.method == "POST"
    return {
        "fullUrl": _address(base, version.resource),
        "resource": version.resource,
        "request": {
            "method": version.method,
            "url": kind if created else f"{kind}/{version.resource['id']}",
        },
        "response": {
            "status": "201" if created else "200",
            "etag": f'W/"{version.number}"',
            "lastModified": instant(version.at),
        },
    }


def _address(base: str, resource: Resource) -> str:
    return f"{base}/{resource['resourceType']}/{resource['id']}"
