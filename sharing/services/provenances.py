"""The Provenance of each version of the Consents that a calling system filed: it reads its own, as it does the Consents."""

import struct
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consents.selectors import facts, named
from consents.words import Identifier
from sharing.fhir.provenance import Change
from sharing.fhir.reading.identifiers import URI
from sharing.models import FiledConsentVersion
from sharing.services import callers, paging
from sharing.services.consents import kept
from sharing.services.consents.kept import Filed

_NOTHING = uuid.UUID(int=0)
_RANK = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of this Consent, of this patient; of a version whose number is each of `numbers`.

    `spans`: recorded from the first moment on, and before the second.
    """

    consent: uuid.UUID | None = None
    patient: Identifier | None = None
    numbers: frozenset[int] = frozenset()
    spans: Sequence[tuple[datetime | None, datetime | None]] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """`following`: the token of the next page, or empty. `total`: of all pages."""

    changes: tuple[Change, ...]
    following: str
    total: int


def search(client_id: str, wanted: Wanted, page: paging.Wanted, *, question: bytes, at: datetime) -> Found:
    """The newest first. Raises `NoSuchPage`. Consents change a few times in their life: all are read."""
    caller = callers.caller(client_id)
    part = paging.opened(page, reader=caller.id, question=question, at=at)
    (start,) = _RANK.unpack(part.after) if part.after else (0,)
    found = _changes(caller.id, wanted, at)
    end = start + part.size
    following = ""
    if end < len(found):
        onwards = paging.Part(_RANK.pack(end), part.size)
        following = paging.onwards(onwards, reader=caller.id, question=question, at=at)
    return Found(tuple(found[start:end]), following, len(found))


def one(client_id: str, wanted: Wanted, *, at: datetime) -> Change | None:
    """None: of a Consent that this system did not file, or of a version that does not exist."""
    found = _changes(callers.caller(client_id).id, wanted, at)
    return found[0] if found else None


def _changes(system: uuid.UUID, wanted: Wanted, at: datetime) -> list[Change]:
    filed = kept.of_system(system, at=at, **_condition(wanted))
    heard = _heard([each.id for each in filed])
    changes = [change for each in filed for change in _of(each, wanted, heard)]
    return sorted(changes, key=lambda change: (change.at, change.consent, change.number), reverse=True)


def _condition(wanted: Wanted) -> dict[str, Any]:
    condition: dict[str, Any] = {}
    if wanted.consent is not None:
        condition["pk"] = wanted.consent
    if wanted.patient is not None:
        pair = (wanted.patient.system, wanted.patient.value)
        row = facts.people({pair}).get(pair)
        condition["patient"] = row["id"] if row else _NOTHING
    return condition


def _of(filed: Filed, wanted: Wanted, heard: dict[tuple[uuid.UUID, int], Identifier]) -> list[Change]:
    return [
        Change(str(filed.id), each.number, each.at, each.resource["patient"], heard.get((filed.id, each.number)))
        for each in filed.versions
        if wanted.numbers <= {each.number} and all(_within(each.at, *span) for span in wanted.spans)
    ]


def _within(at: datetime, since: datetime | None, until: datetime | None) -> bool:
    return (since is None or at >= since) and (until is None or at < until)


def _heard(consents: Collection[uuid.UUID]) -> dict[tuple[uuid.UUID, int], Identifier]:
    """Who collected each version that was filed. Three statements."""
    rows = FiledConsentVersion.objects.filter(consent__in=consents).values_list("consent", "number", "collected_by")
    heard = {(consent, number): who for consent, number, who in rows}
    names = named.professionals(set(heard.values()))
    return {key: names.get(who, Identifier(URI, f"urn:uuid:{who}")) for key, who in heard.items()}
