"""A choice: looked at, confirmed once, done, undone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consents.actor import Actor
from consents.selectors import declarations
from consents.services import preferences, proof
from consents.vocabulary import OrganisationKind, RecipientKind
from consents.words import EVERYTHING, Recipient
from tests.portal.conftest import Record

PREVIEW = "/choix/"


def look(site: Client, verb: str, to: str, about: str = "everything") -> Any:
    return site.get(PREVIEW, {"verbe": verb, "a": to, "sur": about})


def hidden_fields(page: str) -> dict[str, str]:
    """What the page's own form would send."""
    form = page.split('class="confirm"')[1].split("</form>")[0]
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


def confirm(site: Client, verb: str, to: str, about: str = "everything", **more: str) -> Any:
    fields = hidden_fields(look(site, verb, to, about).content.decode())
    return site.post(reverse("declare"), {**fields, "jusqu_au": "", **more})


def professional(marie: Record, name: str) -> str:
    return f"professional:{marie.people[name]}"


def document(marie: Record, name: str) -> str:
    return f"document:{marie.documents[name]}"


def written(marie: Record) -> int:
    return len(declarations.declarations(marie.patient))


def test_the_preview_says_who_loses_which_document_and_saves_nothing(site: Client, marie: Record) -> None:
    page = look(site, "oppose", "everyone", document(marie, "echo")).content.decode()

    assert "Rien n’est encore enregistré" in page
    assert "Une personne ne le verra plus" in page
    assert "Dr Camille Aubertin" in page
    assert "Une personne le verra toujours" in page
    assert "A écrit ce document : la loi lui laisse sa copie." in page
    assert "Bruno Keller et Théo Lamarque. Rien ne change de ce côté." in page
    assert written(marie) == 0


def test_the_preview_says_what_an_opposition_does_not_change(site: Client, marie: Record) -> None:
    page = look(site, "oppose", professional(marie, "Belkacem")).content.decode()

    for sentence in (
        "Qui a écrit un document peut toujours le relire.",
        "Les déclarations que la loi impose ou permet aux soignants ont toujours lieu.",
        "L’établissement analyse toujours son activité, sous la responsabilité d’un médecin.",
        "Une copie sur papier, ou déjà envoyée, reste là où elle est.",
    ):
        assert sentence in page


def test_hiding_from_the_treating_physician_is_said_once_and_calmly(site: Client, marie: Record) -> None:
    told = "Dr Camille Aubertin, votre médecin traitant, verra moins de documents."

    assert told in look(site, "oppose", "everyone", document(marie, "echo")).content.decode()
    assert told not in look(site, "oppose", professional(marie, "Keller")).content.decode()


def test_a_grant_says_who_gains_and_that_a_remit_is_never_widened(site: Client, marie: Record) -> None:
    page = look(site, "grant", professional(marie, "Keller")).content.decode()

    assert "Une personne verra plus de documents" in page
    assert "Voit aujourd’hui 0 de vos documents, en verra 3." in page
    assert "Chaque métier ne voit que ce qui relève de lui, même avec votre accord." in page


def test_a_confirmed_choice_leads_to_a_page_that_says_what_was_done(site: Client, marie: Record) -> None:
    answer = confirm(site, "oppose", professional(marie, "Aubertin"), document(marie, "echo"))
    page = site.get(answer.headers["Location"]).content.decode()

    assert answer.status_code == 302
    assert "Opposition à Dr Camille Aubertin, pour Imagerie, cardiologie, du" in page
    assert "Numéro au registre" in page
    assert "Annuler ce choix" in page
    (entry,) = declarations.declarations(marie.patient)
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


def test_a_grant_to_everyone_is_refused_with_its_rule(site: Client, marie: Record) -> None:
    answer = look(site, "grant", "everyone")
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Une autorisation nomme une personne ou un lieu." in page
    assert "R19" in page
    assert "Rien n’a été enregistré." in page


def test_opposing_a_document_to_its_author_is_refused_with_its_rule(site: Client, marie: Record) -> None:
    answer = look(site, "oppose", professional(marie, "Belkacem"), document(marie, "echo"))

    assert answer.status_code == 422
    assert "R29" in answer.content.decode()
    assert "Elle peut toujours le relire" in answer.content.decode()


def test_a_grant_to_an_insurer_is_refused_with_its_rule_when_looked_at_and_when_sent(
    site: Client, marie: Record
) -> None:
    insurer = marie.place("Assurances du Pont", OrganisationKind.INSURER)
    sent = {
        "verbe": "grant", "a": f"organisation:{insurer}", "sur": "everything",
        "revision": 0, "jeton": "t" * 20, "jusqu_au": "",
    }  # fmt: skip
    for answer in (look(site, "grant", f"organisation:{insurer}"), site.post(reverse("declare"), sent)):
        assert answer.status_code == 422
        assert "R77" in answer.content.decode()
    assert written(marie) == 0


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"verbe": "delete", "a": "everyone", "sur": "everything"},
        {"verbe": "oppose", "a": "professional", "sur": "everything"},
        {"verbe": "oppose", "a": "everyone:1", "sur": "everything"},
        {"verbe": "oppose", "a": "person:1", "sur": "everything"},
        {"verbe": "oppose", "a": "everyone", "sur": "document"},
        {"verbe": "oppose", "a": "everyone", "sur": "x" * 500},
    ],
)
def test_an_address_that_names_no_choice_is_a_bad_request(asked: dict[str, str], site: Client, marie: Record) -> None:
    assert site.get(PREVIEW, asked).status_code == 400
    assert site.post(reverse("declare"), asked).status_code == 400


