"""The console's filters and pages: what they keep, what they refuse."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from consents.actor import Actor
from consents.services import preferences
from consents.vocabulary import RecipientKind
from consents.words import Recipient
from tests.portal.review.conftest import LISTS, ask, grant, page, rows
from tests.sharing.hospital import Hospital, about


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"patient": "auber"}, 2),
        ({"patient": "280057505600"}, 2),
        ({"patient": "Personne"}, 0),
        ({"qui": "Martin"}, 1),
        ({"qui": Hospital.nora_rpps}, 1),
        ({"lieu": "tilleuls"}, 2),
        ({"lieu": Hospital.clinic_finess}, 0),
        ({"regle": "R08"}, 1),
        ({"refus": "on"}, 1),
        ({"motif": "emergency"}, 0),
        ({"du": "2000-01-01", "au": "2000-12-31"}, 0),
        ({"du": "2000-01-01"}, 2),
        ({"qui": "Martin", "refus": "on", "patient": "Aubert"}, 1),
    ],
)
def test_filters_narrow_the_questions(
    console: Client, chu: Hospital, now: datetime, filters: dict[str, str], found: int
) -> None:
    ask(chu, chu.hidden, now)
    ask(chu, chu.seen, now, rpps=chu.nora_rpps)

    assert rows(page(console, "review_questions", **filters)) == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [({"qui": "Leroy"}, 1), ({"qui": "Martin"}, 0), ({"lieu": "Clinique du Lac"}, 1), ({"lieu": "tilleuls"}, 1)],
)
def test_filters_narrow_the_grants_by_who_and_where(
    console: Client, chu: Hospital, now: datetime, filters: dict[str, str], found: int
) -> None:
    """« Where » is the place that was named, or where the named professional works."""
    grant(chu, chu.leroy, now)
    to_the_hospital = Recipient(RecipientKind.ORGANISATION, str(chu.chu))
    preferences.grant(
        chu.ana, to=to_the_hospital, about=about(chu.seen), by=Actor.person(chu.ana), at=now - timedelta(minutes=1)
    )

    assert rows(page(console, "review_grants", **filters)) == found


@pytest.mark.parametrize(
    "filters",
    [
        {"du": "hier"},
        {"du": "2026-02-02", "au": "2026-02-01"},
        {"regle": "R9999"},
        {"patient": "\x00"},
        {"motif": "rien"},
    ],
)
def test_a_filter_that_means_nothing_is_said_and_nothing_is_listed(
    console: Client, chu: Hospital, now: datetime, filters: dict[str, str]
) -> None:
    ask(chu, chu.seen, now)

    answer = console.get(reverse("review_questions"), filters)

    assert answer.status_code == 422
    assert "Un filtre est à corriger." in answer.content.decode()
    assert "Aubert" not in answer.content.decode()


@pytest.mark.parametrize("route", LISTS)
def test_a_page_that_does_not_exist_is_not_found(console: Client, chu: Hospital, route: str) -> None:
    numbers = ("0", "-1", "x", "²", "2", "99999999999999999999", "9" * 40)

    assert {number: console.get(reverse(route), {"page": number}).status_code for number in numbers} == dict.fromkeys(
        numbers, 404
    )


def test_a_long_list_is_read_page_by_page_with_its_filters(console: Client, chu: Hospital, now: datetime) -> None:
    for minute in range(51):
        ask(chu, chu.seen, now - timedelta(minutes=minute))

    first = page(console, "review_questions", patient="Aubert")

    assert rows(first) == 50
    assert "51 lignes" in first
    assert 'href="?patient=Aubert&amp;page=2"' in first
    assert rows(page(console, "review_questions", patient="Aubert", page="2")) == 1
