"""What is hidden from everyone, by any word; who sees in another's place."""

import pytest
from django.test import Client

from consents.actor import Actor
from consents.services import intake, preferences
from consents.vocabulary import CareBasis, Category, Profession, RecipientKind, SubjectKind
from consents.words import EVERYONE, EVERYTHING, Recipient, Subject
from tests.portal.conftest import Record, read


def hide(marie: Record, about: Subject) -> None:
    preferences.oppose(marie.patient, to=EVERYONE, about=about, by=Actor.person(marie.patient), at=marie.at)


@pytest.mark.parametrize(
    ("about", "count", "said", "button"),
    [
        (("category", "imaging"), 1, "Masqué à tous, par votre choix sur la sorte « Imagerie »", "cette sorte"),
        (
            ("specialty", "cardiology"),
            1,
            "Masqué à tous, par votre choix sur la spécialité « Cardiologie »",
            "cette spécialité",
        ),
        (("everything", ""), 3, "Masqué à tous, par votre choix sur tout votre dossier", "mon dossier"),
    ],
)
def test_a_document_closed_to_everyone_by_a_wider_word_is_counted_and_says_by_which(
    about: tuple[str, str], count: int, said: str, button: str, site: Client, marie: Record
) -> None:
    hide(marie, Subject(SubjectKind(about[0]), about[1]))
    page = read(site, "/documents/?masques=1")

    assert f"Masqués à tous : {count} " in page
    assert page.count(said) == count
    assert page.count(f"Ne plus masquer {button}") == count
    assert said in read(site, f"/documents/{marie.documents['echo']}/")


def test_a_word_to_one_person_or_one_place_hides_nothing_from_everyone(site: Client, marie: Record) -> None:
    by = Actor.person(marie.patient)
    for kind, who in (("professional", marie.people["Keller"]), ("organisation", marie.places["Hôpital Saint-Aubin"])):
        preferences.oppose(
            marie.patient, to=Recipient(RecipientKind(kind), str(who)), about=EVERYTHING, by=by, at=marie.at
        )

    assert "Masqués à tous : 0 " in read(site, "/documents/")


def test_a_document_that_no_profession_reads_is_still_said_to_be_hidden_by_its_own_word(
    site: Client, marie: Record
) -> None:
    odd = marie.document("autre", Category.UNKNOWN)
    hide(marie, Subject(SubjectKind.DOCUMENT, str(odd)))
    page = read(site, "/documents/?masques=1")

    assert "Masqués à tous : 1 " in page
    assert "Masqué à tous, par vous" in page


@pytest.fixture
def petit(marie: Record) -> str:
    """Sandrine Petit, secretary of Dr Belkacem, who wrote the echo."""
    hospital = marie.places["Hôpital Saint-Aubin"]
    who = intake.record_professional(
        family_name="Petit",
        given_name="Sandrine",
        profession=Profession.MEDICAL_SECRETARY,
        assists=marie.people["Belkacem"],
    ).id
    intake.record_practice(professional=who, organisation=hospital)
    marie.care(who, CareBasis.ESTABLISHMENT, hospital)
    return str(who)


def test_a_secretary_sees_in_the_author_s_place_and_is_not_called_the_author(
    site: Client, marie: Record, petit: str
) -> None:
    page = read(site, "/documents/")

    assert "Dr Younès Belkacem (qui l’a écrit)" in page
    assert "Sandrine Petit (pour Dr Younès Belkacem)" in page
    assert "Sandrine Petit (qui l’a écrit)" not in page


def test_a_secretary_of_the_author_may_be_opposed_and_the_page_says_in_whose_place_she_sees(
    site: Client, marie: Record, petit: str
) -> None:
    page = read(site, f"/documents/{marie.documents['echo']}/")
    hers = page.split(" Sandrine Petit ", 1)[1]

    assert "Cette personne assiste Dr Younès Belkacem : elle voit ce que Dr Younès Belkacem voit, jamais plus." in hers
    assert "Masquer : Sandrine Petit" in hers
    assert "a écrit le document" not in read(site, f"/equipe/{petit}/")


def test_hiding_from_everyone_says_why_each_one_who_keeps_seeing_does(site: Client, marie: Record, petit: str) -> None:
    asked = {"verbe": "oppose", "a": "everyone", "sur": f"document:{marie.documents['echo']}"}
    kept = read(site, f"/choix/?verbe={asked['verbe']}&a={asked['a']}&sur={asked['sur']}").split("verront toujours")[1]

    assert "Younès Belkacem , médecin. A écrit ce document : la loi lui laisse sa copie." in kept
    assert "Cette personne assiste Dr Younès Belkacem" in kept
