"""A patient decides for after her death in her browser; when she has died the hospital's software is told no, and why."""

import re
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from consents.services import intake
from consents.verification import INS_TEST, ins_key
from consents.vocabulary import SurvivorRelation
from tests.browser import town
from tests.browser.conftest import Check, Opener
from tests.browser.test_pages import SignIn
from tests.browser.town import FINESS, Software, Town

pytestmark = pytest.mark.browser

MARIE = "marie.lenoir@exemple.fr"
LUC = "1860475056002" + ins_key("1860475056002")


@pytest.fixture
def place(live_server: Any) -> Town:
    built = town.build()
    town.account(MARIE, person_id=built.marie)
    return built


def press(page: Page, words: str) -> None:
    page.locator("main").get_by_role("button", name=words).first.click()


def test_refused_to_one_person_in_life_told_with_its_reason_after_death(
    open_page: Opener, place: Town, enter: SignIn, axe: Check, live_server: Any
) -> None:
    page = open_page(viewport={"width": 375, "height": 800})
    enter(page, MARIE)
    page.goto("/apres-moi/")
    axe(page)
    page.get_by_role("link", name="Refuser à une personne").click()
    axe(page)
    for label, typed in (("Son prénom", "Luc"), ("Son nom", "Morel"), ("Sa date de naissance", "1986-04-12")):
        page.get_by_label(label, exact=True).fill(typed)
    press(page, "Vérifier mon choix")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Refuser toute information à Luc Morel")
    axe(page)
    press(page, "M’y opposer")
    expect(page.get_by_text("envers Luc Morel")).to_be_visible()
    page.goto("/apres-moi/")
    expect(page.get_by_role("heading", name="Opposition envers Luc Morel")).to_be_visible()

    before = _answer(live_server.url, place)
    heir = intake.record_person(
        at=timezone.now(), birth_name="MOREL", birth_given_names="Luc", born_on=date(1986, 4, 12), ins=LUC,
        ins_system=INS_TEST,
    ).id  # fmt: skip
    intake.record_death(place.marie, died_at=timezone.now())
    intake.record_survivor(place.marie, survivor=heir, relation=SurvivorRelation.HEIR)
    after = _answer(live_server.url, place)
    assert (before["grounds"], after["grounds"]) == ("not_entitled", "opposed_in_life")
    assert "s’est opposée" in after["reason_user"]["fr"]
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce compte est fermé")
    axe(page)
    page.goto("/")
    expect(page).to_have_url(re.compile("/comptes/login/"))


def _answer(site: str, place: Town) -> dict[str, Any]:
    """What the hospital's software may tell Luc."""
    with Software(site, place.credentials) as software:
        patient = {"system": INS_TEST, "value": place.ins}
        asked = {
            "subject": {"type": "person", "id": LUC, "properties": {"system": INS_TEST, "organisation": FINESS}},
            "action": {"name": "read"},
            "resource": {"type": "record", "id": place.ins, "properties": {"patient": patient}},
            "context": {"purpose": "after_death_causes"},
        }
        answer = software.http.post("/access/v1/after-death", json=asked)
        assert answer.status_code == 200, answer.text
        return dict(answer.json()["context"])