@pytest.mark.parametrize(
    ("to", "about"),
    [
        ("professional:not-an-id", "everything"),
        ("professional:00000000-0000-4000-8000-000000000001", "everything"),
        ("organisation:00000000-0000-4000-8000-000000000001", "everything"),
        ("profession:wizard", "everything"),
        ("everyone", "document:not-an-id"),
        ("everyone", "category:novels"),
        ("everyone", "specialty:unknown"),
    ],
)
def test_a_choice_about_what_does_not_exist_is_not_found(to: str, about: str, site: Client, marie: Record) -> None:
    assert look(site, "oppose", to, about).status_code == 404


def test_a_choice_already_in_place_is_said_before_saving(site: Client, marie: Record) -> None:
    confirm(site, "oppose", professional(marie, "Keller"))

    assert (
        "Ce choix est déjà en place depuis le" in look(site, "oppose", professional(marie, "Keller")).content.decode()
    )


def test_a_choice_without_effect_today_is_said_before_saving(site: Client, marie: Record) -> None:
    page = look(site, "oppose", professional(marie, "Keller")).content.decode()

    assert "Aujourd’hui, ce choix ne change rien, sauf en urgence." in page


def test_with_nothing_to_withdraw_there_is_no_button(site: Client, marie: Record) -> None:
    page = look(site, "withdraw", professional(marie, "Keller")).content.decode()

    assert "il n’y a rien à retirer" in page
    assert 'class="confirm"' not in page


def undo(site: Client, page: str) -> Any:
    form = page.split(f'action="{reverse("undo")}"')[1].split("</form>")[0]
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    return site.post(reverse("undo"), found)


def test_undoing_a_first_choice_withdraws_it_and_the_ledger_keeps_both(site: Client, marie: Record) -> None:
    done = site.get(confirm(site, "oppose", "everyone", document(marie, "echo")).headers["Location"])
    undone = site.get(undo(site, done.content.decode()).headers["Location"]).content.decode()

    assert "Choix retiré : tous, pour Imagerie, cardiologie, du" in undone
    assert [entry.kind for entry in declarations.declarations(marie.patient)] == ["withdraw", "oppose"]
    assert list(proof.faults(marie.patient)) == []


def test_undoing_a_choice_says_again_the_word_that_stood_before_with_its_end(site: Client, marie: Record) -> None:
    confirm(site, "grant", professional(marie, "Keller"), jusqu_au="2099-12-31")
    done = site.get(confirm(site, "oppose", professional(marie, "Keller")).headers["Location"])
    undone = site.get(undo(site, done.content.decode()).headers["Location"]).content.decode()

    assert "Autorisation donnée à Bruno Keller, pour tout votre dossier, jusqu’au 31 décembre 2099 inclus." in undone


def test_undoing_the_undoing_brings_the_choice_back(site: Client, marie: Record) -> None:
    first = site.get(confirm(site, "oppose", professional(marie, "Keller")).headers["Location"])
    second = site.get(undo(site, first.content.decode()).headers["Location"])
    third = site.get(undo(site, second.content.decode()).headers["Location"]).content.decode()

    assert "Opposition à Bruno Keller, pour tout votre dossier." in third


def test_a_choice_said_again_since_cannot_be_undone(site: Client, marie: Record) -> None:
    first = site.get(confirm(site, "oppose", professional(marie, "Keller")).headers["Location"]).content.decode()
    confirm(site, "grant", professional(marie, "Keller"))
    answer = undo(site, first)

    assert answer.status_code == 422
    assert "Vous avez fait un autre choix depuis" in answer.content.decode()
    assert "Annuler ce choix" not in site.get(reverse("done", args=[1])).content.decode()


def test_lifting_an_opposition_by_undo_on_a_stale_page_changes_nothing(site: Client, marie: Record) -> None:
    first = site.get(confirm(site, "oppose", professional(marie, "Keller")).headers["Location"]).content.decode()
    confirm(site, "oppose", professional(marie, "Lamarque"))
    answer = undo(site, first)

    assert answer.headers["Location"] == reverse("history")
    assert "Rien n’a été annulé." in site.get(reverse("history")).content.decode()
    assert written(marie) == 2


def test_a_word_that_ended_by_itself_is_not_said_again_by_an_undo(site: Client, marie: Record) -> None:
    past = timezone.now() - timedelta(days=20)
    to = Recipient(RecipientKind.PROFESSIONAL, str(marie.people["Keller"]))
    by = Actor.person(marie.patient)
    preferences.grant(marie.patient, to=to, about=EVERYTHING, by=by, at=past, ends_at=past + timedelta(days=10))
    done = site.get(confirm(site, "oppose", professional(marie, "Keller")).headers["Location"]).content.decode()
    undone = site.get(undo(site, done).headers["Location"]).content.decode()

    assert "Choix retiré : Bruno Keller, pour tout votre dossier." in undone


def test_a_minor_is_told_that_parents_make_this_choice(site: Client, marie: Record) -> None:
    from consents.models import Person

    Person.objects.filter(pk=marie.patient).update(born_on="2012-05-05")
    answer = look(site, "oppose", professional(marie, "Belkacem"))

    assert answer.status_code == 422
    assert "R59" in answer.content.decode()
