"""A choice looked at: who gains, who loses, what does not change; nothing is saved."""

from django.test import Client

from tests.portal.choosing import confirm, document, look, professional, written
from tests.portal.conftest import Record


def test_the_preview_says_who_loses_which_document_and_saves_nothing(site: Client, marie: Record) -> None:
    page = look(site, "oppose", "everyone", document(marie, "echo")).content.decode()

    assert "Rien n’est encore enregistré" in page
    assert "Une personne ne le verra plus" in page
    assert "Dr Camille Aubertin" in page
    assert "Une personne le verra toujours" in page
    assert "A écrit ce document : la loi lui laisse sa copie." in page
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
