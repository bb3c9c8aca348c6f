"""The main job, on real components: a browser, the site, a Celery worker, a hospital that asks and a receiver."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from celery import current_app
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from sharing.models import Notice
from tests.browser import town
from tests.browser.conftest import Opener
from tests.browser.test_look import six_digits
from tests.browser.town import Software, Town
from tests.kill import servers
from tests.sharing.notices.receiver import Received, Receiver, listening

pytestmark = pytest.mark.browser

MARIE, REVIEWER = "marie.lenoir@exemple.fr", "odile.garnier@exemple.fr"
#: Counted by the browser itself: presses of the mouse, and keys.
COUNTED = """
    for (const kind of ["click", "keydown"]) addEventListener(kind, event => {
      if (event.isTrusted) sessionStorage[kind] = Number(sessionStorage[kind] || 0) + 1
    }, true)
"""


@pytest.fixture
def receiver(live_server: Any) -> Iterator[Receiver]:
    with listening() as one:
        yield one


@pytest.fixture
def place(receiver: Receiver) -> Town:
    built = town.build(receiver.url)
    town.account(MARIE, person_id=built.marie)
    return built


@pytest.fixture
def hospital(place: Town, live_server: Any) -> Iterator[Software]:
    with Software(live_server.url, place.credentials) as software:
        yield software


@pytest.fixture
def surroundings(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A broker of this test's own, which the site and the worker share."""
    with servers.own_places() as where, servers.own_valkey(where):
        address = f"redis+socket://{where.valkey_socket}?virtual_host=0"
        monkeypatch.setattr(current_app.conf, "broker_url", address)
        yield servers.beside_this_test(where)


def test_a_choice_takes_effect_is_told_and_is_undone(
    open_page: Opener,
    sign_in: Callable[[Page, str], None],
    place: Town,
    hospital: Software,
    receiver: Receiver,
    surroundings: dict[str, str],
) -> None:
    receiver.answers = [500, 204]  # the first attempt fails
    page = open_page(viewport={"width": 1280, "height": 900})
    page.add_init_script(COUNTED)
    before = hospital.ask(place, place.scan)
    assert before["code"] == "permit"

    with servers.worker(surroundings) as worker:
        sign_in(page, MARIE)
        she_sees_her_team(page)
        she_opposes(page)
        closed = hospital.ask(place, place.scan)
        assert closed["code"] == "not_visible"
        assert without_ids(closed) == without_ids(hospital.ask(place, "00000000-0000-4000-8000-000000000001"))
        servers.until(receiver.arrived.is_set, "the receiver is told", program=worker, seconds=20)

        a_reviewer_reads_all_of_it(open_page, sign_in)

        page.get_by_role("button", name="Annuler ce choix").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("C’est fait")
        again = hospital.ask(place, place.scan)
        assert again["code"] == "permit"
        servers.until(lambda: len(receiver.received) == 3, "both changes are told", program=worker, seconds=30)
        servers.until(lambda: delivered() == 2, "both are known to have been told", program=worker, seconds=10)

    first, retried, second = receiver.received
    assert first.body == retried.body
    assert receiver.ids()[0] == receiver.ids()[1] != receiver.ids()[2]
    assert len({before["token"], closed["token"], again["token"]}) == 3
    for notice, answer in ((first, closed), (retried, closed), (second, again)):
        verified(notice, place)
        assert told(notice) == {"patient": answer["patient"], "token": answer["token"]}


def she_sees_her_team(page: Page) -> None:
    page.get_by_role("link", name="Mon équipe", exact=True).first.click()
    for name in ("Dr Younès Belkacem", "Dr Camille Aubertin", "Nadia Ferrand", "Théo Lamarque"):
        expect(page.get_by_role("article", name=name)).to_be_visible()
    expect(page.get_by_role("article", name="Dr Younès Belkacem")).to_contain_text("Voit 5 documents sur 6")


