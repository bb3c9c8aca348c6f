"""Where the bar and the menu lead: every page of this reader, and none that he would not find."""

import re
from datetime import date

from django.test import Client, RequestFactory
from django.urls import reverse

from consents.models import Person
from portal import context
from portal.access import ROUTES
from portal.models import User
from tests.portal.conftest import Record


def led_to(site: Client, address: str = "/") -> list[str]:
    """The addresses of the bar, the menu and the foot."""
    page = site.get(address).content.decode()
    found = re.findall(r'<nav class="nav__\w+".*?</nav>|<footer.*?</footer>', page, re.DOTALL)
    return [href for part in found for href in re.findall(r'<li><a href="(/[^"]*)"', part)]


def grown_up(marie: Record, years: int) -> None:
    Person.objects.filter(pk=marie.patient).update(born_on=date(marie.at.year - years, 1, 5))


def test_every_address_of_the_menu_opens_for_an_adult(site: Client, marie: Record) -> None:
    found = led_to(site)

    assert {reverse(name) for name in ("home", "team", "documents", "grid", "history")} <= set(found)
    assert [href for href in found if site.get(href).status_code >= 400] == []


def test_a_minor_is_led_to_his_own_pages_only_and_each_opens(site: Client, marie: Record) -> None:
    grown_up(marie, 16)
    found = led_to(site)

    assert {reverse(name) for name in ("home", "team", "documents", "history")} <= set(found)
    assert [href for href in found if site.get(href).status_code >= 400] == []


def test_the_pages_that_the_menu_names_have_a_rule_of_who_may_enter() -> None:
    named = [name for _title, group in context.MENU_LINKS for name, _label in group]
    named += dict(context.PATIENT_ACCOUNT_LINKS)
    reached = [name for name in named if context.address(name)]

    assert "grid" in dict(context.PATIENT_LINKS)
    assert {"emergency", "my_data", "rights", "settings"} <= set(named)
    assert [name for name in reached if name not in ROUTES] == []


def test_a_page_that_is_not_there_yet_is_not_linked(rf: RequestFactory) -> None:
    assert context.links(rf.get("/"), [("home", "Accueil"), ("nowhere", "Nulle part")]) == [
        {"url": "/", "label": "Accueil", "current": "page"}
    ]


def test_a_reviewer_and_a_professional_have_no_patient_s_menu(db: None, rf: RequestFactory) -> None:
    for user in (User(email="o@exemple.test", is_reviewer=True), User(email="p@exemple.test")):
        request = rf.get("/")
        request.user = user
        assert context.menu_links(request, lambda: False) == []
        assert "grid" not in str(context.main_links(request, lambda: False))


def test_whether_a_minor_reads_is_asked_once_a_page(site: Client, marie: Record, monkeypatch: object) -> None:
    asked: list[object] = []

    def once(person: object, **_: object) -> bool:
        asked.append(person)
        return False

    monkeypatch.setattr(context, "is_minor", once)  # type: ignore[attr-defined]
    site.get("/equipe/")

    assert asked == [marie.patient]
