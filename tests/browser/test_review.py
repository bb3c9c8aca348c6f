"""A reviewer at work in a real browser: sets up his second factor, reads the lists, filters, with keys alone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page, expect

from consents.actor import Actor
from consents.services import preferences
from consents.words import EVERYTHING
from portal.models import User
from sharing.models import JournalRequest, Notice
from sharing.reported import Reason
from sharing.services import decisions, planning, reports
from tests.browser.conftest import PASSWORD, Check, Opener
from tests.browser.looking import in_every_look
from tests.browser.test_look import six_digits
from tests.sharing.hospital import Hospital, doctor, hospital

pytestmark = pytest.mark.browser

ADDRESSES = (
    "",
    "questions/",
    "questions/?du=2026-02-02&au=2026-02-01",
    "oppositions/",
    "avis/",
    "decisions-medicales/",
    "signalements/",
    "logiciels/",
)
SignIn = Callable[[Page, str], None]


@pytest.fixture
def dpo(live_server: Any) -> User:
    user = User.objects.create_account("dpo@exemple.fr", PASSWORD, is_reviewer=True)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def chu(live_server: Any) -> Hospital:
    """A day at the hospital: questions, a grant, an opposition, a notice given up."""
    town, now = hospital(), datetime.now(UTC)
    for number, document in enumerate((town.seen, town.hidden, town.out_of_remit, None)):
        asked = town.asked(document, patient=town.nobody_ins if document is None else None)
        at = now - timedelta(minutes=number)
        decisions.answer_system(town.credentials.client_id, [asked], at=at)
    preferences.grant(town.ana, to=doctor(town.leroy), about=EVERYTHING, by=Actor.person(town.ana), at=now)
    planning.plan_notices(at=now)
    asked = JournalRequest.objects.filter(patient=town.ana).first()
    assert asked is not None
    reports.report(town.ana, asked.pk, reason=Reason.OTHER, words="", by=Actor.person(town.ana), at=now)
    Notice.objects.filter(system__isnull=False).update(state="dead", attempts=8, last_outcome="connection refused")
    return town


def second_factor(page: Page) -> None:
    """From the page that a reviewer without a second factor is led to, up to the console."""
    page.goto("/controle/")
    page.get_by_role("link", name="Mettre en service").click()
    page.get_by_label("Votre mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    secret = page.locator("p.secret").inner_text()
    page.get_by_label("Code affiché par l’application").fill(six_digits(secret))
    page.locator("main").get_by_role("button", name="Mettre en service").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes codes de secours")
    page.goto("/controle/")
    page.get_by_label("Votre code").fill(six_digits(secret))
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Contrôle")


def test_a_reviewer_sets_up_his_second_factor_then_reads_accessible_lists(
    open_page: Opener, dpo: User, chu: Hospital, sign_in: SignIn, axe: Check
) -> None:
    page = open_page(viewport={"width": 1280, "height": 900})
    sign_in(page, dpo.email)
    second_factor(page)
    for address in ADDRESSES:
        page.goto(f"/controle/{address}")
        expect(page.get_by_role("navigation", name="Pages du contrôle")).to_be_visible()
        in_every_look(page, axe)
    page.goto("/controle/questions/")
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Une demande")
    axe(page)
    page.goto("/controle/signalements/")
    page.locator("tbody a").first.click()
    page.get_by_role("button", name="Prendre ce signalement").click()
    axe(page)
    page.get_by_label("Accès injustifié").check()
    page.get_by_label("Réponse au patient").fill("Vous aviez raison.")
    page.get_by_role("button", name="Envoyer la réponse").click()
    expect(page.get_by_role("table", name="Suivi du signalement")).to_contain_text("Vous aviez raison.")
    axe(page)


def test_a_list_is_filtered_with_the_keyboard_alone_and_without_script(
    open_page: Opener, dpo: User, chu: Hospital, sign_in: SignIn
) -> None:
    page = open_page(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    sign_in(page, dpo.email)
    second_factor(page)
    page.goto("/controle/questions/")
    page.get_by_label("Professionnel : nom ou RPPS").focus()
    page.keyboard.type("Martin")
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/?*qui=Martin*")
    page.get_by_label("Refus seulement").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("3 lignes")
    with page.expect_download() as file:
        page.get_by_role("link", name="CSV").press("Enter")
    assert file.value.suggested_filename == "questions.csv"
