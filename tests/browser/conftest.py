"""A real Chromium against a real server: `page` fails on what the console reports, `axe` on what it finds."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

# Playwright's synchronous interface keeps an event loop in this thread; the database calls here stay synchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic",
)  # fmt: skip
STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RUN_AXE = """tags => axe.run({runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]})
    .then(results => results.violations)"""
PASSWORD = "une phrase assez longue"

Opener = Callable[..., Page]
Check = Callable[[Page], None]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session: `CHROMIUM`, or `chromium` on the path. Its absence is a failure."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert program, "no Chromium: set CHROMIUM, or apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[Opener]:
    """Open a page of a fresh visitor; whatever the console reports as an error fails the test at its end."""
    contexts: list[BrowserContext] = []
    reported: list[str] = []

    def opener(**options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, locale="fr-FR", reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: reported.extend(complaint(message, page)))
        page.on("pageerror", lambda error: reported.append(str(error)))
        return page

    yield opener
    for context in contexts:
        context.close()
    assert reported == []


@pytest.fixture
def page(open_page: Opener) -> Page:
    return open_page(viewport={"width": 1280, "height": 900})


def complaint(message: ConsoleMessage, page: Page) -> list[str]:
    """Errors and warnings, less the line Chromium writes for a page that is itself a refusal (404, 403)."""
    own_status = message.text.startswith("Failed to load resource") and message.location["url"] == page.url
    return [] if own_status or message.type not in {"error", "warning"} else [message.text]


@pytest.fixture(scope="session")
def axe() -> Check:
    """Refuse a page that breaks WCAG 2.2 AA or axe's best practices, or that scrolls sideways."""
    engine = Axe().axe_script

    def check(page: Page) -> None:
        page.evaluate("document.querySelectorAll('main details').forEach(item => { item.open = true })")
        if not page.evaluate("'axe' in window"):
            page.evaluate(engine)
        result = page.evaluate(RUN_AXE, list(STANDARDS))
        found = [(item["id"], [node["html"] for node in item["nodes"]]) for item in result]
        assert found == [], f"{page.url}: {found}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"

    return check


@pytest.fixture
def account(live_server: Any) -> Any:
    """An account that can sign in with PASSWORD: nobody's patient, professional or reviewer yet."""
    user = get_user_model().objects.create_account("nadege.ferrand@exemple.fr", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def sign_in() -> Callable[[Page, str], None]:
    """Go through the real sign-in page."""

    def enter(page: Page, email: str) -> None:
        page.goto("/comptes/login/")
        page.get_by_label("Votre adresse e-mail").fill(email)
        page.get_by_label("Votre mot de passe").fill(PASSWORD)
        page.locator("main").get_by_role("button", name="Entrer", exact=True).click()

    return enter


@pytest.fixture
def enter(live_server: Any, settings: Any) -> Callable[[Page, str], None]:
    """As after the sign-in page, without the time that a password takes."""

    def signed_in(page: Page, email: str) -> None:
        client = Client()
        client.force_login(get_user_model().objects.get(email=email))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    return signed_in
