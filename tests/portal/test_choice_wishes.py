"""The wish not to know (R02c), and the roles that a patient gives: looked at, confirmed, undone."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consents.selectors import declarations
from consents.selectors.readers import Reader
from consents.vocabulary import Category, OrganisationKind, Profession
from tests.portal.choosing import PREVIEW, confirm, hidden_fields, professional, undo, written
from tests.portal.conftest import Record, person, read

NAMED = "Imagerie, cardiologie"


def wish(site: Client, marie: Record, verb: str = "not_to_know", document: str = "") -> Any:
    return site.get(PREVIEW, {"verbe": verb, "sur": f"document:{document or marie.documents['echo']}"})


def role(site: Client, marie: Record, name: str, verb: str = "designate", basis: str = "treating_physician") -> Any:
    return site.get(PREVIEW, {"verbe": verb, "a": professional(marie, name), "role": basis})


def declare(site: Client, answer: Any) -> str:
    sent = site.post(reverse("declare"), hidden_fields(answer.content.decode()))
    return str(site.get(sent.headers["Location"]).content.decode())


def test_the_wish_is_offered_on_the_document_s_page_and_what_it_does_is_said(site: Client, marie: Record) -> None:
    page = site.get(reverse("document", args=[marie.documents["echo"]])).content.decode()
    preview = wish(site, marie).content.decode()

    assert f"verbe=not_to_know&amp;sur=document:{marie.documents['echo']}" in page
    assert "Ne plus voir ce document ?" in preview
    assert NAMED in preview
    assert "Les soignants voient ce document comme avant." in preview
    assert written(marie) == 0


def test_once_wished_the_document_is_named_nowhere_and_the_wish_can_be_taken_back(site: Client, marie: Record) -> None:
    done = declare(site, wish(site, marie))

    assert "Souhait de ne pas savoir : un document." in done
    assert NAMED not in done
    page = read(site, "/documents/")
    assert NAMED not in page
    assert "Ce que vous ne voulez pas savoir" in page
    assert "Souhait du" in page
    assert site.get(reverse("document", args=[marie.documents["echo"]])).status_code == 404
    again = wish(site, marie, "know").content.decode()
    assert "Voir de nouveau ce document ?" in again
    assert NAMED not in again
    assert NAMED in declare(site, wish(site, marie, "know"))
    assert NAMED in read(site, "/documents/")


def test_the_wish_is_undone_from_the_page_that_says_it_was_made(site: Client, marie: Record) -> None:
    undone = site.get(undo(site, declare(site, wish(site, marie))).headers["Location"]).content.decode()

    assert "Souhait de ne pas savoir retiré" in undone
    assert NAMED in read(site, "/documents/")
    assert [card.kind for card in declarations.declarations(marie.patient, reader=Reader.patient(marie.patient))] == [
        "withdraw_not_to_know",
        "not_to_know",
    ]


def test_a_wish_about_anothers_document_or_none_is_not_found(site: Client, marie: Record) -> None:
    paul = Record(person("ROUX", "Paul", "1820675056017", marie.at), marie.at)
    other = str(paul.document("echo", Category.IMAGING))
    for document in (other, "00000000-0000-4000-8000-000000000001"):
        for verb in ("not_to_know", "know"):
            assert wish(site, marie, verb, document).status_code == 404
    assert wish(site, marie, "know").status_code == 200  # his own, and visible: nothing to withdraw
    assert "il n’y a rien à retirer" in wish(site, marie, "know").content.decode()
    for document in ("x", "everything"):
        assert wish(site, marie, document=document).status_code == 400


def test_a_new_treating_physician_shows_who_gains_and_who_loses(site: Client, marie: Record) -> None:
    preview = role(site, marie, "Belkacem").content.decode()

    assert "Choisir Dr Younès Belkacem comme médecin traitant ?" in preview
    assert "Dr Camille Aubertin ne sera plus votre médecin traitant." in preview
    assert "Une personne verra plus de documents" in preview
    assert "Une personne verra moins de documents" in preview
    done = declare(site, role(site, marie, "Belkacem"))
    assert "Médecin traitant choisi : Dr Younès Belkacem." in done
    assert "Dr Younès Belkacem" in read(site, "/medecin-traitant/")
    assert "Dr Camille Aubertin" not in read(site, "/medecin-traitant/")


def test_undoing_it_gives_the_role_back(site: Client, marie: Record) -> None:
    undo(site, declare(site, role(site, marie, "Belkacem")))

    page = read(site, "/medecin-traitant/")
    assert "Dr Camille Aubertin" in page
    assert "Dr Younès Belkacem" not in page


def test_only_a_physician_is_chosen_as_treating_physician(site: Client, marie: Record) -> None:
    answer = role(site, marie, "Keller")

    assert answer.status_code == 422
    assert "R12" in answer.content.decode()


def test_the_role_is_taken_back_and_then_there_is_nothing_left_to_take(site: Client, marie: Record) -> None:
    done = declare(site, role(site, marie, "Aubertin", "release"))

    assert "Dr Camille Aubertin n’est plus votre médecin traitant." in done
    assert "Vous n’avez pas encore choisi de médecin traitant" in read(site, "/medecin-traitant/")
    again = role(site, marie, "Aubertin", "release").content.decode()
    assert "il n’y a rien à retirer" in again
    assert 'class="confirm"' not in again


def test_someone_is_counted_in_the_team_by_the_patient_s_own_word(site: Client, marie: Record) -> None:
    place = marie.place("Cabinet du Port", OrganisationKind.PRIVATE_PRACTICE)
    marie.professional("Dr", "Inès", "Roux", Profession.PHYSICIAN, place)
    marie.document("note", Category.REPORT, author=marie.people["Roux"], organisation=place)
    page = site.get(reverse("professional", args=[marie.people["Roux"]])).content.decode()

    assert "Compter dans mon équipe" in page
    done = declare(site, role(site, marie, "Roux", basis="recognised"))
    assert "Fait partie de votre équipe, par votre choix : Dr Inès Roux." in done
    assert "Ne plus compter dans mon équipe" in site.get(
        reverse("professional", args=[marie.people["Roux"]])
    ).content.decode()  # fmt: skip


def test_a_designation_on_a_stale_page_is_shown_afresh(site: Client, marie: Record) -> None:
    sent = hidden_fields(role(site, marie, "Belkacem").content.decode())
    confirm(site, "oppose", professional(marie, "Lamarque"))
    answer = site.post(reverse("declare"), sent, follow=True)

    assert "Un autre choix est arrivé entre-temps." in answer.content.decode()
    assert written(marie) == 1


@pytest.mark.parametrize(("basis", "to"), [("same_care", ""), ("treating_physician", "everyone"), ("", "")])
def test_a_role_that_is_none_is_a_bad_request(basis: str, to: str, site: Client, marie: Record) -> None:
    asked = {"verbe": "designate", "a": to or professional(marie, "Belkacem"), "role": basis}
    assert site.get(PREVIEW, asked).status_code == 400
