"""What the README's tour shows: the hospital's software, Marie, the reviewer."""

import json
import re
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from consents.actor import Actor
from consents.services import preferences
from portal.demo import accounts, announce, documents, examples, playing
from portal.models import User
from sharing.models import JournalLine
from tests.portal.demo.conftest import Demonstration

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(demo: Demonstration, client: Client) -> Any:
    token = announce.fresh_token(demo.told.keys["chu"])
    body = examples.question(examples.TOUR, demo.cast.today)

    def answer() -> tuple[bool, str]:
        said = client.post(
            "/access/v1/evaluation", body, content_type="application/json", headers={"Authorization": f"Bearer {token}"}
        ).json()
        return said["decision"], said["context"]["code"]

    return answer


def test_the_hospital_is_answered_permit_then_not_visible_then_permit(demo: Demonstration, ask: Any) -> None:
    cast = demo.cast
    cast.people = {"marie": User.objects.get(email=accounts.FIRST.email).person_id}
    first = ask()
    line = JournalLine.objects.latest("request__recorded_at")
    cast.workers, cast.papers = {"benali": line.request.asker}, {documents.TOUR: line.document}
    said = {
        "to": playing.recipient("professional:benali", cast),
        "about": playing.subject(f"document:{documents.TOUR}", cast),
        "by": Actor.person(cast.people["marie"]),
        "at": demo.at,
    }
    preferences.oppose(cast.people["marie"], **said)
    second = ask()
    preferences.withdraw(cast.people["marie"], **said)

    assert (first, line.rule) == ((True, "permit"), "R10")
    assert second == (False, "not_visible")
    assert ask() == (True, "permit")


def test_the_lines_to_paste_hold_the_question_that_is_answered_permit(demo: Demonstration, ask: Any) -> None:
    said = "\n".join(announce.lines(demo.told.keys["chu"], today=demo.cast.today))
    body = re.search(r"-d '(\{.*\})'", said)
    assert body
    assert json.loads(body[1]) == examples.question(examples.TOUR, demo.cast.today)
    assert demo.told.keys["chu"].client_secret in said


def test_each_person_of_the_list_signs_in_with_the_password(demo: Demonstration) -> None:
    for one in accounts.ACCOUNTS:
        browser = Client()
        response = browser.post("/comptes/login/", {"login": one.email, "password": accounts.PASSWORD})
        assert response.status_code == 302
        assert ("/2fa/" in response["Location"]) is one.is_reviewer


def test_the_printed_code_lets_the_reviewer_in(demo: Demonstration) -> None:
    said, browser = StringIO(), Client()
    reviewer = accounts.ACCOUNTS[-1]
    browser.post("/comptes/login/", {"login": reviewer.email, "password": accounts.PASSWORD})
    with time_machine.travel(timezone.now(), tick=False):
        call_command("demo_code", stdout=said)
        response = browser.post("/comptes/2fa/authenticate/", {"code": said.getvalue().split()[0]})
    assert response.status_code == 302
    assert User.objects.get(pk=browser.session["_auth_user_id"]).is_reviewer


@pytest.mark.parametrize("page", ["/", "/equipe/", "/documents/", "/historique/", "/historique/?voir=acces"])
@pytest.mark.parametrize("who", [one.email for one in accounts.ACCOUNTS if one.person])
def test_every_page_of_every_patient_opens(demo: Demonstration, who: str, page: str) -> None:
    browser = Client()
    browser.force_login(User.objects.get(email=who))
    assert browser.get(page).status_code == 200


def test_each_question_to_paste_gets_the_answer_that_the_page_promises(demo: Demonstration, client: Client) -> None:
    for one in examples.EXAMPLES:
        token = announce.fresh_token(demo.told.keys[one.system])
        said = client.post(
            "/access/v1/evaluation",
            examples.question(one, demo.cast.today),
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        ).json()
        assert (one.about, said["context"]["code"]) == (one.about, one.answer)


def test_the_sign_in_page_names_them_in_the_demonstration_only(
    demo: Demonstration, client: Client, settings: Any
) -> None:
    assert "demo.example" not in client.get("/comptes/login/").content.decode()
    settings.DEMO_MODE = settings.DEMO_SIGN_IN = True
    page = client.get("/comptes/login/").content.decode()
    assert all(f'value="{one.key}"' in page for one in accounts.ACCOUNTS)
    assert accounts.PASSWORD in page
