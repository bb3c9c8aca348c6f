"""From which day, until which day: days in Paris, both included whole."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from consents.selectors import declarations
from consents.selectors.readers import Reader
from tests.portal.choosing import confirm, hidden_fields, look, professional, written
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


def test_the_effect_is_shown_at_the_day_the_choice_begins_and_the_days_are_kept(site: Client, marie: Record) -> None:
    fields = hidden_fields(look(site, "grant", professional(marie, "Keller")).content.decode())
    sent = {**fields, "des": "2099-01-04", "jusqu_au": "2099-03-01", "revoir": "1"}
    again = site.post(reverse("declare"), sent)
    page = site.get(again.headers["Location"]).content.decode()

    assert again.status_code == 302
    assert written(marie) == 0
    assert "Ce choix comptera du 4 janvier 2099 au 1er mars 2099, ces deux jours compris." in page
    assert "Verrait ce jour-là 0 de vos documents, en verra 3." in page
    assert 'value="2099-01-04"' in page
    assert 'name="des"' not in page.split('class="confirm"')[1].split("<details")[0]


def test_a_choice_with_a_first_and_a_last_day_is_saved_with_both(site: Client, marie: Record) -> None:
    confirm(site, "grant", professional(marie, "Keller"), des="2099-01-04", jusqu_au="2099-03-01")
    (entry,) = declarations.declarations(marie.patient, reader=Reader.patient(marie.patient))

    assert entry.begins_at == datetime(2099, 1, 3, 23, tzinfo=UTC)
    assert entry.ends_at == datetime(2099, 3, 1, 23, tzinfo=UTC)


def test_a_last_day_before_the_first_is_refused_with_the_page(site: Client, marie: Record) -> None:
    answer = confirm(site, "grant", professional(marie, "Keller"), des="2099-03-02", jusqu_au="2099-03-01")

    assert answer.status_code == 422
    assert "Ce jour vient avant le premier. Choisissez un jour qui vient après." in answer.content.decode()
    assert written(marie) == 0


def test_days_in_an_address_that_are_none_are_said_and_nothing_is_broken(site: Client, marie: Record) -> None:
    asked = {"verbe": "grant", "a": professional(marie, "Keller"), "des": "demain", "jusqu_au": "2020-01-01"}
    answer = site.get("/choix/", asked)

    assert answer.status_code == 422
    assert "Écrivez une date qui existe" in answer.content.decode()
