"""Losing a part opens no door, and is told soon (security T21): no permit, no wait, no word about the inside."""

import os
import pathlib
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from consents.models import LedgerEntry
from portal.models import User
from sharing.engine import decide
from sharing.models import JournalLine
from tests.sharing.hospital import Hospital

ROOT = pathlib.Path(__file__).parents[2]
PASSWORD = "correct horse battery staple"


@pytest.fixture(params=["refused", "frozen"])
def no_cache(request: pytest.FixtureRequest, settings: Any, tmp_path: pathlib.Path) -> Iterator[None]:
    """A cache server that is gone, or that takes calls and never answers."""
    place, default = tmp_path / "v.sock", settings.CACHES["default"]
    with socket.socket(socket.AF_UNIX) as frozen:
        if request.param == "frozen":
            frozen.bind(str(place))
            frozen.listen(64)
        settings.CACHES = {"default": {**default, "LOCATION": f"unix://{place}?db=1"}}
        yield


@pytest.fixture
def ana(chu: Hospital) -> User:
    account = User.objects.create_account("ana@example.test", PASSWORD, person_id=chu.ana)
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    return account


def test_without_the_cache_questions_are_answered_and_choices_made(
    chu: Hospital, token: str, ask: Callable[..., Any], question: Callable[..., Any], ana: User, no_cache: None
) -> None:
    began = time.monotonic()
    assert ask(question(chu.seen)).json()["decision"] is True
    assert ask(question(chu.hidden)).json()["decision"] is False
    site = Client()
    site.force_login(ana)
    assert site.get(reverse("home")).status_code == 200
    said = {"verbe": "oppose", "a": "everyone", "sur": f"document:{chu.seen}", "revision": 1, "jeton": "j" * 20}
    assert site.post(reverse("declare"), said).status_code == 302
    assert LedgerEntry.objects.filter(patient=chu.ana).count() == 2
    assert ask(question(chu.seen)).json()["decision"] is False
    assert time.monotonic() - began < 5


def test_without_the_cache_nobody_tries_passwords_uncounted_and_the_page_says_so_soon(
    ana: User, no_cache: None
) -> None:
    """Tries could not be counted: even the right password waits, and the answer is the same for the wrong one."""
    visitor, answers = Client(raise_request_exception=False), []
    for password in (PASSWORD, "wrong horse"):
        began = time.monotonic()
        answers.append(visitor.post(reverse("account_login"), {"login": ana.email, "password": password}))
        assert time.monotonic() - began < 4
    assert [answer.status_code for answer in answers] == [503, 503]
    assert answers[0].content == answers[1].content
    assert b"redis" not in answers[0].content.lower()
    assert not any(cookie.startswith("session") for cookie in visitor.cookies)


def test_a_fault_of_the_engine_is_a_deny(
    chu: Hospital, ask: Callable[..., Any], question: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError("secret of the engine")

    monkeypatch.setattr(decide, "answer", broken)
    answer = ask(question(chu.seen))

    assert (answer.status_code, answer.json()["decision"], answer.json()["context"]["code"]) == (
        200,
        False,
        "not_visible",
    )
    assert JournalLine.objects.get().rule == "R05"
    assert b"secret" not in answer.content


def test_a_fault_before_the_engine_is_no_answer(
    chu: Hospital,
    ask: Callable[..., Any],
    question: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    client: Client,
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise OperationalError("host=10.0.0.1 user=portal_app")

    monkeypatch.setattr("sharing.gather.gather", broken)
    answer = ask(question(chu.seen))

    assert (answer.status_code, answer.json()["type"]) == (503, "urn:mes-partages:problem:unavailable")
    assert b"10.0.0.1" not in answer.content
    assert not JournalLine.objects.exists()


_ASK = textwrap.dedent("""
    import time, django
    from django.conf import settings
    # What the site collects before it starts is not there in a fresh clone.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    django.setup()
    from django.test import Client
    c = Client(raise_request_exception=False, headers={"host": "localhost"})
    bearer = {"Authorization": "Bearer x"}
    asked = {
        "evaluation": lambda: c.post("/access/v1/evaluation", "{}", content_type="application/json", headers=bearer),
        "token": lambda: c.post("/oauth2/token", {"grant_type": "client_credentials", "client_id": "a", "client_secret": "b"}),
        "home": lambda: c.get("/", headers={"cookie": "session=abcdefghijklmnopqrstuvwxyz"}),
        "livez": lambda: c.get("/livez"),
    }
    c.get("/livez")
    for name, ask in asked.items():
        began = time.monotonic()
        answer = ask()
        print(name, answer.status_code, answer.headers["Content-Type"].split(";")[0], f"{time.monotonic() - began:.1f}")
""")


def test_without_the_database_every_door_says_so_within_three_seconds(tmp_path: pathlib.Path) -> None:
    """In a process of its own, with the connection pool that the site has outside the tests."""
    nowhere = {
        "DATABASE_URL": f"postgresql://portal_app@/portal?host={tmp_path}",
        "REDIS_URL": f"unix://{tmp_path}/none.sock",
        "PORTAL_MODE": "demo",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }
    surroundings = {name: value for name, value in os.environ.items() if name != "PORTAL_AS_OWNER"} | nowhere
    done = subprocess.run([sys.executable, "-c", _ASK], cwd=ROOT, env=surroundings, capture_output=True, text=True)
    told = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines()}

    assert {name: said[:2] for name, said in told.items()} == {
        "evaluation": ["503", "application/problem+json"],
        "token": ["503", "application/problem+json"],
        "home": ["503", "text/html"],
        "livez": ["200", "application/json"],
    }, done.stderr[-2000:]
    assert all(float(said[2]) <= 3 for said in told.values()), told
