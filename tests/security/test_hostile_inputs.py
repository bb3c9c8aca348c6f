"""Whatever is typed into an address, each page answers in words: never a fault, never a value taken for markup."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from portal.models import User
from portal.patient.urls import urlpatterns
from sharing.models import JournalRequest
from sharing.services import decisions
from tests.sharing.hospital import NOW, Hospital

#: Percent-encoded as they would travel: NUL, a lone surrogate, a number too large, markup in a long name.
ODD = ("x%00y", "%ed%a0%80", "9" * 30, "%3Cimg%20src=x%3E" * 200)
NAMES = (
    "page", "voir", "lieu", "nom", "pour", "le", "annee", "sorte", "specialite", "masques", "qui", "quoi", "etat", "du",
    "au", "choix", "code", "mots", "pret", "ouvrir", "par", "verbe", "a", "sur", "des", "jusqu_au", "valeur", "role",
)  # fmt: skip
#: The first and the last day that have a date, and moments that have none in Paris or in UTC.
DAYS = (
    "0001-01-01", "9999-12-31", "31/12/9999", "0001-01-01T00:00:00%2B23:59", "9999-12-31T23:59:59-23:59", "2026-02-30",
)  # fmt: skip


@pytest.fixture
def site(chu: Hospital, client: Client) -> Client:
    decisions.decide_one(chu.asked(chu.seen), at=NOW)
    client.force_login(User.objects.create_account("ana@example.test", person_id=chu.ana))
    return client


def pages(chu: Hospital) -> Iterator[str]:
    """Every page of the patient that GET may open, with Ana's own objects."""
    named: dict[str, list[Any]] = {
        "professional": [chu.martin], "see_as": [chu.martin], "why_record": [chu.martin], "document": [chu.seen],
        "why": [chu.martin, chu.seen], "done": [1], "receipt": [1],
        "report_access": [JournalRequest.objects.get().pk],
    }  # fmt: skip
    for pattern in urlpatterns:
        try:
            yield reverse(str(pattern.name), args=named.get(str(pattern.name)))
        except NoReverseMatch:
            continue


def test_no_query_breaks_a_page(chu: Hospital, site: Client) -> None:
    """Each odd value in every parameter at once, given twice."""
    for address in pages(chu):
        for value in ODD:
            query = "&".join(f"{name}={value}&{name}={value}" for name in NAMES)
            answer = site.get(f"{address}?{query}")
            assert answer.status_code in (200, 302, 400, 404, 405, 422, 429), (address, value)
            assert b"<img src=x" not in answer.content, address


@pytest.mark.parametrize("day", DAYS)
def test_no_day_breaks_a_page(day: str, chu: Hospital, site: Client) -> None:
    why, choice = reverse("why", args=[chu.martin, chu.seen]), f"{reverse('preview')}?verbe=oppose&a=everyone"
    for address in (f"{reverse('history')}?voir=acces&du={day}", f"{reverse('history')}?voir=acces&au={day}"):
        assert site.get(address).status_code == 200
    assert site.get(f"{why}?le={day}").status_code == 200
    for name in ("des", "jusqu_au"):
        assert site.get(f"{choice}&{name}={day}").status_code in (200, 422), name


def test_a_choice_may_last_until_the_last_day_of_all(chu: Hospital, site: Client) -> None:
    said = {"verbe": "oppose", "a": "everyone", "sur": f"document:{chu.seen}", "jusqu_au": "9999-12-31"}
    sent = {**said, "revision": 1, "jeton": "j" * 20}

    assert "31 décembre 9999" in site.get(reverse("preview"), said).content.decode()
    assert "31 décembre 9999" in site.post(reverse("declare"), sent, follow=True).content.decode()
