"""A choice confirmed: once, by a post with a token, on a page that is not stale."""

from typing import Any

from django.test import Client
from django.urls import reverse

from consents.selectors import declarations
from consents.selectors.readers import Reader
from tests.portal.choosing import PREVIEW, confirm, document, hidden_fields, look, professional, written
from tests.portal.conftest import Record


def test_a_confirmed_choice_leads_to_a_page_that_says_what_was_done(site: Client, marie: Record) -> None:
    answer = confirm(site, "oppose", professional(marie, "Aubertin"), document(marie, "echo"))
    page = site.get(answer.headers["Location"]).content.decode()

    assert answer.status_code == 302
    assert "Opposition à Dr Camille Aubertin, pour Imagerie, cardiologie, du" in page
    assert "Numéro au registre" in page
    assert "Annuler ce choix" in page
    (entry,) = declarations.declarations(marie.patient, reader=Reader.patient(marie.patient))
    assert (entry.kind, entry.revision, entry.door, entry.by_the_patient) == ("oppose", 1, "site", True)


def test_a_double_press_declares_once_and_leads_to_the_same_page(site: Client, marie: Record) -> None:
    fields = hidden_fields(look(site, "oppose", professional(marie, "Keller")).content.decode())
    sent = {**fields, "jusqu_au": ""}
    first, second = site.post(reverse("declare"), sent), site.post(reverse("declare"), sent)

    assert first.headers["Location"] == second.headers["Location"] == reverse("done", args=[1])
    assert written(marie) == 1


def test_after_a_choice_the_notices_are_nudged_once_it_is_committed(
    site: Client, marie: Record, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        confirm(site, "oppose", professional(marie, "Keller"))

    assert [callback.__name__ for callback in waiting] == ["now"]


def test_the_button_is_a_post_with_a_token_and_reading_it_writes_nothing(marie: Record, account: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(account)
    fields = hidden_fields(look(browser, "oppose", professional(marie, "Keller")).content.decode())

    assert browser.post(reverse("declare"), {**fields, "jusqu_au": ""}).status_code == 403
    assert browser.get(reverse("declare"), fields).status_code == 405
    assert browser.get(reverse("undo"), {"revision": 1, "vu": 0, "jeton": "x"}).status_code == 405
    assert written(marie) == 0


def test_a_grant_on_a_page_that_went_stale_is_shown_afresh_and_not_saved(site: Client, marie: Record) -> None:
    fields = hidden_fields(look(site, "grant", professional(marie, "Keller")).content.decode())
    confirm(site, "oppose", professional(marie, "Lamarque"))

    answer = site.post(reverse("declare"), {**fields, "jusqu_au": ""}, follow=True)

    assert answer.redirect_chain[-1][0].startswith(PREVIEW)
    assert "Un autre choix est arrivé entre-temps." in answer.content.decode()
    assert written(marie) == 1


def test_an_opposition_is_never_refused_for_being_stale(site: Client, marie: Record) -> None:
    fields = hidden_fields(look(site, "oppose", professional(marie, "Keller")).content.decode())
    confirm(site, "oppose", professional(marie, "Lamarque"))

    assert site.post(reverse("declare"), {**fields, "jusqu_au": ""}).headers["Location"] == reverse("done", args=[2])
