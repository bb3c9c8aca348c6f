"""What is looked at on every page in a browser: its source, every look, its words, where the focus is."""

import re
from collections import Counter
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from justhtml import JustHTML
from playwright.sync_api import Page, expect

from consents.actor import Actor
from consents.selectors.readers import Reader
from consents.services import preferences
from consents.vocabulary import RecipientKind, SubjectKind
from consents.words import Recipient, Subject
from sharing.reported import Reason
from sharing.selectors import accesses
from sharing.services import reports
from tests.browser import town
from tests.browser.conftest import Check
from tests.browser.town import Software, Town

MARIE = "marie.lenoir@exemple.fr"
#: Each width and each scheme: what differs between the schemes is colour alone, between the widths the layout.
LOOKS = [(320, "light"), (1280, "dark")]
FRENCH = r"\b(vous|votre|vos|mon|mes|est|sont|les|une|pas|qui|que|avec|pour|sur|dans|voir|depuis)\b"
ENGLISH = r"\b(the|you|your|and|of|is|are|with|who|what|from|since|see|for)\b"
#: What reaches further right than the window, when the page can be scrolled there.
WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .map(one => `${one.tagName}.${one.className} ${Math.round(one.getBoundingClientRect().right)} ${one.innerText.slice(0, 30)}`)"""
#: The element that has the focus: its words, and what of WCAG 2.4.7 and 2.4.11 it breaks.
FOCUSED = """() => {
    const here = document.activeElement, style = getComputedStyle(here), box = here.getBoundingClientRect()
    const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
    const points = [[.5, .5], [.1, .5], [.9, .5]].map(([x, y]) => [box.x + box.width * x, box.y + box.height * y])
    const seen = points.some(([x, y]) => { const top = document.elementFromPoint(x, y); return top && here.contains(top) })
    const again = here === document.body || "stopped" in here.dataset
    here.dataset.stopped = ""
    const words = here.labels?.length ? here.labels[0].innerText : (here.innerText || here.ariaLabel || here.name || "")
    return {again, words: words.replace(/\\s+/g, " ").trim(), tag: here.tagName, at: here.id,
            wrong: [!shown && "no outline", !seen && "hidden"].filter(Boolean)}
}"""
MOST_STOPS = 400


def lived_in(site: str) -> Town:
    """Marie opposed Dr Belkacem about one document; the hospital has asked, once in vain; she reported it."""
    built = town.build()
    belkacem = Recipient(RecipientKind.PROFESSIONAL, str(built.belkacem))
    about = Subject(SubjectKind.DOCUMENT, str(built.scan))
    preferences.oppose(built.marie, to=belkacem, about=about, by=Actor.person(built.marie), at=timezone.now())
    with Software(site, built.credentials) as software:
        software.ask(built, built.scan)
        software.ask(built, built.letter)
    first = accesses.accesses(built.marie, first=1, most=1, reader=Reader.patient(built.marie))[0]
    reports.report(
        built.marie, UUID(first.id), reason=Reason.I_HAD_SAID_NO, words="Dr Belkacem, 8 h 30.",
        by=Actor.person(built.marie), at=timezone.now(),
    )  # fmt: skip
    town.account(MARIE, person_id=built.marie)
    return built


def in_one_look(page: Page, axe: Check) -> None:
    """The narrow one, for another state of a page that is seen in each."""
    in_every_look(page, axe, LOOKS[:1])


def in_every_look(page: Page, axe: Check, looks: list[tuple[int, str]] = LOOKS) -> None:
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        axe(page)


def the_focus_is_seen_at_every_stop(page: Page) -> None:
    """From the top of the page to its end, Tab after Tab (WCAG 2.1.1, 2.4.7, 2.4.11)."""
    page.set_viewport_size({"width": 1280, "height": 800})
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here["again"]:
            return
        assert here["wrong"] == [], f"{page.url}: {here}"
    raise AssertionError(f"{page.url} has more than {MOST_STOPS} stops")


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
    assert found == [], f"{page.url} in {language}: {found}"
    assert re.search(foreign, title.replace("Mes partages", ""), re.IGNORECASE) is None
    return title, heading.inner_text()


def in_both_languages(page: Page, paths: list[str]) -> None:
    """Each page, as who chose French and as who chose English find it."""
    for path in paths:
        speak(page, "fr")
        page.goto(path)
        in_english_too(page, path, spoken(page, "fr"))


def in_english_too(page: Page, path: str, french: tuple[str, str]) -> None:
    """Another title and another heading than these; then French again."""
    speak(page, "en")
    page.goto(path)
    english = spoken(page, "en")
    speak(page, "fr")
    assert french[0] != english[0]
    assert french[1] != english[1]


def speak(page: Page, language: str) -> None:
    """What the buttons of every page do; they have a test of their own."""
    name = settings.LANGUAGE_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": language, "domain": "localhost", "path": "/"}])
