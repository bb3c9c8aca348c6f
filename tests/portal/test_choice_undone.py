"""A choice undone: a new declaration, and the ledger keeps both."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consents.actor import Actor
from consents.selectors import declarations
from consents.selectors.readers import Reader
from consents.services import preferences, proof
from consents.vocabulary import RecipientKind
from consents.words import EVERYTHING, Recipient
from tests.portal.choosing import confirm, document, professional, undo, written
from tests.portal.conftest import Record


def test_undoing_a_first_choice_withdraws_it_and_the_ledger_keeps_both(site: Client, marie: Record) -> None:
    done = site.get(confirm(site, "oppose", "everyone", document(marie, "echo")).headers["Location"])
    undone = site.get(undo(site, done.content.decode()).headers["Location"]).content.decode()

    assert "Choix retiré : tous, pour Imagerie, cardiologie, du" in undone
    assert [entry.kind for entry in declarations.declarations(marie.patient, reader=Reader.patient(marie.patient))] == [
        "withdraw",
        "oppose",
    ]
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

    assert "Choix retiré : Bruno Keller, pour tout votre dossier." in undone


def test_a_choice_that_ended_by_itself_and_replaced_none_is_not_offered_to_be_undone(
    site: Client, marie: Record
) -> None:
    past, by = timezone.now() - timedelta(days=20), Actor.person(marie.patient)
    to = Recipient(RecipientKind.PROFESSIONAL, str(marie.people["Keller"]))
    preferences.grant(marie.patient, to=to, about=EVERYTHING, by=by, at=past, ends_at=past + timedelta(days=10))

    page = site.get(reverse("history")).content.decode()
    assert "Terminé" in page
    assert "Annuler ce choix" not in page
    preferences.oppose(marie.patient, to=to, about=EVERYTHING, by=by, at=past + timedelta(days=15))
    assert site.get(reverse("history")).content.decode().count("Annuler ce choix") == 1
