"""From the front page to what a hospital is answered: opposed, undone; pressed twice at once, declared once."""

import re
import threading
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consents.selectors import declarations
from consents.selectors.readers import Reader
from consents.services import proof
from portal.models import User
from sharing.services import callers, planning
from tests.sharing.hospital import BEFORE, Hospital, hospital


@pytest.fixture
def chu(db: None) -> Hospital:
    return hospital()


@pytest.fixture
def ana(chu: Hospital) -> Client:
    """The browser in which Ana has signed in."""
    client = Client()
    client.force_login(User.objects.create_account("ana@example.test", person_id=chu.ana))
    return client


@pytest.fixture
def ask(chu: Hospital) -> Any:
    """The hospital's software asks whether Dr Martin may see a document; the code it is answered."""
    given = chu.credentials
    form = {"grant_type": "client_credentials", "client_id": given.client_id, "client_secret": given.client_secret}
    software = Client(
        headers={"authorization": f"Bearer {Client().post('/oauth2/token', form).json()['access_token']}"}
    )

    def code() -> str:
        patient = {"system": chu.ana_ins.system, "value": chu.ana_ins.value}
        question = {
            "subject": {"type": "professional", "id": chu.martin_rpps, "properties": {"organisation": chu.finess}},
            "action": {"name": "read"},
            "resource": {"type": "document", "id": str(chu.seen), "properties": {"patient": patient}},
            "context": {"purpose": "care"},
        }
        answer = software.post("/access/v1/evaluation", question, content_type="application/json")
        return str(answer.json()["context"]["code"])

    return code


def links(page: str) -> list[str]:
    return [address.replace("&amp;", "&") for address in re.findall(r'href="([^"]+)"', page)]


def fields(page: str, before: str) -> dict[str, str]:
    form = page.split(before, 1)[1].split("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def test_three_clicks_from_the_front_page_to_an_opposition_that_the_hospital_feels_at_once_then_undone(
    chu: Hospital, ana: Client, ask: Any
) -> None:
    codes = [ask()]
    home = ana.get("/").content.decode()
    (first,) = {link for link in links(home) if link == reverse("documents")}
    second = next(link for link in links(ana.get(first).content.decode()) if link.endswith(f"{chu.seen}/"))
    third = next(
        link
        for link in links(ana.get(second).content.decode())
        if "verbe=oppose" in link and str(chu.martin) in link and str(chu.seen) in link
    )
    confirm = fields(ana.get(third).content.decode(), 'class="confirm"')
    done = ana.post(reverse("declare"), {**confirm, "jusqu_au": ""})
    codes.append(ask())
    undo = fields(ana.get(done.headers["Location"]).content.decode(), f'action="{reverse("undo")}"')
    ana.post(reverse("undo"), undo)
    codes.append(ask())

    assert codes == ["permit", "not_visible", "permit"]
    assert [entry.kind for entry in declarations.declarations(chu.ana, reader=Reader.patient(chu.ana))][:2] == [
        "withdraw",
        "oppose",
    ]
    assert list(proof.faults(chu.ana)) == []
    history = ana.get("/historique/?voir=acces").content.decode()
    assert history.count("1 document lui a été ouvert.") == 2
    assert history.count("Demande sans accès") == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_declare_once(chu: Hospital, ana: Client) -> None:
    about = {"verbe": "oppose", "a": f"professional:{chu.nora}", "sur": "everything"}
    confirm = {**fields(ana.get("/choix/", about).content.decode(), 'class="confirm"'), "jusqu_au": ""}
    before = len(declarations.declarations(chu.ana, reader=Reader.patient(chu.ana)))
    together, answers = threading.Barrier(2), []

    def press() -> None:
        browser = Client()
        browser.cookies = ana.cookies
        together.wait()
        answers.append(browser.post(reverse("declare"), confirm).headers["Location"])
        connections.close_all()

    presses = [threading.Thread(target=press) for _ in range(2)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()

    assert len(set(answers)) == 1
    assert len(declarations.declarations(chu.ana, reader=Reader.patient(chu.ana))) == before + 1


def test_the_page_after_a_choice_waits_for_the_software_that_can_be_told_and_for_no_other(
    chu: Hospital, ana: Client
) -> None:
    callers.register_calling_system("Sans adresse", organisations=[chu.chu], at=BEFORE)
    about = {"verbe": "oppose", "a": f"professional:{chu.nora}", "sur": "everything"}
    confirm = fields(ana.get("/choix/", about).content.decode(), 'class="confirm"')
    done = ana.post(reverse("declare"), {**confirm, "jusqu_au": ""}).headers["Location"]
    planning.plan_notices(at=timezone.now())

    assert "0 logiciel sur 1 est au courant" in ana.get(done).content.decode()
