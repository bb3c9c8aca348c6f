"""Who may see a document (decision.md §4, Lists): told to the patient's own software, or to a reviewer's.

A patient is told of no document but those that he may himself see. What a reviewer is told is written down first, and
shown to the patient (R88, R91).
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from consents.actor import Actor
from consents.selectors import facts as rows_of
from consents.selectors import named
from consents.selectors.facts import DocumentsWanted, Row
from consents.vocabulary import ActorKind, Door
from consents.words import Identifier
from sharing.engine.lists import default_purpose
from sharing.engine.question import Asker, AskerKind
from sharing.services import agents, decisions, lists, own_view, paging, review
from sharing.services.agents import Agent
from sharing.services.paging import Part, Wanted

_UNPLACED = uuid.UUID(int=0)


class NotHisRecord(Exception):
    """The record is not the patient's whose software asks, or nobody's: the same thing."""


@dataclass(frozen=True, slots=True)
class About:
    """`purpose`: only those whose own purpose it is; empty: everyone."""

    patient: Identifier
    document: uuid.UUID | Identifier
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Seer:
    """A professional, and the organisation from which he may see it; None: from none in particular."""

    professional: Identifier
    organisation: Identifier | None


@dataclass(frozen=True, slots=True)
class Seers:
    """`following`: the token of the next page, or empty."""

    page: tuple[Seer, ...]
    following: str


def professionals(client_id: str, about: About, page: Wanted, *, scopes: frozenset[str], at: datetime) -> Seers:
    """One page, in an order that says nothing; raises `UnknownCaller`, `NotHisRecord`, `NoSuchPage`."""
    with decisions.one_moment():
        agent = agents.agent(client_id, scopes=scopes)
        patient = _patient(about, agent)
        question = hashlib.sha256(repr(about).encode()).digest()
        part = paging.opened(page, reader=agent.reader, question=question, at=at)
        document = _document(patient, about, agent, at=at)
        _note(agent, patient, document, at=at)
        keys = _keys(patient, document, about, at=at) if patient and document else []
        left = [key for key in keys if _row(key) > part.after]
        shown = left[: part.size]
        seers = _named(shown)
    after = Part(_row(shown[-1]) if shown else part.after, part.size)
    more = len(left) > len(shown)
    return Seers(seers, paging.onwards(after, reader=agent.reader, question=question, at=at) if more else "")


def _patient(about: About, agent: Agent) -> uuid.UUID | None:
    pair = (about.patient.system, about.patient.value)
    row = rows_of.people([pair]).get(pair)
    patient: uuid.UUID | None = row["id"] if row else None
    if agent.person is not None and patient != agent.person:
        raise NotHisRecord
    return patient


def _document(patient: uuid.UUID | None, about: About, agent: Agent, *, at: datetime) -> uuid.UUID | None:
    """Among the patient's own; and, for the patient, among those that he may himself see: the same work for any."""
    if patient is None:
        return None
    if isinstance(about.document, Identifier):
        wanted = DocumentsWanted(sources=frozenset({(about.document.system, about.document.value)}))
    else:
        wanted = DocumentsWanted(ids=frozenset({about.document}))
    rows = rows_of.documents([patient], wanted)
    found: uuid.UUID | None = next((row["id"] for row in rows if _is(row, about.document)), None)
    if agent.person is None:
        return found
    shown = own_view.own_documents(own_view.around(patient, at=at), str(patient), at=at)
    return found if str(found) in shown else None


def _is(row: Row, document: uuid.UUID | Identifier) -> bool:
    if isinstance(document, Identifier):
        return (row["source_system"], row["source_value"]) == (document.system, document.value)
    return bool(row["id"] == document)


def _note(agent: Agent, patient: uuid.UUID | None, document: uuid.UUID | None, *, at: datetime) -> None:
    if agent.reviewer is not None:
        by = Actor(ActorKind.REVIEWER, str(agent.reviewer), Door.API)
        review.note_who_may_see(patient, document, by=by, at=at)


def _keys(patient: uuid.UUID, document: uuid.UUID, about: About, *, at: datetime) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Professional and place of each one who may see it."""
    askers = [each for each in lists.everyone_who_sees(patient, document, at=at) if each.kind is AskerKind.PROFESSIONAL]
    if about.purpose:
        facts = own_view.around(patient, at=at, also=[uuid.UUID(each.ref) for each in askers])
        askers = [each for each in askers if default_purpose(each, str(patient), at, facts) == about.purpose]
    return sorted(_key(each) for each in askers)


def _key(asker: Asker) -> tuple[uuid.UUID, uuid.UUID]:
    return uuid.UUID(asker.ref), uuid.UUID(asker.organisation) if asker.organisation else _UNPLACED


def _row(key: tuple[uuid.UUID, uuid.UUID]) -> bytes:
    return key[0].bytes + key[1].bytes


def _named(keys: Sequence[tuple[uuid.UUID, uuid.UUID]]) -> tuple[Seer, ...]:
    """4 statements; someone whom no number names is left out: nobody could ask for him."""
    who = named.professionals({professional for professional, _ in keys})
    where = named.organisations({place for _, place in keys})
    return tuple(
        Seer(who[professional], where.get(place))
        for professional, place in keys
        if professional in who and (place == _UNPLACED or place in where)
    )
