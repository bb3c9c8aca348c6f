"""A patient names someone in her browser; the other one answers in his, without an account (R43)."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from consents.models import TrustedSignature
from tests.browser import town
from tests.browser.conftest import Check, Opener
from tests.browser.test_pages import SignIn
from tests.browser.town import Town

pytestmark = pytest.mark.browser

MARIE = "marie.lenoir@exemple.fr"


@pytest.fixture
def place(live_server: Any) -> Town:
    built = town.build()
    town.account(MARIE, person_id=built.marie)
    return built


def press(page: Page, words: str) -> None:
    page.locator("main").get_by_role("button", name=words).first.click()


def designate(page: Page, given: str) -> None:
    page.goto("/confiance/designer/")
    page.get_by_label("Pour vos soins").check()
    for label, typed in (
        ("Son prénom", given), ("Son nom", "Lenoir"), ("Son adresse", "3 rue des Lilas, 69003 Lyon"),
        ("Téléphone", "06 12 34 56 78"),
    ):  # fmt: skip
        page.get_by_label(label, exact=True).fill(typed)
    page.get_by_label("Jusqu’à ce que je change d’avis").check()
    press(page, "Vérifier mon choix")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Désigner {given} Lenoir")
    press(page, "Désigner cette personne")


def link(page: Page) -> str:
    page.goto("/confiance/")
    press(page, "Créer un lien")
    return "/reponse/" + page.get_by_label("Le lien").input_value().split("/reponse/")[1]


def test_a_patient_invites_the_other_accepts_once_the_next_one_declines(
    open_page: Opener, place: Town, enter: SignIn, axe: Check
) -> None:
    hers, his = open_page(), open_page(viewport={"width": 375, "height": 800})
    enter(hers, MARIE)
    designate(hers, "Paul")
    expect(hers.get_by_text("Attend sa signature")).to_be_visible()
    axe(hers)
    address = link(hers)
    axe(hers)

    his.goto(address)
    axe(his)
    press(his, "J’accepte")
    his.get_by_label("Votre prénom").fill("Paul")
    his.get_by_label("Votre nom").fill("Lenoir")
    his.get_by_label("J’ai lu ce texte.").check()
    press(his, "J’accepte")
    expect(his.get_by_role("heading", level=1)).to_have_text("C’est noté")
    axe(his)
    assert his.goto(address).status == 404  # type: ignore[union-attr]
    expect(his.get_by_role("heading", level=1)).to_have_text("Ce lien ne sert plus")
    axe(his)
    assert TrustedSignature.objects.get().accepted
    hers.goto("/confiance/")
    expect(hers.get_by_text("Désignation complète")).to_be_visible()

    designate(hers, "Sara")
    his.goto(link(hers))
    press(his, "Je refuse")
    expect(his.get_by_text("verra que vous n’avez pas accepté")).to_be_visible()
    hers.goto("/confiance/")
    expect(hers.get_by_text("Vous n’avez désigné personne.")).to_be_visible()
