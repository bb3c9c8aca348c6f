"""Every page of the patient: accessible in light and dark, on a phone and on a desk, in both languages, valid, by
keyboard, and without a script.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from consents.actor import Actor
from consents.selectors import after_death
from consents.selectors.readers import Reader
from consents.services import calling, directives, trusting
from consents.services.calling import ToCall
from consents.services.trusting import Contact
from consents.vocabulary import Purpose, TrustedRole
from portal.patient import acting_urls
from portal.patient.acting import Door
from portal.patient.urls import urlpatterns as patients_own
from sharing.selectors import accesses, reports
from tests.browser import town
from tests.browser.conftest import Check, Opener
from tests.browser.looking import (
    MARIE,
    fits_when_twice_as_large,
    in_english_too,
    in_every_look,
    in_one_look,
    lived_in,
    opened,
    spoken,
    the_focus_is_seen_at_every_stop,
    valid,
    watched,
)
from tests.browser.town import Town

pytestmark = pytest.mark.browser

SignIn = Callable[[Page, str], None]
#: What htmx would send and a browser alone would not: neither a link nor part of a form.
DRIVEN_BY_SCRIPT_ALONE = "[hx-get]:not(a[href], form, form *), [hx-post]:not(form, form *), a:not([href])[hx-get]"


@pytest.fixture
def place(live_server: Any) -> Town:
    """With someone who has not signed yet, one who has, and someone to call."""
    built, at = lived_in(live_server.url), timezone.now()
    paul = Contact("Paul", "Lenoir", "3 rue des Lilas, 69003 Lyon", "06 12 34 56 78", "paul@exemple.fr")
    said: dict[str, Any] = {"by": Actor.person(built.marie), "at": at}
    for role in TrustedRole:
        trusting.designate(built.marie, contact=paul, role=role, **said)
    signed = {"role": TrustedRole.SOCIAL, "signed_on": at.date(), "text": "v1"}
    trusting.sign_on_paper(built.marie, **signed, **said)
    calling.call(built.marie, who=ToCall("Julie", "Martin", "06 11 22 33 44", "voisine"), **said)
    directives.oppose_after_death(built.marie, motives=[Purpose.AFTER_DEATH_RIGHTS], **said)
    return built


def addresses(place: Town) -> dict[str, list[str]]:
    """Every page of the patient, by the name of its route; some in several states."""
    belkacem, scan = f"professional:{place.belkacem}", f"document:{place.scan}"
    choice = reverse("preview")
    return {
        "home": [reverse("home")],
        "team": [reverse("team"), reverse("team") + "?voir=not"],
        "professional": [reverse("professional", args=[place.belkacem])],
        "add_professional": [reverse("add_professional"), reverse("add_professional") + "?nom=ferrand&pour=medecin"],
        "emergency": [reverse("emergency")],
        "emergency_card": [reverse("emergency_card")],
        "trusted": [reverse("trusted")],
        "trusted_name": [reverse("trusted_name")],
        "trusted_signed": [reverse("trusted_signed"), reverse("trusted_signed") + "?temoins=1"],
        "trusted_withdraw": [reverse("trusted_withdraw")],
        "to_call": [reverse("to_call")],
        "after_death_choices": [reverse("after_death_choices")],
        "after_death_oppose": [reverse("after_death_oppose") + f"?quoi={what}" for what in ("tout", "personne")],
        "after_death_withdraw": [
            reverse("after_death_withdraw")
            + f"?revision={after_death.standing(place.marie, at=timezone.now())[0].revision}"
        ],
        "treating_physician": [reverse("treating_physician")],
        "documents": [reverse("documents"), reverse("documents") + "?sorte=imaging"],
        "document": [reverse("document", args=[place.scan])],
        "grid": [reverse("grid"), reverse("grid") + "?ouvrir=report&par=document"],
        "see_as": [
            reverse("see_as", args=[place.belkacem]),
            reverse("see_as", args=[place.belkacem]) + "?pour=emergency",
        ],
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
            f"{choice}?verbe=grant&a={belkacem}&sur=everything&des=2099-01-04",
            f"{choice}?verbe=set&quoi=emergency.samu&valeur=refuse",
            f"{choice}?verbe=not_to_know&sur={scan}",
        ],
        "done": [reverse("done", args=[2])],
        "history": [reverse("history"), reverse("history") + "?voir=acces"],
        "report_access": [
            reverse(
                "report_access",
                args=[accesses.accesses(place.marie, first=0, most=1, reader=Reader.patient(place.marie))[0].id],
            )
        ],
        "reports": [reverse("reports")],
        "report": [reverse("report", args=[reports.mine(place.marie, by=place.marie)[0].pk])],
        "who_knows": [reverse("who_knows"), reverse("who_knows") + "?choix=1"],
        "notices": [reverse("notices")],
        "wards": [reverse("wards")],
        "discretion": [reverse("discretion")],
        "settings": [reverse("settings")],
        "my_data": [reverse("my_data")],
        "export": [reverse("export")],
        "waiting": [reverse("waiting")],
        "waiting_consent": [reverse("waiting_consent", args=[town.heard(place)])],
        "relatives": [reverse("relatives")],
        "relatives_allow": [reverse("relatives_allow")],
        "relatives_mandate": [reverse("relatives_mandate")],
        "relatives_wish": [reverse("relatives_wish")],
        "inherited": [reverse("inherited")],
        "receipts": [reverse("receipts")],
        "receipt": [reverse("receipt", args=[1])],
        "verify_receipt": [reverse("verify_receipt"), reverse("verify_receipt") + "?code=rien"],
    }


#: Routes that no page of theirs answers: they are posted to.
POSTED = {
    "export_ask",
    "export_delete",
    "declare",
    "undo",
    "notices_read",
    "settings_mail",
    "trusted_invite",
    "to_call_remove",
    "emergency_card_end",
    "waiting_refuse",
    "relatives_withdraw",
    "wards_allow",
    "wards_forbid",
}
#: Files to keep, not pages.
DOWNLOADED = {"export_file", "receipt_json", "receipt_pdf", "trusted_paper"}
#: A minor's own: looked at in `test_minor`.
A_MINORS = {"privacy", "privacy_keep", "privacy_lift", "privacy_doctor"}
#: Looked at in test_wards, with a measure.
WITH_A_MEASURE = {"wards_considered"}
#: Looked at in test_children, with someone to represent.
REPRESENTED = {name for door in Door for name in acting_urls.names(door)} | {"children"}
PAGES = sorted(
    {str(pattern.name) for pattern in patients_own} - POSTED - DOWNLOADED - A_MINORS - REPRESENTED - WITH_A_MEASURE
)

#: A few pages share a town, which takes longer to build than a page to look at.
GROUPS = [PAGES[first : first + 4] for first in range(0, len(PAGES), 4)]


def test_every_page_of_the_patient_is_looked_at_below(place: Town) -> None:
    assert sorted(addresses(place)) == PAGES


@pytest.mark.parametrize("names", GROUPS, ids=" ".join)
def test_pages_of_the_patient(
    names: list[str], open_page: Opener, place: Town, enter: SignIn, axe: Check, live_server: Any
) -> None:
    page, every = open_page(), addresses(place)
    elsewhere = watched(page, live_server.url)
    enter(page, MARIE)
    for path, first in ((path, path == every[name][0]) for name in names for path in every[name]):
        valid(opened(page, path))
        french = spoken(page, "fr")
        in_every_look(page, axe) if first else in_one_look(page, axe)
        if first:
            the_focus_is_seen_at_every_stop(page)
        fits_when_twice_as_large(page)
        in_english_too(page, path, french)
    assert elsewhere == []


@pytest.mark.parametrize("third", range(3))
def test_the_pages_of_the_patient_without_a_script(third: int, open_page: Opener, place: Town, enter: SignIn) -> None:
    page = open_page(java_script_enabled=False, viewport={"width": 375, "height": 800})
    enter(page, MARIE)
    every = addresses(place)
    for path in (path for name in PAGES[third::3] for path in every[name]):
        opened(page, path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.locator(DRIVEN_BY_SCRIPT_ALONE).evaluate_all("found => found.map(one => one.outerHTML)") == [], path
        for form in page.locator("main form:visible").all():
            expect(form.locator("button:not([type=button]):visible, [type=submit]:visible").first).to_be_visible()
