"""A small town of made-up people, fed through the intake as other software would."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import psycopg
import pytest
from django.db import connection

from consents.actor import Actor
from consents.services import intake
from consents.verification import INS_TEST, ins_key
from consents.vocabulary import Category, OrganisationKind, Profession
from tools import postgres

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


class Town:
    """Makes people and things by name, at one moment."""

    def __init__(self) -> None:
        self.now = NOW

    def person(self, name: str, born: date = date(1980, 5, 2), **traits: object) -> UUID:
        return intake.record_person(at=self.now, birth_name=name, born_on=born, **traits).id  # type: ignore[arg-type]

    def organisation(self, name: str, kind: OrganisationKind = OrganisationKind.HOSPITAL, **more: object) -> UUID:
        return intake.record_organisation(name=name, kind=kind, **more).id  # type: ignore[arg-type]

    def professional(
        self, name: str, profession: Profession = Profession.PHYSICIAN, *places: UUID, **more: object
    ) -> UUID:
        who = intake.record_professional(family_name=name, profession=profession, **more).id  # type: ignore[arg-type]
        for place in places:
            intake.record_practice(professional=who, organisation=place)
        return who

    def document(self, patient: UUID, category: Category = Category.REPORT, **more: object) -> UUID:
        deposited = more.pop("deposited", date(2026, 2, 1))
        return intake.record_document(patient, deposited=deposited, category=category, **more).id  # type: ignore[arg-type]

    def later(self, **delta: float) -> datetime:
        return self.now + timedelta(**delta)


def by(person: UUID) -> Actor:
    return Actor.person(person)


def valid_ins(body: str) -> str:
    return body + ins_key(body)


@pytest.fixture
def town(db: None) -> Town:
    return Town()


@pytest.fixture
def ana(town: Town) -> UUID:
    """An adult."""
    return town.person("Aubert", ins=valid_ins("2800575056001"), ins_system=INS_TEST)


@pytest.fixture
def chu(town: Town) -> UUID:
    return town.organisation("Hôpital des Tilleuls")


@pytest.fixture
def martin(town: Town, chu: UUID) -> UUID:
    return town.professional("Martin", Profession.PHYSICIAN, chu)


@pytest.fixture
def ecg(town: Town, ana: UUID, martin: UUID) -> UUID:
    """A report that Dr Martin wrote about Ana."""
    return town.document(ana, author=martin)


@pytest.fixture
def household(town: Town) -> SimpleNamespace:
    """Léa, fifteen, and her two parents, who both hold authority."""
    lea = town.person("Roche", date(2010, 9, 14))
    mona, paul = town.person("Roche", date(1982, 4, 11)), town.person("Vidal", date(1979, 1, 20))
    for holder in (mona, paul):
        intake.record_authority(lea, holder=holder)
    return SimpleNamespace(lea=lea, mona=mona, paul=paul)


@pytest.fixture
def as_application(transactional_db: None) -> Iterator[psycopg.Connection]:
    """A second connection to the test database, under the role that serves the site."""
    own = connection.get_connection_params()
    with psycopg.connect(host=own["host"], dbname=own["dbname"], user=postgres.APPLICATION, autocommit=True) as session:
        yield session
