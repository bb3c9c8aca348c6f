"""The pages that are not the patient's own: the door, the account, the console; and a record in which nothing is."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from consents.services import intake
from portal.demo import keys
from portal.review.urls import urlpatterns as reviewers_own
from tests.browser import town
from tests.browser.conftest import Check, Opener
from tests.browser.looking import (
    MARIE,
    fits_when_twice_as_large,
    in_both_languages,
    in_every_look,
    lived_in,
    opened,
    the_focus_is_seen_at_every_stop,
    valid,
    watched,
)
from tests.browser.test_look import six_digits
from tests.browser.town import Town

pytestmark = pytest.mark.browser

NEWCOMER, REVIEWER = "paul.roux@exemple.fr", "odile.garnier@exemple.fr"
SignIn = Callable[[Page, str], None]
ACCOUNT = ("account_email", "account_change_password", "mfa_index", "usersessions_list")
DOOR = ("account_login", "account_reset_password", "account_signup")


@pytest.fixture
def place(live_server: Any) -> Town:
    return lived_in(live_server.url)


def test_the_demonstration_s_people_and_questions(
    open_page: Opener,
    place: Town,
    axe: Check,
    settings: Any,
    live_server: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.DEMO_MODE = settings.DEMO_SIGN_IN = True
    monkeypatch.setattr(keys, "usual_file", lambda: tmp_path / "keys.json")
    town.account("marie@demo.example")
    page = open_page()
    elsewhere = watched(page, live_server.url)
    in_both_languages(page, [reverse("demo_people")])
    keys.write(tmp_path / "keys.json", dict.fromkeys(keys.SYSTEMS, place.credentials))  # then, questions to paste
    for path in (reverse("demo_people"), reverse("account_login")):
        valid(opened(page, path))
        in_every_look(page, axe)
        the_focus_is_seen_at_every_stop(page)
        fits_when_twice_as_large(page)
    assert elsewhere == []


def test_the_door_and_the_account_s_pages(
    open_page: Opener, place: Town, sign_in: SignIn, axe: Check, live_server: Any
) -> None:
    page = open_page()
    elsewhere = watched(page, live_server.url)
    paths = [reverse(name) for name in DOOR]
    for path in paths:
        valid(opened(page, path))
        in_every_look(page, axe)
    in_both_languages(page, paths)
    page.goto(paths[0])
    page.get_by_role("button", name="Français").first.click()
    sign_in(page, MARIE)
    paths = [reverse(name) for name in ACCOUNT]
    in_both_languages(page, paths)
    assert elsewhere == []


def test_the_pages_of_someone_of_whom_nothing_is_known_yet(
    open_page: Opener, live_server: Any, sign_in: SignIn, axe: Check
) -> None:
    at = timezone.now()
    paul = intake.record_person(at=at, birth_name="ROUX", birth_given_names="Paul", born_on=date(1970, 1, 2)).id
    town.account(NEWCOMER, person_id=paul)
    page = open_page()
    sign_in(page, NEWCOMER)
    paths = [reverse(name) for name in ("home", "team", "documents", "history")]
    for path in paths:
        valid(opened(page, path))
        in_every_look(page, axe)
    in_both_languages(page, paths)


def test_the_reviewer_s_pages(open_page: Opener, place: Town, sign_in: SignIn, live_server: Any) -> None:
    secret = town.reviewer(REVIEWER)
    page = open_page()
    elsewhere = watched(page, live_server.url)
    sign_in(page, REVIEWER)
    page.get_by_label("Votre code").fill(six_digits(secret))
    page.get_by_role("button", name="Continuer").click()
    in_both_languages(
        page, [reverse(pattern.name or "") for pattern in reviewers_own if "<" not in str(pattern.pattern)]
    )
    assert elsewhere == []
