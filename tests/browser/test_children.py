"""A parent and a minor, each in a browser, and the hospital's software: chosen, answered, seen by the other parent, kept secret."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from consents.actor import Actor
from consents.models import Person
from consents.services import intake, minors
from tests.browser import town
from tests.browser.conftest import Check, Opener
from tests.browser.looking import MARIE, in_every_look, valid
from tests.browser.town import Software, Town

pytestmark = pytest.mark.browser

CLAIRE, JULIEN = "claire.lenoir@exemple.fr", "julien.lenoir@exemple.fr"
SignIn = Callable[[Page, str], None]


@pytest.fixture
def place(live_server: Any) -> Town:
    """Marie is sixteen here; Claire and Julien hold authority."""
    built, at = town.build(), timezone.now()
    Person.objects.filter(pk=built.marie).update(born_on=date(at.year - 16, 1, 5))
    town.account(MARIE, person_id=built.marie)
    for given, email in (("Claire", CLAIRE), ("Julien", JULIEN)):
        parent = intake.record_person(at=at, birth_name="LENOIR", birth_given_names=given, born_on=date(1980, 6, 3)).id
        intake.record_authority(built.marie, holder=parent)
        town.account(email, person_id=parent)
    return built


def test_a_parent_chooses_the_hospital_is_answered_and_the_minor_keeps_her_secret(
    place: Town, open_page: Opener, enter: SignIn, axe: Check, live_server: Any
) -> None:
    mother, father, minor = (open_page(viewport={"width": 1280, "height": 900}) for _ in range(3))
    for page, email in ((mother, CLAIRE), (father, JULIEN), (minor, MARIE)):
        enter(page, email)

    mother.goto("/mes-enfants/")
    in_every_look(mother, axe)
    mother.get_by_role("link", name="Ouvrir ses pages").click()
    axe(mother)
    mother.get_by_role("link", name="Équipe", exact=True).click()
    in_every_look(mother, axe)
    mother.get_by_role("link", name=re.compile("M’opposer : Dr Younès Belkacem")).click()
    expect(mother.get_by_role("heading", level=1)).to_have_text("Vous opposer à Dr Younès Belkacem, pour Marie ?")
    in_every_look(mother, axe)
    valid(mother.content())
    mother.locator("main").get_by_role("button", name="M’opposer").click()
    expect(mother.get_by_role("heading", level=1)).to_have_text("C’est fait")
    axe(mother)
    with Software(live_server.url, place.credentials) as software:
        assert software.ask(place, place.scan)["code"] == "not_visible"

    father.goto(f"/mes-enfants/{place.marie}/historique/")
    expect(father.locator("main")).to_contain_text("par Claire LENOIR, depuis ce site")
    expect(father.get_by_role("button", name="Annuler ce choix")).to_have_count(0)
    in_every_look(father, axe)
    minor.goto("/historique/")
    expect(minor.locator("main")).not_to_contain_text("Opposition")
    minor.goto(f"/mes-enfants/{place.marie}/")
    expect(minor.get_by_role("heading", level=1)).not_to_contain_text("Marie")

    documents = f"/mes-enfants/{place.marie}/documents/"
    father.goto(documents)
    in_every_look(father, axe)
    expect(father.locator(f"#d-{place.letter}")).to_have_count(1)
    minors.keep_secret(place.marie, document=place.letter, by=Actor.person(place.marie), at=timezone.now())
    father.reload()
    expect(father.locator(f"#d-{place.letter}")).to_have_count(0)
    expect(father.locator("main")).to_contain_text("Vous voyez 5 documents de Marie.")
    assert father.goto(f"{documents}{place.letter}/").status == 404  # type: ignore[union-attr]
    father.goto(f"/mes-enfants/{place.marie}/urgence/")
    axe(father)
