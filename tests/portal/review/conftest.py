"""A reviewer who proved himself twice, and a hospital that asked about Ana (tests/sharing/hospital.py)."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client, RequestFactory
from django.urls import reverse

from consents.actor import Actor
from consents.services import preferences
from consents.words import EVERYTHING
from portal.models import User
from sharing.services import decisions
from tests.sharing.hospital import Hospital, doctor, hospital

LISTS = ("review_grants", "review_oppositions", "review_questions", "review_notices")


@pytest.fixture
def chu(db: None) -> Hospital:
    return hospital()


@pytest.fixture
def reviewer(db: None) -> User:
    found = User.objects.create_account("dpo@example.test", "une phrase assez longue", is_reviewer=True)
    TOTP.activate(found, generate_totp_secret())
    return found


@pytest.fixture
def console(reviewer: User, client: Client) -> Client:
    """The browser of a reviewer who gave his second factor; how that comes about is tested with the accounts."""
    client.force_login(reviewer)
    request = RequestFactory().get("/")
    request.session = client.session
    record_authentication(request, reviewer, "mfa", type="totp")
    request.session.save()
    return client


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


def ask(chu: Hospital, document: uuid.UUID | None, at: datetime, **more: object) -> None:
    """The hospital's software asks, and its question is journaled."""
    decisions.answer_system(chu.credentials.client_id, [chu.asked(document, **more)], at=at, request_id="")


def grant(chu: Hospital, to: uuid.UUID, at: datetime) -> None:
    preferences.grant(chu.ana, to=doctor(to), about=EVERYTHING, by=Actor.person(chu.ana), at=at - timedelta(minutes=1))


def page(console: Client, route: str, **filters: str) -> str:
    answer = console.get(reverse(route), filters)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def rows(html: str) -> int:
    """Lines of the table, the line that says there is none left out."""
    return html.count('<th scope="row"')
