"""The grid in a browser: a table at a desk, cards that unfold on a phone; by mouse and by keyboard, without script."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import town
from tests.browser.conftest import Opener

pytestmark = pytest.mark.browser

WHO = "marie.lenoir@exemple.fr"
SignIn = Callable[[Page, str], None]


@pytest.fixture
def marie(live_server: Any) -> None:
    town.account(WHO, person_id=town.build().marie)


@pytest.mark.usefixtures("marie")
def test_three_presses_from_the_front_page_to_the_preview_at_a_desk(open_page: Opener, sign_in: SignIn) -> None:
    page = open_page(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    sign_in(page, WHO)
    page.get_by_role("link", name="Choisir qui voit quoi").click()
    row = page.get_by_role("row", name="Dr Younès Belkacem")
    cell = row.locator("td", has_text="Imagerie")
    expect(page.get_by_role("columnheader", name="Imagerie")).to_be_visible()
    expect(row.get_by_text("Sorte par sorte")).to_be_hidden()
    cell.locator("summary").click()
    expect(cell).to_contain_text("fait partie de l’équipe qui vous soigne dans cet établissement")
    cell.get_by_role("link", name="Masquer cette sorte").click()

    expect(page.locator("form.confirm .btn--main")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Dr Younès Belkacem")


@pytest.mark.usefixtures("marie")
def test_on_a_phone_a_line_unfolds_and_its_cases_open_by_keyboard(open_page: Opener, sign_in: SignIn) -> None:
    page = open_page(viewport={"width": 320, "height": 700}, java_script_enabled=False)
    sign_in(page, WHO)
    page.goto("/qui-voit-quoi/")
    row = page.get_by_role("row", name="Dr Younès Belkacem")
    case = row.locator("td details").first
    expect(case).to_be_hidden()
    row.locator(".grid__fold summary").focus()
    page.keyboard.press("Enter")
    expect(case).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(case.get_by_role("link").first).to_be_visible()
    expect(page.locator("table")).to_have_attribute("role", "table")


@pytest.mark.usefixtures("marie")
def test_on_paper_it_lies_across_with_its_heads_and_without_its_buttons(open_page: Opener, sign_in: SignIn) -> None:
    page = open_page(viewport={"width": 800, "height": 700})
    sign_in(page, WHO)
    page.goto("/qui-voit-quoi/")
    page.emulate_media(media="print")

    assert page.locator("thead").evaluate("head => getComputedStyle(head).display") == "table-header-group"
    assert page.locator("tbody tr").first.evaluate("row => getComputedStyle(row).display") == "table-row"
    assert page.locator("body").evaluate("body => getComputedStyle(body).page") == "sideways"
    expect(page.locator("tbody td").first).to_be_visible()
    expect(page.locator(".pills")).to_have_count(2)
    assert not [each for each in page.locator(".pills, .grid__fold, .cell__more").all() if each.is_visible()]