def she_opposes(page: Page) -> None:
    """From the front page: three presses, then the one that confirms; not a key."""
    page.goto("/")
    page.evaluate("sessionStorage.clear()")
    page.get_by_role("link", name="Mes documents", exact=True).first.click()
    page.get_by_role("link", name="Imagerie, cardiologie", exact=True).click()
    button_of(page, "Dr Younès Belkacem", "Masquer").click()
    expect(page.locator("main")).to_contain_text("Rien n’est encore enregistré")
    assert page.evaluate("[sessionStorage.click, sessionStorage.keydown]") == ["3", None]
    page.locator("form.confirm").get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est fait")
    assert page.evaluate("[sessionStorage.click, sessionStorage.keydown]") == ["4", None]


def button_of(page: Page, name: str, label: str) -> Locator:
    """A choice about one person, in the list of a document's page."""
    row = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=name, exact=True))
    return row.get_by_role("link", name=label)


def without_ids(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name not in {"decision_id", "token"}}


def verified(notice: Received, place: Town) -> None:
    """Signed as the standard says, with the headers it says; and silent about everything."""
    secret = place.credentials.webhook_secret
    Webhook(secret).verify(notice.body, notice.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(notice.body + b" ", notice.headers)
    assert abs(int(notice.headers["webhook-timestamp"]) - timezone.now().timestamp()) < 60
    assert notice.headers["content-type"] == "application/json"
    said = (notice.body.decode() + json.dumps(notice.headers) + notice.path).lower()
    assert [word for word in place.secrets() if word.lower() in said] == []


def told(notice: Received) -> dict[str, str]:
    body = json.loads(notice.body)
    assert set(body) == {"type", "timestamp", "data"}
    assert body["type"] == "preferences.changed"
    return dict(body["data"])


def a_reviewer_reads_all_of_it(open_page: Opener, sign_in: Callable[[Page, str], None]) -> None:
    """With a code of his second factor: the consent given earlier, the opposition of today, each question and answer."""
    secret = town.reviewer(REVIEWER)
    page = open_page(viewport={"width": 1280, "height": 900})
    sign_in(page, REVIEWER)
    page.get_by_label("Votre code").fill(six_digits(secret))
    page.get_by_role("button", name="Continuer").click()
    page.goto("/controle/")
    expect(rows(page, "Accords en vigueur")).to_have_count(1)
    expect(rows(page, "Accords en vigueur")).to_contain_text(["Théo Lamarque"])
    expect(rows(page, "Oppositions en vigueur")).to_have_count(1)
    expect(rows(page, "Oppositions en vigueur")).to_contain_text(["Dr Younès Belkacem"])
    questions = rows(page, "Dernières demandes")
    expect(questions).to_contain_text(["1 refusée", "1 refusée", "1 accordée"])
    for text in ("Dr Younès Belkacem", "Hôpital Saint-Aubin", "Dossier de l’hôpital", "Marie LENOIR", "Soins"):
        expect(questions).to_contain_text([text] * 3)


def rows(page: Page, title: str) -> Locator:
    return page.get_by_role("region", name=title).get_by_role("row").filter(has=page.get_by_role("cell"))


def test_a_choice_made_while_no_worker_lives_is_told_once_when_one_starts(
    page: Page,
    sign_in: Callable[[Page, str], None],
    place: Town,
    hospital: Software,
    receiver: Receiver,
    surroundings: dict[str, str],
) -> None:
    with servers.worker(surroundings) as dead:
        dead.kill()
    sign_in(page, MARIE)
    page.goto(f"/documents/{place.scan}/")
    button_of(page, "Dr Younès Belkacem", "Masquer").click()
    page.locator("form.confirm").get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est fait")
    assert hospital.ask(place, place.scan)["code"] == "not_visible"
    assert receiver.received == []

    with servers.worker(surroundings) as worker:
        servers.until(lambda: delivered() == 1, "the notice is delivered", program=worker, seconds=30)
        time.sleep(1.5)  # three sweeps, which find nothing left to tell

    assert receiver.ids() == [str(Notice.objects.get(state="delivered", system=place.credentials.system).pk)]
    verified(receiver.received[0], place)


def delivered() -> int:
    return Notice.objects.filter(state="delivered", channel="webhook").count()
