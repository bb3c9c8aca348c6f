"""A doctor notes a consent that he gains by; Marie answers in her browser, then says what her husband may know."""

import json
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from sharing.models import CollectedConsentAnswer
from tests.browser import town
from tests.browser.conftest import Check, Opener
from tests.browser.test_pages import SignIn
from tests.browser.town import BELKACEM_RPPS, FINESS, Town
from tests.sharing.api.intake.conftest import token_of

pytestmark = pytest.mark.browser

MARIE = "marie.lenoir@exemple.fr"
INS_SYSTEM = "urn:oid:1.2.250.1.213.1.4.10"


@pytest.fixture
def place(live_server: Any) -> Town:
    built = town.build()
    town.account(MARIE, person_id=built.marie)
    return built


def tell(place: Town) -> None:
    """Dr Belkacem's software says that Marie opens her record to Dr Belkacem."""
    client = Client()
    body = {
        "patient": {"system": INS_SYSTEM, "value": place.ins}, "verb": "grant", "collected_by": BELKACEM_RPPS,
        "organisation": FINESS, "to": {"professional": BELKACEM_RPPS}, "about": {"everything": True},
    }  # fmt: skip
    bearer = {"Authorization": f"Bearer {token_of(client, place.credentials)}"}
    answer = client.post("/intake/v1/consents", json.dumps(body), content_type="application/json", headers=bearer)
    assert answer.status_code == 201, answer.content


def press(page: Page, words: str) -> None:
    page.locator("main").get_by_role("button", name=words).first.click()


def follow(page: Page, words: str) -> None:
    page.locator("main").get_by_role("link", name=words).first.click()


def test_what_a_doctor_noted_is_refused_then_noted_again_confirmed_and_undone(
    open_page: Opener, place: Town, enter: SignIn, axe: Check
) -> None:
    page = open_page(viewport={"width": 375, "height": 800})
    tell(place)
    enter(page, MARIE)
    page.goto("/")
    follow(page, "Voir et répondre")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Autoriser Dr")
    axe(page)
    press(page, "Non, je refuse")
    expect(page.locator("main")).to_contain_text("Rien n’attend votre réponse.")
    axe(page)
    assert not CollectedConsentAnswer.objects.get().confirmed

    tell(place)
    page.goto("/a-confirmer/")
    follow(page, "Voir l’effet et confirmer")
    press(page, "Oui, je confirme")
    expect(page.get_by_role("heading", level=1)).to_contain_text("C’est fait")
    press(page, "Annuler")
    expect(page.locator("main")).to_contain_text("Choix retiré")


def test_a_relative_gets_a_mandate_for_one_kind_until_a_day_and_loses_it_by_one_press(
    open_page: Opener, place: Town, enter: SignIn, axe: Check
) -> None:
    page = open_page()
    enter(page, MARIE)
    page.goto("/proches/")
    follow(page, "Donner un mandat")
    page.get_by_label("Son prénom").fill("Paul")
    page.get_by_label("Son nom de naissance").fill("LENOIR")
    page.get_by_label("Sa date de naissance").fill("1979-03-05")
    page.get_by_label("Pour quoi ?").select_option(index=0)
    page.get_by_label("Jusqu’à quel jour ?").fill("2099-01-04")
    press(page, "Vérifier mon choix")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Donner un mandat à Paul LENOIR ?")
    axe(page)
    press(page, "Donner ce mandat")
    expect(page.locator("main")).to_contain_text("Mandat donné à Paul LENOIR")
    page.goto("/proches/")
    axe(page)
    press(page, "Retirer")
    expect(page.locator("main")).to_contain_text("Mandat retiré")
