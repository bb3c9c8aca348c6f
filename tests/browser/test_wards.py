"""A protected adult and the one who assists, then represents: each in a browser of one's own (R72, R73)."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from consents.vocabulary import ProtectionMeasure
from tests.browser.conftest import Check, Opener
from tests.browser.looking import in_every_look, opened
from tests.browser.test_pages import SignIn
from tests.portal.conftest import marie as _marie
from tests.portal.wards.conftest import Ward
from tests.portal.wards.conftest import ward as _ward

pytestmark = pytest.mark.browser
ward, marie = _ward, _marie


def test_who_assists_reads_once_she_allows_it_and_who_represents_chooses_beside_her(
    live_server: Any, ward: Ward, open_page: Opener, enter: SignIn, axe: Check
) -> None:
    ward.protect(ProtectionMeasure.CURATORSHIP)
    hers, theirs = open_page(viewport={"width": 375, "height": 800}), open_page()
    enter(hers, "marie@example.test")
    enter(theirs, "sylvie@example.test")
    refused = theirs.goto(ward.url())
    assert refused is not None
    assert refused.status == 404

    opened(hers, "/personnes-protegees/")
    hers.get_by_role("link", name="Laisser lire mon dossier").click()
    in_every_look(hers, axe)
    hers.get_by_role("button", name="Laisser lire").click()
    in_every_look(hers, axe)
    opened(theirs, "/personnes-protegees/")
    theirs.get_by_role("link", name="Ouvrir ses pages").click()
    in_every_look(theirs, axe)
    theirs.get_by_role("link", name="Compte rendu").click()
    axe(theirs)
    hers.get_by_role("button", name="Ne plus laisser lire").click()
    refused = theirs.reload()
    assert refused is not None
    assert refused.status == 404

    ward.protect(ProtectionMeasure.GUARDIANSHIP_PERSON)
    opened(theirs, ward.url("professional", ward.record.people["Keller"]))
    theirs.locator("main").get_by_role("link", name="M’opposer").first.click()
    expect(theirs.locator("form.confirm")).to_be_visible()
    axe(theirs)
    theirs.locator("form.confirm .btn--main").click()
    expect(theirs).to_have_url(re.compile("/choix/fait/"))
    opened(hers, "/historique/")
    expect(hers.get_by_text("par Sylvie").first).to_be_visible()
