"""The patient's pages with nobody, one and fourteen people of long names; and a minor's: on a narrow phone, in both schemes."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from consents.actor import Actor
from consents.services import intake, minors
from consents.verification import INS_TEST, ins_key
from consents.vocabulary import CareBasis, Category, OrganisationKind, Profession
from tests.browser import town
from tests.browser.conftest import Check, Opener
from tests.browser.looking import in_one_look

pytestmark = pytest.mark.browser

WHO = "ana.dubois@exemple.fr"
PATHS = ("/", "/equipe/", "/documents/", "/historique/", "/historique/?voir=acces")
SignIn = Callable[[Page, str], None]


def person(years: int) -> UUID:
    at, body = timezone.now(), "2990175056013"
    born = date(at.year - years, 1, 5)
    return intake.record_person(
        at=at, birth_name="DUBOIS", birth_given_names="Ana", born_on=born, ins=body + ins_key(body), ins_system=INS_TEST
    ).id


def crowd(patient: UUID, count: int) -> None:
    """So many, each with the longest names that a directory holds; the first wrote a document."""
    at = timezone.now()
    place = intake.record_organisation(
        name="Centre hospitalier intercommunal de Saint-Symphorien-les-Deux-Rivières", kind=OrganisationKind.HOSPITAL
    ).id
    for number in range(count):
        who = intake.record_professional(
            family_name=f"de Montgolfier-Lafontaine-Beauregard{number}",
            given_name="Marie-Emmanuelle-Antoinette",
            title="Pr",
            profession=Profession.PSYCHIATRIC_NURSE,
        ).id
        intake.record_practice(professional=who, organisation=place)
        begins = at - timedelta(days=9)
        intake.record_care(
            patient, professional=who, basis=CareBasis.ESTABLISHMENT, begins_at=begins, organisation=place
        )
        if not number:
            intake.record_document(
                patient, deposited=begins.date(), category=Category.MENTAL_HEALTH, author=who, organisation=place
            )


def look_at_each(page: Page, axe: Check) -> None:
    for path in PATHS:
        page.goto(path)
        in_one_look(page, axe)


@pytest.mark.parametrize("count", [0, 1, 14])
def test_nobody_one_and_fourteen_people_of_long_names(
    count: int, live_server: Any, open_page: Opener, enter: SignIn, axe: Check
) -> None:
    patient = person(years=40)
    crowd(patient, count)
    town.account(WHO, person_id=patient)
    page = open_page()
    enter(page, WHO)

    look_at_each(page, axe)


def test_a_minor_s_pages(live_server: Any, open_page: Opener, enter: SignIn, axe: Check) -> None:
    patient = person(years=15)
    crowd(patient, 2)
    minors.require_physician(patient, required=True, by=Actor.person(patient), at=timezone.now())
    town.account(WHO, person_id=patient)
    page = open_page()
    enter(page, WHO)

    look_at_each(page, axe)
