"""A minor and her mother, each in her own browser: what one keeps secret the other does not have (R63, R67)."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portal.models import User
from tests.browser.conftest import Check, Opener
from tests.browser.looking import in_every_look, opened, valid
from tests.browser.test_pages import SignIn
from tests.portal.children.conftest import Family
from tests.portal.children.conftest import family as _family
from tests.portal.conftest import marie as _marie

pytestmark = pytest.mark.browser
family, marie = _family, _marie
MINE = "/ma-confidentialite/"


@pytest.fixture
def lina(live_server: Any, family: Family) -> Family:
    User.objects.create_account("lina@example.test", person_id=family.lina)
    return family


def papers(page: Page, lina: Family) -> int:
    opened(page, lina.url("documents"))
    return page.locator(f"main a[href^='{lina.url('documents')}']:not([href$='/documents/'])").count()


def test_what_she_keeps_secret_is_gone_from_her_mothers_pages_until_she_lifts_it(
    lina: Family, open_page: Opener, enter: SignIn, axe: Check
) -> None:
    hers, mothers = open_page(viewport={"width": 375, "height": 800}), open_page()
    enter(hers, "lina@example.test")
    enter(mothers, "claire@example.test")
    before = papers(mothers, lina)

    valid(opened(hers, "/"))
    hers.get_by_role("link", name="Ma confidentialité").first.click()
    in_every_look(hers, axe)
    row = hers.get_by_role("listitem").filter(has_text="Dr Younès Belkacem")
    row.get_by_role("link", name="Garder ce soin secret").click()
    in_every_look(hers, axe)
    hers.get_by_label("Tous mes parents ou tuteurs").check()
    hers.get_by_role("button", name="Garder secret").click()
    expect(hers.get_by_text("C’est gardé secret.")).to_be_visible()
    axe(hers)

    assert papers(mothers, lina) < before
    answer = mothers.goto(lina.url("document", lina.record.documents["echo"]))
    assert answer is not None
    assert answer.status == 404
    assert "secret" not in mothers.content().lower()

    hers.get_by_role("link", name="Ne plus garder secret").click()
    axe(hers)
    hers.get_by_role("button", name="Ne plus garder secret").click()
    expect(hers.get_by_text("Rien n’est gardé secret pour l’instant.")).to_be_visible()
    assert papers(mothers, lina) == before


def test_she_asks_for_a_doctor_and_her_mother_is_told_to_go_through_one(
    lina: Family, open_page: Opener, enter: SignIn, axe: Check
) -> None:
    hers, mothers = open_page(), open_page()
    enter(hers, "lina@example.test")
    enter(mothers, "claire@example.test")
    opened(hers, MINE)
    hers.get_by_role("link", name="Demander un médecin").click()
    in_every_look(hers, axe)
    hers.get_by_role("button", name="Demander un médecin").click()
    expect(hers.get_by_role("link", name="Ne plus demander de médecin")).to_be_visible()

    opened(mothers, lina.url())
    expect(mothers.get_by_role("heading", name="a demandé que vous lisiez avec un médecin")).to_be_visible()
    assert papers(mothers, lina) == 0
