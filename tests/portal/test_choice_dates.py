"""From which day, until which day: days in Paris, both included whole."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.portal.choosing import confirm, professional, written
from tests.portal.conftest import Record


def test_an_end_day_is_included_whole(site: Client, marie: Record) -> None:
    confirm(site, "grant", professional(marie, "Keller"), jusqu_au="2099-12-31")
    page = site.get(reverse("done", args=[1])).content.decode()

    assert "31 décembre 2099 inclus" in page


@pytest.mark.parametrize("typed", ["2020-01-01", "01/01/2020"])
def test_a_day_already_past_is_refused_with_the_page_and_what_was_typed_kept(
    typed: str, site: Client, marie: Record
) -> None:
    answer = confirm(site, "grant", professional(marie, "Keller"), jusqu_au=typed)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Ce jour est déjà passé. Choisissez aujourd’hui ou un jour à venir." in page
    assert f'value="{typed}"' in page
    assert "Une personne verra plus de documents" in page
    assert written(marie) == 0


@pytest.mark.parametrize("typed", ["31/02/2027", "demain", "2027-13-01"])
def test_a_day_that_does_not_exist_is_said_in_french(typed: str, site: Client, marie: Record) -> None:
    answer = confirm(site, "oppose", professional(marie, "Keller"), jusqu_au=typed)

    assert answer.status_code == 422
    assert "Écrivez une date qui existe" in answer.content.decode()
    assert written(marie) == 0
