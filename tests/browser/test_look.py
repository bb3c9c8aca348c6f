"""The look in a real browser: accessible, the same on small screens, usable without script, left at once."""

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, Check, Opener

pytestmark = pytest.mark.browser

OUTSIDE = "https://www.meteofrance.com/"
PAGES = ("/patterns/", "/comptes/login/", "/comptes/password/reset/", "/aucune-page/")
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_pages_of_the_look_are_accessible_at_every_width(
    open_page: Opener, axe: Check, width: int, scheme: str
) -> None:
    page = open_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    for path in PAGES:
        page.goto(path)
        axe(page)


def test_text_twice_as_large_still_fits_a_phone(open_page: Opener, axe: Check) -> None:
    page = open_page(viewport={"width": 375, "height": 800})
    page.goto("/patterns/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_the_typeface_and_icons_come_from_the_site_itself(page: Page, live_server: Any) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/patterns/", wait_until="networkidle")
    assert all(url.startswith(live_server.url) for url in asked)
    assert any(url.endswith("latin-400-normal.woff2") for url in asked)
    assert page.evaluate("document.fonts.check('18px \"Atkinson Hyperlegible Next\"')")


def test_theme_and_language_are_chosen_without_script(open_page: Opener) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/comptes/login/")
    page.get_by_role("button", name="Sombre").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.url.endswith("/comptes/login/")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize("way", ["button", "escape"])
def test_leaving_closes_the_session_and_asks_for_an_ordinary_site(
    open_page: Opener, account: Any, sign_in: Callable[[Page, str], None], way: str
) -> None:
    page = open_page(java_script_enabled=way == "escape")
    sign_in(page, account.email)
    page.goto("/comptes/email/")
    with page.expect_request(OUTSIDE):
        if way == "button":
            page.get_by_role("button", name="Quitter").click(no_wait_after=True)
        else:
            for _ in range(3):
                page.keyboard.press("Escape")
    assert page.context.cookies() == []


def test_a_second_factor_and_a_passkey_are_set_up_then_open_the_door(
    page: Page, account: Any, sign_in: Callable[[Page, str], None], axe: Check
) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    sign_in(page, account.email)
    page.goto("/comptes/2fa/totp/activate/")
    page.get_by_label("Votre mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    axe(page)
    secret = page.locator("p.secret").inner_text()
    page.get_by_label("Code affiché par l’application").fill(six_digits(secret))
    page.locator("main").get_by_role("button", name="Mettre en service").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes codes de secours")
    axe(page)

    page.goto("/comptes/2fa/webauthn/add/")
    axe(page)
    page.get_by_label("Nom de la clé").fill("Mon téléphone")
    page.get_by_label("Elle pourra remplacer mon mot de passe").check()
    page.get_by_role("button", name="Ajouter").click()
    expect(page.get_by_text("Clés enregistrées")).to_be_visible()
    axe(page)

    page.context.clear_cookies()
    sign_in(page, account.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Encore une étape")
    axe(page)
    page.context.clear_cookies()
    page.goto("/comptes/login/")
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    page.wait_for_url(lambda url: "login" not in url)
    page.goto("/comptes/sessions/")
    expect(page.get_by_text("Celui-ci")).to_be_visible()
    axe(page)


def six_digits(secret: str) -> str:
    """The code an app shows now for this secret (RFC 6238: 30 seconds, SHA-1, 6 digits)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
