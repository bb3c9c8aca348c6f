"""Every page that a person may open: accessible in light and dark, on a phone and on a desk, in both languages."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from justhtml import JustHTML
from playwright.sync_api import Page, expect

from consents.actor import Actor
from consents.services import intake, preferences
from consents.vocabulary import RecipientKind, SubjectKind
from consents.words import Recipient, Subject
from portal.patient.urls import urlpatterns as patients_own
from portal.review.urls import urlpatterns as reviewers_own
from tests.browser import town
from tests.browser.conftest import Check, Opener
from tests.browser.test_look import six_digits
from tests.browser.town import Software, Town

pytestmark = pytest.mark.browser

MARIE, NEWCOMER, REVIEWER = "marie.lenoir@exemple.fr", "paul.roux@exemple.fr", "odile.garnier@exemple.fr"
SignIn = Callable[[Page, str], None]
#: Each width and each scheme: what differs between the schemes is colour alone, between the widths the layout.
LOOKS = [(320, "light"), (1280, "dark")]
FRENCH = r"\b(vous|votre|vos|mon|mes|est|sont|les|une|pas|qui|que|avec|pour|sur|dans|voir|depuis)\b"
ENGLISH = r"\b(the|you|your|and|of|is|are|with|who|what|from|since|see|for)\b"
ACCOUNT = ("account_email", "account_change_password", "mfa_index", "usersessions_list")
#: What htmx would send and a browser alone would not: neither a link nor part of a form.
DRIVEN_BY_SCRIPT_ALONE = "[hx-get]:not(a[href], form, form *), [hx-post]:not(form, form *), a:not([href])[hx-get]"
#: What reaches further right than the window, when the page can be scrolled there.
WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .map(one => `${one.tagName}.${one.className} ${Math.round(one.getBoundingClientRect().right)} ${one.innerText.slice(0, 30)}`)"""
DOOR = ("account_login", "account_reset_password", "account_signup")


@pytest.fixture
def place(live_server: Any) -> Town:
    """Marie opposed Dr Belkacem about one document; the hospital has asked, once in vain."""
    built = town.build()
    belkacem = Recipient(RecipientKind.PROFESSIONAL, str(built.belkacem))
    about = Subject(SubjectKind.DOCUMENT, str(built.scan))
    preferences.oppose(built.marie, to=belkacem, about=about, by=Actor.person(built.marie), at=timezone.now())
    with Software(live_server.url, built.credentials) as software:
        software.ask(built, built.scan)
        software.ask(built, built.letter)
    town.account(MARIE, person_id=built.marie)
    return built


def addresses(place: Town) -> dict[str, list[str]]:
    """Every page of the patient, by the name of its route; some in several states."""
    belkacem, scan = f"professional:{place.belkacem}", f"document:{place.scan}"
    choice = reverse("preview")
    return {
        "home": [reverse("home")],
        "team": [reverse("team"), reverse("team") + "?voir=not"],
        "professional": [reverse("professional", args=[place.belkacem])],
        "documents": [reverse("documents"), reverse("documents") + "?sorte=imaging"],
        "document": [reverse("document", args=[place.scan])],
        "see_as": [reverse("see_as", args=[place.belkacem]), reverse("see_as", args=[place.belkacem]) + "?pour=emergency"],
        "why_record": [reverse("why_record", args=[place.aubertin])],
        "why": [
            reverse("why", args=[place.belkacem, place.scan]),
            reverse("why", args=[place.aubertin, place.letter]) + "?le=2026-01-15",
        ],
        "rights": [reverse("rights"), reverse("rights") + "?mots=urgence"],
        "accessibility": [reverse("accessibility")],
        "preview": [
            f"{choice}?verbe=withdraw&a={belkacem}&sur={scan}",
            f"{choice}?verbe=oppose&a=everyone&sur=document:{place.letter}",
            f"{choice}?verbe=grant&a={belkacem}&sur=everything",
        ],
        "done": [reverse("done", args=[2])],
        "history": [reverse("history"), reverse("history") + "?voir=acces"],
    }


#: Routes that no page of theirs answers: they are posted to.
POSTED = {"declare", "undo"}
PAGES = sorted({str(pattern.name) for pattern in patients_own} - POSTED)


def test_every_page_of_the_patient_is_looked_at_below(place: Town) -> None:
    assert sorted(addresses(place)) == PAGES


@pytest.fixture
def looked_at(live_server: Any, axe: Check) -> Callable[[Page], None]:
    """One page in every look, then its words in both languages; nothing is fetched from elsewhere."""

    def look(page: Page) -> None:
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            axe(page)

    return look


def watched(page: Page, site: str) -> list[str]:
    """What the page asks of anyone but the site, as it is asked."""
    elsewhere: list[str] = []
    page.on("request", lambda request: None if request.url.startswith(site) else elsewhere.append(request.url))
    return elsewhere


