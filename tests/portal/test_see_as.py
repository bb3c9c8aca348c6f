"""`/voir-comme/…`: the record as a professional would be shown it, equal to the API's own answers."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consents.models import Person
from consents.services import intake
from consents.vocabulary import Category
from portal.models import User
from sharing.models import JournalRequest
from tests.portal import crowd as crowds
from tests.portal.conftest import Record, read
from tests.portal.crowd import PEOPLE, Crowd

NOT_HERS = {"unwanted", "waiting", "told"}
STATED = {"unable_to_consent": True, "immediate_risk": True, "reason": "Malaise, ne répond plus"}


@pytest.fixture
def crowd(db: None, client: Client) -> Crowd:
    return crowds.build(timezone.now(), client)


@pytest.fixture
def elise(crowd: Crowd) -> Client:
    browser = Client()
    browser.force_login(User.objects.create_account("elise@example.test", person_id=crowd.patient))
    return browser


def shown(browser: Client, address: str) -> set[str]:
    """The documents in the frame, on every page of it."""
    found: set[str] = set()
    html, page = 'rel="next"', 0
    while 'rel="next"' in html:
        page += 1
        html = browser.get(f"{address}&page={page}").content.decode()
        found |= set(re.findall(r'<li id="d-([0-9a-f-]{36})"', html))
    return found


@pytest.mark.parametrize("name", PEOPLE)
def test_what_is_shown_is_what_the_api_permits_from_each_place(
    name: str, crowd: Crowd, elise: Client, client: Client
) -> None:
    own = {str(key) for document, key in crowd.documents.items() if document not in NOT_HERS}
    usual = "occupational_health" if name == "Ibarra" else "care"
    for place in crowd.works_at(name):
        address = f"/voir-comme/{crowd.people[name]}/?lieu={crowd.places[place]}"

        assert shown(elise, address) == crowd.permitted(client, name, place, {"purpose": usual}) & own, (name, place)


@pytest.mark.parametrize("name", ["Aubertin", "Belkacem", "Costa", "Diallo", "Haddad", "Jourdan"])
def test_in_an_emergency_too(name: str, crowd: Crowd, elise: Client, client: Client) -> None:
    own = {str(key) for document, key in crowd.documents.items() if document not in NOT_HERS}
    for place in crowd.works_at(name):
        address = f"/voir-comme/{crowd.people[name]}/?pour=emergency&lieu={crowd.places[place]}"
        seen = shown(elise, address)

        assert seen == crowd.permitted(client, name, place, {"purpose": "emergency", "emergency": STATED}) & own
        assert "il faut déclarer une urgence" in read(elise, address)


def test_the_record_of_the_test_has_all_sorts_of_answers(crowd: Crowd, elise: Client) -> None:
    """Otherwise the equality above could be that of two empty lists."""
    counts = {name: len(shown(elise, f"/voir-comme/{who}/?")) for name, who in crowd.people.items()}

    assert (counts["Aubertin"], counts["Keller"], counts["Ibarra"], counts["Haddad"]) == (11, 0, 1, 1)
    assert 1 < counts["Belkacem"] < 11
    assert counts["Evrard"] <= counts["Belkacem"]
    clinic = f"/voir-comme/{crowd.people['Belkacem']}/?lieu={crowd.places['clinic']}"
    assert len(shown(elise, clinic)) < counts["Belkacem"]


def test_a_document_that_she_may_not_see_herself_is_nowhere_on_the_page(crowd: Crowd, elise: Client) -> None:
    html = elise.get(f"/voir-comme/{crowd.people['Belkacem']}/").content.decode()

    assert not any(str(crowd.documents[name]) in html for name in NOT_HERS)


def test_the_page_is_the_same_with_and_without_a_document_that_is_not_seen(crowd: Crowd, elise: Client) -> None:
    """No count and no gap: two worlds that differ only in what is hidden from him (R33)."""
    address = f"/voir-comme/{crowd.people['Girard']}/"
    before = elise.get(address).content
    intake.record_document(crowd.patient, deposited=crowd.at.date(), category=Category.GENETICS)

    assert _without_tokens(elise.get(address).content) == _without_tokens(before)


def test_looking_leaves_no_line_in_the_journal(crowd: Crowd, elise: Client) -> None:
    page = read(elise, f"/voir-comme/{crowd.people['Aubertin']}/")

    assert "Votre dossier, vu par Dr Aubertin" in page
    assert "rien n’est noté" in page
    assert not JournalRequest.objects.exists()


def test_a_place_that_is_not_his_and_an_unknown_purpose_are_left_aside(crowd: Crowd, elise: Client) -> None:
    address = f"/voir-comme/{crowd.people['Girard']}/"
    usual = shown(elise, f"{address}?")

    assert usual
    assert shown(elise, f"{address}?lieu={crowd.places['hospital']}&pour=curiosity") == usual
    assert shown(elise, f"{address}?lieu=x&pour=samu_call") == usual


def test_whoever_is_shown_nothing_has_the_sentence_that_his_software_gets(crowd: Crowd, elise: Client) -> None:
    assert "cet accès n’est jamais permis" in read(elise, f"/voir-comme/{crowd.people['Keller']}/")
    assert "il faut l’accord de la personne" in read(elise, f"/voir-comme/{crowd.people['Costa']}/")


def test_someone_who_has_nothing_to_do_with_the_record_is_not_found(site: Client, crowd: Crowd, marie: Record) -> None:
    assert site.get(f"/voir-comme/{crowd.people['Aubertin']}/").status_code == 404
    assert site.get(f"/voir-comme/{marie.patient}/").status_code == 404


def test_a_minor_has_no_such_page(site: Client, marie: Record) -> None:
    Person.objects.filter(pk=marie.patient).update(born_on=f"{marie.at.year - 15}-01-05")

    assert site.get(f"/voir-comme/{marie.people['Aubertin']}/").status_code == 404


def test_the_team_and_the_professional_s_page_lead_there(site: Client, marie: Record) -> None:
    address = f'href="/voir-comme/{marie.people["Aubertin"]}/"'

    assert address in site.get("/equipe/").content.decode()
    assert address in site.get(f"/equipe/{marie.people['Aubertin']}/").content.decode()


def test_the_page_costs_the_same_queries_with_three_documents_and_with_forty(site: Client, marie: Record) -> None:
    address = f"/voir-comme/{marie.people['Belkacem']}/"
    few = _queries(site, address)
    for number in range(37):
        marie.document(f"d{number}", list(Category)[number % 10], days=number, author=marie.people["Belkacem"])

    assert _queries(site, address) == few <= 75


def _queries(browser: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200
    return len(captured)


def _without_tokens(html: Any) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", html.decode())
