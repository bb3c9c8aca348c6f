"""`/droits/` and `/accessibilite/`: open to anyone, and true."""

import re

import pytest
from django.test import Client
from django.utils import timezone, translation

from consents.models import Person
from consents.vocabulary import Category, Profession
from portal.patient.presenters.rights import SECTIONS
from sharing.catalogue import rules
from sharing.engine.matrix import in_force
from sharing.selectors.remits import remits
from tests.portal.conftest import Record, read

pytestmark = pytest.mark.django_db


def test_anyone_may_read_the_rules(client: Client) -> None:
    page = read(client, "/droits/")

    assert "Ce que dit la loi, en mots simples" in page
    assert "La personne de confiance vous accompagne ; elle ne lit pas votre dossier." in page
    assert "CSP L1111-6" in page


def test_every_rule_of_the_catalogue_stands_once_under_its_own_anchor(client: Client) -> None:
    html = client.get("/droits/").content.decode()

    assert sorted(re.findall(r'<div id="(R\d+[a-c]?)"', html)) == sorted(rules())
    assert sorted(number for section in SECTIONS for number in section.rules) == sorted(rules())


def test_every_address_of_a_rule_on_the_page_is_a_rule_of_the_page(client: Client) -> None:
    html = client.get("/droits/").content.decode()

    assert len(set(re.findall(r' id="([^"]+)"', html))) == len(re.findall(r' id="([^"]+)"', html))


@pytest.mark.parametrize(
    ("tab", "there", "not_there"), [("jamais", "R77", "R10"), ("droits", "R08", "R77"), ("voir", "R10", "R08")]
)
def test_a_tab_shows_its_own_rules_only(tab: str, there: str, not_there: str, client: Client) -> None:
    html = client.get(f"/droits/?voir={tab}").content.decode()

    assert f'<div id="{there}"' in html
    assert f'<div id="{not_there}"' not in html


def test_words_are_looked_for_without_accents_or_capitals(client: Client) -> None:
    html = client.get("/droits/?mots=DECES+heritiers").content.decode()

    assert re.findall(r'<div id="(R\d+[a-c]?)"', html) == ["R52"]
    assert "1 réponse à votre recherche." in html


def test_a_profession_can_be_looked_for(client: Client) -> None:
    page = read(client, "/droits/?mots=orthophoniste")

    assert "Orthophoniste" in page
    assert "Plan de soins" in page
    assert "Pharmacien" not in page


def test_words_that_nothing_answers_to_are_told_so_and_never_run(client: Client) -> None:
    html = client.get('/droits/?mots="><script>alert(1)</script>').content.decode()

    assert "Aucune règle ne répond à votre recherche." in html
    assert "<script>alert" not in html


def test_the_remits_are_the_matrix_of_the_engine() -> None:
    at = timezone.now()
    matrix = in_force(at)
    told = {profession: set(one.categories) for one in remits(at=at) for profession in one.professions}

    assert set(told) == set(matrix.rows)
    for profession in Profession:
        for category in Category:
            assert (category in told.get(profession, ())) is matrix.allows(profession, category)


def test_the_page_says_that_the_table_is_not_the_official_one(client: Client) -> None:
    assert "Nous n’avons pas pu lire le tableau officiel" in read(client, "/droits/")


def test_the_occupational_physician_is_not_said_to_read_everything(client: Client) -> None:
    page = read(client, "/droits/?mots=medecin+du+travail")

    assert "Médecin du travail Seulement ce que vous autorisez" in page


def test_in_english_the_rules_are_in_english(client: Client) -> None:
    client.cookies["django_language"] = "en"
    page = read(client, "/droits/")

    assert "The personne de confiance accompanies you" in page
    assert "La personne de confiance vous accompagne" not in page
    translation.activate("fr")


def test_a_minor_may_read_them_too(site: Client, marie: Record) -> None:
    Person.objects.filter(pk=marie.patient).update(born_on=f"{marie.at.year - 15}-01-05")

    assert "Avant dix-huit ans" in read(site, "/droits/")


def test_the_statement_says_what_was_not_tried_and_where_to_write(client: Client, settings: object) -> None:
    settings.CONTACT_EMAIL = "aide@partages.example"  # type: ignore[attr-defined]
    page = read(client, "/accessibilite/")

    assert "non conforme" in page
    assert "Aucun essai avec un lecteur d’écran" in page
    assert "aide@partages.example" in page


def test_the_foot_of_every_page_leads_to_the_statement(client: Client) -> None:
    assert 'href="/accessibilite/"' in client.get("/droits/").content.decode()
