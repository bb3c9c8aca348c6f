"""The second start changes nothing, is quick, and finds its keys or makes new ones."""

import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from consents.models import LedgerEntry
from portal.demo import keys, telling
from portal.models import User
from sharing.models import CallingSystem, JournalRequest, Notice
from tests.portal.demo.conftest import Demonstration

pytestmark = pytest.mark.django_db


def _counts() -> list[int]:
    return [model.objects.count() for model in (LedgerEntry, JournalRequest, Notice, User, CallingSystem)]


def test_the_second_telling_writes_nothing_and_takes_no_time(demo: Demonstration) -> None:
    before, began = _counts(), time.monotonic()
    again = telling.tell(at=timezone.now(), keys_file=demo.keys_file)
    assert (again.first, again.keys) == (False, demo.told.keys)
    assert _counts() == before
    assert time.monotonic() - began < 1


def test_lost_keys_are_made_anew_and_the_old_ones_closed(demo: Demonstration, tmp_path: Path) -> None:
    again = telling.tell(at=timezone.now(), keys_file=tmp_path / "new" / "keys.json")
    assert keys.hold(again.keys)
    assert not keys.hold(demo.told.keys)
    assert CallingSystem.objects.filter(is_active=True).count() == len(keys.SYSTEMS)
    assert keys.read(tmp_path / "new" / "keys.json") == again.keys
    assert (tmp_path / "new" / "keys.json").stat().st_mode & 0o077 == 0


def test_on_another_port_the_receiver_moves_with_the_site(demo: Demonstration) -> None:
    telling.tell(at=timezone.now(), keys_file=demo.keys_file, receiver="http://127.0.0.1:8011/notices")
    assert CallingSystem.objects.get(pk=demo.told.keys["chu"].system).webhook_url == "http://127.0.0.1:8011/notices"


def test_nobody_is_invented_on_a_real_site(settings: object, tmp_path: Path) -> None:
    before = _counts()
    settings.PRODUCTION = True  # type: ignore[attr-defined]
    with pytest.raises(CommandError):
        call_command("demo_people", keys=tmp_path / "keys.json")
    with pytest.raises(CommandError):
        call_command("demo_code")
    assert _counts() == before


def test_the_command_says_how_to_sign_in_and_to_ask(demo: Demonstration) -> None:
    said = StringIO()
    call_command("demo_people", keys=demo.keys_file, stdout=said)
    for expected in ("marie@demo.example", "controle@demo.example", "bonjour-la-demo", "demo_code", "TOKEN=$(curl "):
        assert expected in said.getvalue()
