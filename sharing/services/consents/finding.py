"""What a calling system may read of the registry (docs/fhir.md, « Qui lit quoi »).

The Consents that it filed itself; and, of a patient now cared for in its organisations, the grants about his whole
record that name them. The rest, another system's Consents, oppositions, secrets and what does not exist are the same
absence, found by the same statements.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consents.selectors import facts
from consents.words import Identifier
from sharing.fhir.consents.references import logical
from sharing.fhir.reading.elements import Element
from sharing.fhir.writing.words import Resource
from sharing.services import callers, paging
from sharing.services.callers import Caller
from sharing.services.consents import granted, kept
from sharing.services.consents.kept import Filed, Shown
from sharing.services.paging import Part, Wanted

_NOTHING = uuid.UUID(int=0)
#: Read at once, whatever the size of the page: those that do not match are left out of it.
_WINDOW = 200


class NoSuchConsent(Exception):
    """Unknown, or not one that this system filed: the same."""


@dataclass(frozen=True, slots=True)
class Sought:
    """`patient` and `ids` narrow what is read, None says nothing; `matches` says the rest, of each Consent."""

    matches: Callable[[Shown], bool]
    patient: Identifier | None = None
    ids: tuple[str, ...] | None = None
    page: str = ""
    size: int = _WINDOW
    question: bytes = b""


@dataclass(frozen=True, slots=True)
class Page:
    """At most `size` of them, even none; `following` leads on. `total`: when everything stands on this page."""

    found: tuple[Shown, ...]
    following: str
    total: int | None


def own(system: uuid.UUID, identity: str, *, at: datetime) -> Filed:
    found = kept.of_system(system, at=at, pk=_key(identity))
    if not found:
        raise NoSuchConsent
    return found[0]


def read(client_id: str, identity: str, *, at: datetime) -> tuple[Shown, ...]:
    """Its versions, the oldest first. Raises `NoSuchConsent`."""
    caller = callers.caller(client_id)
    found = kept.of_system(caller.id, at=at, pk=_key(identity))
    if found:
        return found[0].versions
    elsewhere = granted.by_id(caller, _key(identity), at=at)
    if elsewhere is None:
        raise NoSuchConsent
    return (elsewhere,)


def search(client_id: str, sought: Sought, *, at: datetime) -> Page:
    """Raises `NoSuchPage`. Someone unknown, or whose Consents others filed, costs and gives what nobody does.

    Grants made elsewhere stand before the first page's own, when one patient is named; they are few.
    """
    caller = callers.caller(client_id)
    reader = caller.id
    part = paging.opened(Wanted(sought.page), reader=reader, question=sought.question, at=at)
    conditions = _conditions(sought)
    filed = kept.of_system(reader, at=at, most=_WINDOW + 1, pk__gt=_after(part.after), **conditions)
    window, more = filed[:_WINDOW], len(filed) > _WINDOW
    matching = [each for each in window if sought.matches(each.last)]
    found, cut = matching[: sought.size], len(matching) > sought.size
    elsewhere = [] if part.after else _elsewhere(caller, conditions.get("patient"), filed, sought, at)
    total = len(elsewhere) + len(found) if not (part.after or more or cut) else None
    following = ""
    if more or cut:
        last = (found if cut else window)[-1].id
        following = paging.onwards(Part(last.bytes, part.size), reader=reader, question=sought.question, at=at)
    return Page((*elsewhere, *(each.last for each in found)), following, total)


def _elsewhere(
    caller: Caller, patient: uuid.UUID | None, filed: list[Filed], sought: Sought, at: datetime
) -> list[Shown]:
    """Those that this system did not file itself."""
    own = {version.at for each in filed for version in each.versions}  # when their words were declared
    found = granted.of_patient(caller, patient, at=at)
    return [shown for shown in found if sought.matches(shown) and shown.at not in own]


def _conditions(sought: Sought) -> dict[str, Any]:
    conditions: dict[str, Any] = {}
    if sought.patient is not None:
        pair = (sought.patient.system, sought.patient.value)
        person = facts.people({pair}).get(pair)
        conditions["patient"] = person["id"] if person else _NOTHING
    if sought.ids is not None:
        conditions["pk__in"] = [_key(each) for each in sought.ids] or [_NOTHING]
    return conditions


def _after(place: bytes) -> uuid.UUID:
    return uuid.UUID(bytes=place) if place else _NOTHING


def _key(identity: str) -> uuid.UUID:
    """Ours are UUIDs in their usual form; anything else is the identifier of nothing."""
    try:
        found = uuid.UUID(identity)
    except ValueError:
        return _NOTHING
    return found if str(found) == identity else _NOTHING


def is_of(resource: Resource, patient: Resource) -> bool:
    """Whether this reference names the patient of that Consent: by the same address, or by his identifier."""
    own, said = Element.of(resource["patient"], "patient"), Element.of(patient, "patient")
    address = said.text("reference", most=500)
    same_address = bool(address) and address == own.text("reference", most=500)
    found = logical(said)
    return (same_address or found is not None) and found in (None, logical(own))
