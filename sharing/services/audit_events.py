"""AuditEvents for a calling system: it reads its own accesses, and nobody else's."""

import struct
import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from consents.selectors import facts
from consents.words import Identifier
from sharing.asked import RPPS
from sharing.fhir.audit.values import Answered, Event, Opened
from sharing.fhir.reading.identifiers import URI
from sharing.selectors import audit_events
from sharing.selectors.audit_events import EventCard, Kind, Named, Wanted
from sharing.services import callers, paging, references
from sharing.services.callers import Caller, Proof

#: The row that was shown last: microseconds since the epoch, then its identifier.
_PLACE = struct.Struct(">q16s")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NOBODY = uuid.UUID(int=0)


@dataclass(frozen=True, slots=True)
class Found:
    """`following`: the token of the next page, or empty."""

    events: tuple[Answered | Opened, ...]
    following: str


def search(
    client_id: str, wanted: Wanted, page: paging.Wanted, *, question: bytes, proof: Proof, at: datetime
) -> Found:
    """One page. `NoSuchPage` for a token that is not of this caller for this question."""
    caller = callers.caller(client_id)
    part = paging.opened(page, reader=caller.id, question=question, at=at)
    shown = audit_events.events(caller.id, _proven(wanted, proof), before=_place(part.after), most=part.size + 1)
    more, shown = len(shown) > part.size, shown[: part.size]
    following = ""
    if more:
        after = paging.Part(_written(shown[-1]), part.size)
        following = paging.onwards(after, reader=caller.id, question=question, at=at)
    return Found(tuple(_told(card, caller, client_id) for card in shown), following)


def one(client_id: str, event: uuid.UUID | None, *, proof: Proof) -> Answered | Opened | None:
    """None: another system's, or none at all."""
    caller = callers.caller(client_id)
    wanted = _proven(Wanted(ids=[event or _NOBODY]), proof)
    found = audit_events.events(caller.id, wanted, before=None, most=1)
    return _told(found[0], caller, client_id) if found else None


def _proven(wanted: Wanted, proof: Proof) -> Wanted:
    """With a token that names a professional, what was asked or opened in his name (RFC 8693)."""
    if not proof.professional:
        return _with_directory(wanted)
    own = Named(RPPS, proof.professional)
    kept = [own] if wanted.who is None or own in wanted.who else []
    return _with_directory(replace(wanted, who=kept))


def _with_directory(wanted: Wanted) -> Wanted:
    """The rows behind the names: who opened is kept as he was found. Two statements, whoever is named."""
    if wanted.who is None:
        return wanted
    pairs: Collection[tuple[str, str]] = {(each.system or "", each.value) for each in wanted.who}
    professionals = facts.professionals_named(pairs)
    places = facts.organisations_named(pairs)
    return replace(
        wanted,
        professionals=[row["id"] for row in professionals.values()],
        places=[row["id"] for row in places.values()],
    )


def _place(after: bytes) -> tuple[datetime, uuid.UUID] | None:
    if not after:
        return None
    moment, key = _PLACE.unpack(after)
    return _EPOCH + moment * _MICROSECOND, uuid.UUID(bytes=key)


def _written(card: EventCard) -> bytes:
    return _PLACE.pack((card.recorded_at - _EPOCH) // _MICROSECOND, card.id.bytes)


def _told(card: EventCard, caller: Caller, client_id: str) -> Answered | Opened:
    event = Event(
        id=str(card.id),
        recorded_at=card.recorded_at,
        happened_at=card.happened_at,
        patient=_identifier(card.patient),
        document=_identifier(card.document) if card.document else None,
        who=_identifier(card.who),
        place=card.place,
        system=client_id,
    )
    if card.kind is Kind.OPENED:
        return Opened(event)
    reference = references.patient_reference(caller.id, card.patient)
    return Answered(event, card.purpose, card.permit, card.code, reference)


def _identifier(written: str) -> Identifier:
    """`system|value`; what has no system is our own identifier."""
    system, found, value = written.partition("|")
    return Identifier(system, value) if found else Identifier(URI, f"urn:uuid:{written}")
