"""What is kept of a filed Consent, and what has become of it since."""

import itertools
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from consents.selectors import cut_short
from sharing.fhir.consents.values import ACTIVE, INACTIVE
from sharing.fhir.writing.words import Resource, instant
from sharing.models import FiledConsent, FiledConsentVersion
from sharing.services.consents import retold
from sharing.services.consents.declared import Spoken


@dataclass(frozen=True, slots=True)
class Shown:
    """One version, as it is told: its resource has its id, its number, its status."""

    number: int
    status: str
    resource: Resource
    at: datetime


@dataclass(frozen=True, slots=True)
class Filed:
    """A Consent of the registry with all its versions, the oldest first; `spoken` are the words of the last one."""

    id: uuid.UUID
    patient: uuid.UUID
    versions: tuple[Shown, ...]
    spoken: tuple[Spoken, ...] = ()
    collected_by: uuid.UUID | None = None

    @property
    def last(self) -> Shown:
        return self.versions[-1]


def of_system(system: uuid.UUID, *, at: datetime, most: int | None = None, **condition: Any) -> list[Filed]:
    """What this system filed, in the order of the identifiers. 4 statements, 3 when there is none."""
    rows = FiledConsent.objects.filter(system_id=system, **condition).order_by("pk").prefetch_related("versions")
    found = list(rows[:most])
    spoken = {row.pk: _spoken(_last(row)) for row in found}
    ends = cut_short.ends(
        (row.patient, word.revision) for row in found for word in spoken[row.pk] if word.revision is not None
    )
    told = retold.by_system(system, {row.patient for row in found})
    return [_filed(row, spoken[row.pk], _cut(row, spoken[row.pk], ends, told, at)) for row in found]


def shown(identity: uuid.UUID, version: FiledConsentVersion) -> Shown:
    return Shown(
        version.number,
        version.status,
        _told(identity, version.resource, version.number, version.status, version.at),
        version.at,
    )


def _filed(row: FiledConsent, spoken: tuple[Spoken, ...], cut: datetime | None) -> Filed:
    versions = [shown(row.pk, version) for version in _versions(row)]
    if cut is not None and versions[-1].status == ACTIVE:
        versions.append(_ended(row.pk, versions[-1], cut))
    return Filed(row.pk, row.patient, tuple(versions), spoken, _last(row).collected_by)


def _cut(
    row: FiledConsent,
    spoken: Iterable[Spoken],
    ends: Mapping[tuple[uuid.UUID, int], datetime],
    told: Mapping[retold.Key, list[retold.Retold]],
    at: datetime,
) -> datetime | None:
    """When one of its words ended before what was said: withdrawn, or replaced by a later one. Nothing says which."""
    words = list(spoken)
    ended = [
        (word, ends[row.patient, word.revision])
        for word in words
        if word.revision is not None and (row.patient, word.revision) in ends
    ]
    ended += retold.cuts(row.patient, [(word, _said_at(row, word)) for word in words], told)
    return min(
        (moment for word, moment in ended if moment <= at and (word.ends_at is None or moment < word.ends_at)),
        default=None,
    )


def _said_at(row: FiledConsent, word: Spoken) -> datetime:
    """Of the versions that say it up to the last one, the first."""
    since = itertools.takewhile(lambda version: word.written() in version.words, reversed(_versions(row)))
    return min(version.at for version in since)


def _ended(identity: uuid.UUID, last: Shown, at: datetime) -> Shown:
    """The version that nobody filed: the same, which holds no longer."""
    number, moment = last.number + 1, max(at, last.at)
    resource = _told(identity, last.resource, number, INACTIVE, moment)
    return replace(last, number=number, status=INACTIVE, resource=resource, at=moment)


def _told(identity: uuid.UUID, resource: Resource, number: int, status: str, at: datetime) -> Resource:
    meta = resource.get("meta", {}) | {"versionId": str(number), "lastUpdated": instant(at)}
    ours = {"resourceType": "Consent", "id": str(identity), "meta": meta}
    return ours | {name: value for name, value in resource.items() if name not in ours} | {"status": status}


def _versions(row: FiledConsent) -> list[FiledConsentVersion]:
    return sorted(row.versions.all(), key=lambda version: version.number)


def _last(row: FiledConsent) -> FiledConsentVersion:
    return _versions(row)[-1]


def _spoken(version: FiledConsentVersion) -> tuple[Spoken, ...]:
    return tuple(Spoken.read(each) for each in version.words)
