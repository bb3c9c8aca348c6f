"""A whole opposition without a mouse, and a whole one without a script."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from consents.selectors import declarations
from tests.browser import town
from tests.browser.conftest import PASSWORD, Opener
from tests.browser.town import Town

pytestmark = pytest.mark.browser

MARIE = "marie.lenoir@exemple.fr"
MOST_STOPS = 80
#: The element that has the focus: its words, and what of WCAG 2.4.7 and 2.4.11 it breaks.
FOCUSED = """() => {
    const here = document.activeElement, style = getComputedStyle(here), box = here.getBoundingClientRect()
    const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
    const points = [[.5, .5], [.1, .5], [.9, .5]].map(([x, y]) => [box.x + box.width * x, box.y + box.height * y])
    const seen = points.some(([x, y]) => { const top = document.elementFromPoint(x, y); return top && here.contains(top) })
    const words = here.labels?.length ? here.labels[0].innerText : (here.innerText || here.ariaLabel || here.name || "")
    return {words: words.replace(/\\s+/g, " ").trim(), tag: here.tagName, at: here.id,
            wrong: [!shown && "no outline", !seen && "hidden"].filter(Boolean)}
}"""


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
def test_a_whole_opposition_is_made_and_undone_with_tab_and_enter_alone(
    open_page: Opener, place: Town, width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    page.goto("/comptes/login/?next=/documents/")
    tab_to(page, "Votre adresse e-mail")
    page.keyboard.type(MARIE)
    tab_to(page, "Votre mot de passe")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert tab_to(page, "Aller au contenu") == ["Aller au contenu"]
    page.keyboard.press("Enter")
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
    return [str(entry.kind) for entry in declarations.declarations(place.marie)]
