"""A whole opposition without a mouse, and a whole one without a script."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from consents.selectors import declarations
from consents.selectors.readers import Reader
from tests.browser import town
from tests.browser.conftest import PASSWORD, Opener
from tests.browser.looking import FOCUSED, MARIE
from tests.browser.town import Town

pytestmark = pytest.mark.browser

MOST_STOPS = 80


@pytest.fixture
def place(live_server: Any) -> Town:
    built = town.build()
    town.account(MARIE, person_id=built.marie)
    return built


def tab_to(page: Page, wanted: str, *, tag: str = "") -> list[str]:
    """Press Tab until the element that starts with these words has the focus; every stop on the way shows it."""
    stops: list[str] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        assert here["wrong"] == [], here
        stops.append(here["words"])
        if here["words"].startswith(wanted) and tag in ("", here["tag"]):
            return stops
    raise AssertionError(f"{wanted!r} is not reached by Tab on {page.url}: {stops}")


def follow(page: Page, wanted: str, *, tag: str = "") -> None:
    """Enter on it, and the page that comes."""
    tab_to(page, wanted, tag=tag)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("width", [375, 1280])
def test_a_whole_opposition_from_home_is_made_and_undone_with_tab_and_enter_alone(
    open_page: Opener, place: Town, width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    page.goto("/comptes/login/")
    tab_to(page, "Votre adresse e-mail")
    page.keyboard.type(MARIE)
    tab_to(page, "Votre mot de passe")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert tab_to(page, "Aller au contenu") == ["Aller au contenu"]
    page.keyboard.press("Enter")
    follow(page, "Mes documents")
    follow(page, "Imagerie, cardiologie")
    follow(page, "Masquer : Dr Younès Belkacem")
    expect(page.get_by_text("Rien n’est encore enregistré")).to_be_visible()
    follow(page, "M’opposer", tag="BUTTON")
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est fait")
    follow(page, "Annuler ce choix")

    assert said(place)[:2] == ["withdraw", "oppose"]


def test_a_whole_opposition_is_made_and_undone_without_a_script(
    open_page: Opener, place: Town, sign_in: Callable[[Page, str], None]
) -> None:
    page = open_page(viewport={"width": 375, "height": 800}, java_script_enabled=False)
    sign_in(page, MARIE)
    page.get_by_role("link", name="Mes documents", exact=True).first.click()
    page.get_by_role("link", name="Imagerie, cardiologie", exact=True).click()
    page.get_by_role("link", name="Masquer : Dr Younès Belkacem").click()
    expect(page.get_by_text("Rien n’est encore enregistré")).to_be_visible()
    page.locator("form.confirm").get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est fait")
    assert said(place)[0] == "oppose"
    page.get_by_role("button", name="Annuler ce choix").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est fait")

    assert said(place)[:2] == ["withdraw", "oppose"]


def said(place: Town) -> list[str]:
    return [str(entry.kind) for entry in declarations.declarations(place.marie, reader=Reader.patient(place.marie))]
