"""From questions as they are named to facts, in the same statements for one document or five hundred.

`STATEMENTS` of them, whatever is asked and whatever exists: unknown, hidden, another patient's. The patient's
revision is read first, so that a token never promises more than the facts that follow.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from consents.selectors import facts as rows_of
from consents.selectors.facts import DocumentsWanted, Row
from consents.words import Identifier
from sharing import statements, world
from sharing.asked import Asked, AskerKind, AskerNamed
from sharing.engine.facts import EmergencyOpening, Facts
from sharing.engine.question import Asker, EmergencyStatement, Question, purpose_named
from sharing.world import World

NAMES = 7
STATEMENTS = NAMES + world.STATEMENTS + 1

#: Stands for whoever or whatever a name did not lead to: no identifier of ours has this form.
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Known:
    """Whom the names of some questions stand for. A name that is missing stands for nobody."""

    people: Mapping[Identifier, Row]
    professionals: Mapping[Identifier, Row]
    organisations: Mapping[Identifier, Row]
    practices: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Gathered:
    """One question of the engine with its facts, and what the journal keeps of who was found."""

    question: Question
    facts: Facts
    asker: uuid.UUID | None
    organisation: uuid.UUID | None
    patient: uuid.UUID | None
    document: uuid.UUID | None
    revision: int | None
    preference_revision: int | None


def known(asked: Sequence[Asked]) -> Known:
    """`NAMES` statements."""
    people = _askers(asked, AskerKind.PERSON) | {each.patient for each in asked}
    places = {each.asker.from_organisation for each in asked} | _askers(asked, AskerKind.ORGANISATION)
    professionals = rows_of.professionals_named(_pairs(_askers(asked, AskerKind.PROFESSIONAL)))
    return Known(
        people=_by_name(rows_of.people(_pairs(people))),
        professionals=_by_name(professionals),
        organisations=_by_name(rows_of.organisations_named(_pairs(places))),
        practices=rows_of.practices(row["id"] for row in professionals.values()),
    )


def gather(asked: Sequence[Asked], named: Known, *, at: datetime, every: bool = False) -> list[Gathered]:
    """The facts behind each question, in the order asked; `QuestionError` when one is no question.

    `every`: with all the documents of the patients, for a list.
    """
    patients = {row["id"]: row for each in asked if (row := named.people.get(each.patient))}
    wanted = DocumentsWanted(every=True) if every else _documents(asked)
    loaded = world.load(list(patients.values()), wanted, _named(named), at=at)
    stated = statements.standing(patients, at=at)
    facts = {patient: _facts(loaded.facts(patient), stated.get(patient, ())) for patient in (*patients, None)}
    return [_gathered(each, named, loaded, facts, at) for each in asked]


def _facts(facts: Facts, stated: tuple[EmergencyOpening, ...]) -> Facts:
    """With what was stated in an emergency and stands still."""
    if not stated or facts.patient is None:
        return facts
    return replace(facts, patient=replace(facts.patient, openings=stated))


def _gathered(
    asked: Asked, named: Known, loaded: World, facts: Mapping[uuid.UUID | None, Facts], at: datetime
) -> Gathered:
    person = named.people.get(asked.patient)
    patient = person["id"] if person else None
    document = _document(asked, patient, loaded)
    asker, organisation = _asker(asked.asker, named)
    engine_asker = _engine_asker(asked.asker, asker, organisation)
    return Gathered(
        question=Question(
            asker=engine_asker,
            patient=str(patient) if patient else None,
            about=None if asked.document is None else str(document or UNKNOWN),
            purpose=purpose_named(asked.purpose),
            at=at,
            statement=_statement(asked),
        ),
        facts=facts[patient],
        asker=asker,
        organisation=organisation or _first_place(engine_asker, loaded),
        patient=patient,
        document=document,
        revision=(person["ledger_head__revision"] or 0) if person else None,
        preference_revision=(person["ledger_head__preference_revision"] or 0) if person else None,
    )


def _document(asked: Asked, patient: uuid.UUID | None, loaded: World) -> uuid.UUID | None:
    """Found only among the named patient's own: another patient's is as unknown as one that never was."""
    if patient is None or asked.document is None:
        return None
    if isinstance(asked.document, Identifier):
        return loaded.sources.get((patient, asked.document.system, asked.document.value))
    return asked.document if str(asked.document) in loaded.documents[patient] else None


def _asker(asker: AskerNamed, named: Known) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    """The asker found, and the organisation he asks from."""
    if asker.kind is AskerKind.ORGANISATION:
        row = named.organisations.get(asker.identifier)
        return (row["id"], row["id"]) if row else (None, None)
    found = named.professionals if asker.kind is AskerKind.PROFESSIONAL else named.people
    row = found.get(asker.identifier)
    return row["id"] if row else None, place(asker.from_organisation, named)


def place(organisation: Identifier | uuid.UUID | None, named: Known) -> uuid.UUID | None:
    """The organisation behind a name."""
    if not isinstance(organisation, Identifier):
        return organisation
    row = named.organisations.get(organisation)
    return row["id"] if row else None


def _engine_asker(named: AskerNamed, asker: uuid.UUID | None, place: uuid.UUID | None) -> Asker:
    reference = str(asker or UNKNOWN)
    if named.kind is AskerKind.ORGANISATION:
        return Asker.of_organisation(reference)
    if named.kind is AskerKind.PERSON:
        return Asker.person(reference)
    return Asker.professional(reference, str(place or UNKNOWN) if named.from_organisation else None)


def _first_place(asker: Asker, loaded: World) -> uuid.UUID | None:
    """Where a professional asks from when nothing is said (for the journal; the engine knows it by itself)."""
    known = loaded.professionals.get(asker.ref) if asker.organisation is None else None
    return uuid.UUID(known.organisations[0]) if known and known.organisations else None


def _statement(asked: Asked) -> EmergencyStatement | None:
    stated = asked.statement
    if stated is None:
        return None
    return EmergencyStatement(stated.unable_to_consent, stated.immediate_risk, stated.reason)


def _documents(asked: Iterable[Asked]) -> DocumentsWanted:
    named = [each.document for each in asked]
    return DocumentsWanted(
        ids=frozenset(each for each in named if isinstance(each, uuid.UUID)),
        sources=frozenset((each.system, each.value) for each in named if isinstance(each, Identifier)),
    )


def _named(named: Known) -> world.Named:
    return world.Named(
        professionals=frozenset(row["id"] for row in named.professionals.values()),
        organisations=frozenset(row["id"] for row in named.organisations.values()),
        persons=frozenset(row["id"] for row in named.people.values()),
    )


def _askers(asked: Iterable[Asked], kind: AskerKind) -> set[Identifier | uuid.UUID | None]:
    return {each.asker.identifier for each in asked if each.asker.kind is kind}


def _pairs(identifiers: Iterable[Identifier | uuid.UUID | None]) -> set[tuple[str, str]]:
    return {(each.system, each.value) for each in identifiers if isinstance(each, Identifier)}


def _by_name(rows: Mapping[tuple[str, str], Row]) -> dict[Identifier, Row]:
    return {Identifier(*name): row for name, row in rows.items()}