def opened(page: Page, path: str) -> str:
    """The page's source, as the site sent it."""
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200, f"{path}: {answer.status}"
    return answer.text()


def valid(source: str) -> None:
    """Parsed without one error (the standard's own list), and no name borne by two elements."""
    JustHTML(source, strict=True)
    names = Counter(re.findall(r"\sid=[\"']?([^\s\"'>]+)", source))
    assert [name for name, times in names.items() if times > 1] == []


def fits_when_twice_as_large(page: Page) -> None:
    """On a phone, with the text at 200 % (WCAG 1.4.4)."""
    page.set_viewport_size({"width": 375, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    wide = page.evaluate(WIDE)
    assert wide == [], f"{page.url} at 200 %: {wide}"


def spoken(page: Page, language: str) -> tuple[str, str]:
    """Title and heading, once every word of the page is of this language."""
    foreign = FRENCH if language == "en" else ENGLISH
    expect(page.locator("html")).to_have_attribute("lang", language)
    heading, title = page.get_by_role("heading", level=1), page.title()
    expect(heading).to_have_count(1)
    words = page.locator("body").inner_text().replace("Mes partages", "")  # the site's name, in both
    found = [line for line in words.splitlines() if re.search(foreign, line, re.IGNORECASE)]
    assert found == [], f"{page.url} in {language}"
    assert re.search(foreign, title.replace("Mes partages", ""), re.IGNORECASE) is None
    return title, heading.inner_text()


def in_both_languages(page: Page, paths: list[str]) -> None:
    said: dict[str, list[tuple[str, str]]] = {}
    for language, button in (("fr", "Français"), ("en", "English")):
        page.goto(paths[0])
        page.get_by_role("button", name=button).first.click()
        said[language] = []
        for path in paths:
            page.goto(path)
            said[language].append(spoken(page, language))
    for french, english in zip(said["fr"], said["en"], strict=True):
        assert french[0] != english[0]
        assert french[1] != english[1]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_patient(
    name: str, open_page: Opener, place: Town, enter: SignIn, looked_at: Callable[[Page], None], live_server: Any
) -> None:
    page, paths = open_page(), addresses(place)[name]
    elsewhere = watched(page, live_server.url)
    enter(page, MARIE)
    for path in paths:
        valid(opened(page, path))
        looked_at(page)
        fits_when_twice_as_large(page)
    in_both_languages(page, paths)
    assert elsewhere == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_patient_without_a_script(name: str, open_page: Opener, place: Town, enter: SignIn) -> None:
    page = open_page(java_script_enabled=False, viewport={"width": 375, "height": 800})
    enter(page, MARIE)
    for path in addresses(place)[name]:
        opened(page, path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.locator(DRIVEN_BY_SCRIPT_ALONE).evaluate_all("found => found.map(one => one.outerHTML)") == []
        for form in page.locator("main form:visible").all():
            expect(form.locator("button:not([type=button]), [type=submit]").first).to_be_visible()


def test_the_door_and_the_account_s_pages(
    open_page: Opener, place: Town, sign_in: SignIn, looked_at: Callable[[Page], None], live_server: Any
) -> None:
    page = open_page()
    elsewhere = watched(page, live_server.url)
    paths = [reverse(name) for name in DOOR]
    for path in paths:
        page.goto(path)
        looked_at(page)
    in_both_languages(page, paths)
    page.goto(paths[0])
    page.get_by_role("button", name="Français").first.click()
    sign_in(page, MARIE)
    paths = [reverse(name) for name in ACCOUNT]
    in_both_languages(page, paths)
    assert elsewhere == []


def test_the_pages_of_someone_of_whom_nothing_is_known_yet(
    open_page: Opener, live_server: Any, sign_in: SignIn, looked_at: Callable[[Page], None]
) -> None:
    at = timezone.now()
    paul = intake.record_person(at=at, birth_name="ROUX", birth_given_names="Paul", born_on=date(1970, 1, 2)).id
    town.account(NEWCOMER, person_id=paul)
    page = open_page()
    sign_in(page, NEWCOMER)
    paths = [reverse(name) for name in ("home", "team", "documents", "history")]
    for path in paths:
        page.goto(path)
        looked_at(page)
    in_both_languages(page, paths)


def test_the_reviewer_s_pages(open_page: Opener, place: Town, sign_in: SignIn, live_server: Any) -> None:
    secret = town.reviewer(REVIEWER)
    page = open_page()
    elsewhere = watched(page, live_server.url)
    sign_in(page, REVIEWER)
    page.get_by_label("Votre code").fill(six_digits(secret))
    page.get_by_role("button", name="Continuer").click()
    in_both_languages(
        page, [reverse(pattern.name or "") for pattern in reviewers_own if "<" not in str(pattern.pattern)]
    )
    assert elsewhere == []
