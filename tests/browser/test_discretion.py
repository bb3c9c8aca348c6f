"""The discreet mode in a real browser: chosen behind the password, a tab that says nothing, and no way back once left."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page, Route, expect

from portal.models import User
from tests.browser.conftest import PASSWORD, Check, Opener
from tests.browser.looking import in_every_look
from tests.portal.conftest import Record
from tests.portal.conftest import marie as _marie

pytestmark = pytest.mark.browser
marie = _marie
OUTSIDE = "https://www.meteofrance.com/"


@pytest.fixture
def reader(live_server: object, marie: Record) -> User:
    user = User.objects.create_account("marie@exemple.fr", PASSWORD, person_id=marie.patient)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def elsewhere(page: Page) -> None:
    """An ordinary site, as far as this browser can tell."""

    def answer(route: Route) -> None:
        route.fulfill(body="<title>Le temps</title><p>Il fait beau.</p>", content_type="text/html; charset=utf-8")

    page.context.route(f"{OUTSIDE}**", answer)


def test_she_chooses_the_discreet_mode_leaves_and_nobody_comes_back_to_her_pages(
    reader: User, open_page: Opener, sign_in: Callable[[Page, str], None], axe: Check
) -> None:
    page = open_page(viewport={"width": 375, "height": 800})
    elsewhere(page)
    sign_in(page, reader.email)
    page.goto("/parametres/")
    page.get_by_role("link", name="Régler la discrétion").click()
    page.get_by_label("Votre mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    in_every_look(page, axe)
    page.get_by_label("Oui", exact=True).check()
    page.get_by_label("Ne pas montrer ceux d’aujourd’hui et des jours à venir").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("C’est enregistré.")).to_be_visible()
    expect(page).to_have_title("Mon espace")

    page.goto("/equipe/")
    expect(page).to_have_title("Mon espace")
    page.get_by_role("button", name="Quitter").click()
    expect(page).to_have_title("Le temps")
    assert page.context.cookies() == []
    page.go_back()
    page.wait_for_url("**/comptes/login/**")
    assert "Belkacem" not in page.content()


def test_without_script_leaving_ends_the_session_as_well(
    reader: User, open_page: Opener, enter: Callable[[Page, str], None]
) -> None:
    page = open_page(java_script_enabled=False)
    elsewhere(page)
    enter(page, reader.email)
    page.goto("/equipe/")
    page.get_by_role("button", name="Quitter").click()
    expect(page).to_have_title("Le temps")
    assert page.context.cookies() == []
    page.go_back()
    assert "/comptes/login/" in page.url
    assert "Belkacem" not in page.content()
