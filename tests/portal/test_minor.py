"""A minor's own pages (R67): rights, team, what he asked; no document, no choice, no parent's words."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from consents.actor import Actor
from consents.models import Person
from consents.services import intake, minors, preferences
from consents.vocabulary import Profession, RecipientKind, SubjectKind
from consents.words import EVERYONE, EVERYTHING, Identifier, Recipient, Subject
from sharing.asked import Asked, AskerKind, AskerNamed
from sharing.services import decisions
from tests.portal.conftest import Record, person, read, valid_ins

INS = "urn:oid:1.2.250.1.213.1.4.10"
CHILD, MOTHER = "2840675056001", "2840675056059"


@pytest.fixture
def mother(marie: Record) -> Any:
    """Marie is a minor from here on; her mother holds parental authority."""
    Person.objects.filter(pk=marie.patient).update(born_on=date(marie.at.year - 16, 1, 5))
    mother = person("LENOIR", "Claire", MOTHER, marie.at)
    intake.record_authority(marie.patient, holder=mother)
    return mother


@pytest.fixture
def secret(marie: Record, mother: Any) -> Subject:
    """What she keeps from every parent."""
    minors.keep_secret(marie.patient, document=marie.documents["lettre"], by=Actor.person(marie.patient), at=marie.at)
    return Subject(SubjectKind.DOCUMENT, str(marie.documents["lettre"]))


def test_the_front_page_says_the_rights_in_plain_words(site: Client, marie: Record, mother: Any) -> None:
    page = read(site, "/")

    assert "Vos droits, et qui vous soigne" in page
    assert "Vous pouvez demander qu’un soin reste secret pour vos parents, ou pour un seul d’entre eux." in page
    assert "Vous pouvez demander que vos parents ne lisent votre dossier qu’avec un médecin." in page
    assert "Chaque parent ou tuteur peut lire votre dossier" in page
    assert "Quatre personnes vous soignent." in page


@pytest.mark.parametrize("address", ["/", "/equipe/", "/documents/", "/historique/", "/historique/?voir=acces"])
def test_no_page_shows_a_document_counts_them_or_offers_a_choice(
    address: str, site: Client, marie: Record, secret: Subject
) -> None:
    html, page = site.get(address).content.decode(), read(site, address)

    assert "/choix/" not in html
    assert not any(word in page for word in ("Ordonnance", "Imagerie", "Compte rendu", "Voit tout", "0 document"))
    assert "pas encore de document" not in page


def test_what_she_asked_stands_folded_on_the_front_page(site: Client, marie: Record, secret: Subject) -> None:
    minors.require_physician(marie.patient, required=True, by=Actor.person(marie.patient), at=marie.at)
    page = read(site, "/")

    assert "Montrer Un soin est gardé secret." in page
    assert "Vos parents ou tuteurs ne lisent votre dossier qu’avec un médecin." in page.split("Montrer")[1]
    assert '<details class="more" open' not in site.get("/").content.decode()


def test_the_team_is_who_takes_part_in_the_care_not_whom_a_parent_named(
    site: Client, marie: Record, mother: Any
) -> None:
    stranger = marie.professional("Dr", "Inès", "Caron", Profession.PHYSICIAN, marie.places["Cabinet des Tilleuls"])
    to = Recipient(RecipientKind.PROFESSIONAL, str(stranger))
    preferences.grant(marie.patient, to=to, about=EVERYTHING, by=Actor.person(mother), at=marie.at)
    page = read(site, "/equipe/")

    assert "Dr Younès Belkacem" in page
    assert "Membre de l’équipe qui vous soigne dans cet établissement" in page
    assert "Inès Caron" not in page


def test_the_history_holds_her_own_words_and_no_parent_s(
    site: Client, marie: Record, mother: Any, secret: Subject
) -> None:
    about = Subject(SubjectKind.DOCUMENT, str(marie.documents["echo"]))
    preferences.oppose(marie.patient, to=EVERYONE, about=about, by=Actor.person(mother), at=marie.at)
    page = read(site, "/historique/")

    assert "Mes choix : 1" in page
    assert "Un soin gardé secret envers tous vos parents ou tuteurs." in page
    assert "Masqué à tous" not in page
    assert site.get("/choix/fait/2/").status_code == 404


def test_she_sees_that_a_parent_came(site: Client, marie: Record, mother: Any) -> None:
    asker = AskerNamed(AskerKind.PERSON, Identifier(INS, valid_ins(MOTHER)))
    patient = Identifier(INS, valid_ins(CHILD))
    decisions.decide_one(Asked(asker, patient, marie.documents["echo"], "representation"), at=marie.at)
    page = read(site, "/historique/?voir=acces")

    assert "en votre nom" in page
    assert "Claire LENOIR : 1 document lui a été ouvert." in page


def test_pages_about_one_professional_or_one_document_are_not_found(site: Client, marie: Record, mother: Any) -> None:
    assert site.get(f"/equipe/{marie.people['Aubertin']}/").status_code == 404
    assert site.get(f"/documents/{marie.documents['echo']}/").status_code == 404


def test_documents_that_an_establishment_shows_to_minors_are_listed_without_a_choice(
    site: Client, marie: Record, mother: Any
) -> None:
    from consents.models import Organisation

    Organisation.objects.filter(name="Hôpital Saint-Aubin").update(minors_see_documents=True)
    page = read(site, "/documents/")

    assert "Montrés par un établissement" in page
    assert "Imagerie, cardiologie, du" in page
    assert "Ordonnance" not in page
    assert "/choix/" not in site.get("/documents/").content.decode()


def test_the_mother_s_own_pages_say_nothing_of_her_child(
    client: Client, marie: Record, mother: Any, secret: Subject
) -> None:
    from portal.models import User

    client.force_login(User.objects.create_account("claire@example.test", person_id=mother))
    for address in ("/", "/equipe/", "/documents/", "/historique/", "/historique/?voir=acces"):
        page = read(client, address)
        assert not any(word in page for word in ("Marie", "secret", "Belkacem", "Compte rendu")), address
