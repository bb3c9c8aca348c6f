"""Marie, who has an account and a verified address; a hospital whose people come; the sweeps of one moment."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress

from consents.models import Person
from consents.services import intake
from consents.vocabulary import CareBasis, Profession
from consents.words import Identifier
from portal.models import User
from sharing.asked import RPPS, Asked, AskerKind, AskerNamed, Statement
from sharing.services import announcing, comings, decisions, delivery, planning
from tests.portal.conftest import Record, valid_ins

INS = "urn:oid:1.2.250.1.213.1.4.10"
MARIE = Identifier(INS, valid_ins("2840675056001"))
EMAIL = "marie@example.test"
STATED = Statement(unable_to_consent=True, immediate_risk=True, reason="Trouvée inconsciente chez elle")
NADIA, OMAR = "10001234565", "10001234573"


@pytest.fixture
def account(marie: Record) -> User:
    """Also signs in with it, in the tests of pages."""
    user = User.objects.create_account(EMAIL, person_id=marie.patient)
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    return user


@pytest.fixture
def nadia(marie: Record) -> UUID:
    """A physician of the hospital, who cares for Marie there."""
    return worker(marie, "Nadia", "Roussel", NADIA)


@pytest.fixture
def omar(marie: Record) -> UUID:
    return worker(marie, "Omar", "Besson", OMAR)


def worker(marie: Record, given: str, family: str, rpps: str, *, cares: bool = True) -> UUID:
    hospital = marie.places["Hôpital Saint-Aubin"]
    who = intake.record_professional(
        family_name=family, given_name=given, title="Dr", rpps=rpps, profession=Profession.PHYSICIAN
    ).id
    intake.record_practice(professional=who, organisation=hospital)
    if cares:
        marie.care(who, CareBasis.ESTABLISHMENT, hospital)
    marie.people[family] = who
    return who


def ask(
    marie: Record,
    rpps: str,
    document: str | None = "echo",
    *,
    purpose: str = "care",
    at: datetime | None = None,
    **more: Any,
) -> bool:
    """One question of a professional's software; whether it was permitted."""
    about = marie.documents[document] if document else None
    asked = Asked(AskerNamed(AskerKind.PROFESSIONAL, Identifier(RPPS, rpps)), MARIE, about, purpose, **more)
    return decisions.decide_one(asked, at=at or marie.at).permit


def sweep(at: datetime) -> None:
    """What beat does, all at one moment."""
    planning.plan_notices(at=at)
    comings.plan_comings(at=at)
    announcing.plan_announcements(at=at)
    delivery.deliver_notices(at=at)


def become(marie: Record, years: int) -> None:
    """From here on Marie is of that age."""
    born = date(marie.at.year - years, 1, 5)
    Person.objects.filter(pk=marie.patient).update(born_on=born)


def soon(marie: Record, **more: float) -> datetime:
    return marie.at + timedelta(**(more or {"minutes": 1}))
