"""One button signs in as anyone of the demonstration, in the demonstration alone."""

from typing import Any

import pytest
from django.test import Client

from portal.demo import accounts, entering
from portal.models import User
from tests.portal.demo.conftest import Demonstration

pytestmark = pytest.mark.django_db
ENTER, PAGE = "/demo/entrer/", "/demo/"


@pytest.fixture
def opened(demo: Demonstration, settings: Any) -> None:
    settings.DEMO_MODE = settings.DEMO_SIGN_IN = True


def test_each_button_opens_the_first_page_of_its_person(opened: None) -> None:
    browser = Client()
    for one in accounts.ACCOUNTS:
        answer = browser.post(ENTER, {"qui": one.key}, follow=True)
        assert User.objects.get(pk=browser.session["_auth_user_id"]).email == one.email
        assert answer.status_code == (403 if one.worker else 200), one.email


def test_the_reviewer_comes_in_with_his_second_factor_given(opened: None, client: Client) -> None:
    answer = client.post(ENTER, {"qui": "controle"}, follow=True)

    assert answer.redirect_chain[-1] == ("/controle/", 302)
    assert answer.status_code == 200


def test_nothing_of_the_one_before_is_left_in_the_session(opened: None, client: Client) -> None:
    client.post(ENTER, {"qui": "controle"})
    before = client.session.session_key
    client.post(ENTER, {"qui": "marie"})

    assert client.session.session_key != before
    assert client.get("/controle/").status_code == 403


def test_the_page_tells_each_story_and_shows_questions_to_paste(
    opened: None, client: Client, demo: Demonstration, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.demo.keys.usual_file", lambda: demo.keys_file)
    page = client.get(PAGE).content.decode()

    assert all(str(one.name) in page for one in accounts.ACCOUNTS)
    assert page.count("TOKEN=$(curl") == 5
    assert demo.told.keys["chu"].client_secret in page


def test_to_look_at_the_page_signs_nobody_in(opened: None, client: Client) -> None:
    assert client.get(PAGE, {"qui": "marie"}).status_code == 200
    assert client.get(ENTER, {"qui": "marie"}).status_code == 405
    assert "_auth_user_id" not in client.session


def test_a_button_of_another_site_is_refused(opened: None) -> None:
    browser = Client(enforce_csrf_checks=True)

    assert browser.post(ENTER, {"qui": "marie"}).status_code == 403
    assert "_auth_user_id" not in browser.session


def test_an_unknown_person_is_not_found(opened: None, client: Client) -> None:
    assert client.post(ENTER, {"qui": "personne"}).status_code == 404
    assert client.post(ENTER).status_code == 404


@pytest.mark.parametrize(("demo_mode", "sign_in"), [(False, False), (False, True), (True, False)])
def test_outside_the_demonstration_nobody_comes_in_without_proof(
    demo: Demonstration, client: Client, settings: Any, rf: Any, demo_mode: bool, sign_in: bool
) -> None:
    settings.DEMO_MODE, settings.DEMO_SIGN_IN = demo_mode, sign_in

    assert client.post(ENTER, {"qui": "marie"}).status_code == 404
    assert "_auth_user_id" not in client.session
    assert client.get(PAGE).status_code == (200 if demo_mode else 404)
    assert 'value="marie"' not in client.get("/comptes/login/").content.decode()
    with pytest.raises(entering.Closed):
        entering.enter(rf.post(ENTER), accounts.FIRST)


def test_a_demonstration_begun_by_an_earlier_version_shows_whom_it_knows(opened: None, client: Client) -> None:
    User.objects.filter(email="nadine@demo.example").delete()
    page = client.get("/comptes/login/").content.decode()

    assert 'value="marie"' in page
    assert 'value="nadine"' not in page
    assert client.post(ENTER, {"qui": "nadine"}).status_code == 404
