"""`/`: where do I stand? Nobody, one, many; with and without documents."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from consents.vocabulary import CareBasis, Category, OrganisationKind, Profession
from portal.models import User
from tests.portal.conftest import Record, person, read


@pytest.fixture
def nobody(db: None, client: Client) -> Record:
    """Jean has signed in; nobody takes care of him, nothing was deposited."""
    at = timezone.now()
    record = Record(person("SEUL", "Jean", "1900175056042", at), at)
    record.place("Hôpital Saint-Aubin", OrganisationKind.HOSPITAL)
    client.force_login(User.objects.create_account("jean@example.test", person_id=record.patient))
    return record


def hire(record: Record, count: int) -> None:
    place = record.places["Hôpital Saint-Aubin"]
    for number in range(count):
        who = record.professional("Dr", "Zoé", f"Roux{number}", Profession.PHYSICIAN, place)
        record.care(who, CareBasis.ESTABLISHMENT, place)


def test_the_front_page_says_how_many_professionals_see_documents(site: Client, marie: Record) -> None:
    page = site.get("/").content.decode()

    assert "Deux professionnels de votre équipe voient des documents" in page
    assert "Votre équipe : 4 personnes" in page


@pytest.mark.parametrize(
    ("team", "documents", "truth", "title", "group"),
    [
        (0, 0, "Aucun document à voir dans votre dossier pour l’instant", "Votre équipe : personne pour l’instant", ""),
        (0, 1, "Aucun professionnel de votre équipe ne voit vos documents", "Votre équipe : personne", ""),
        (1, 0, "Aucun document à voir dans votre dossier", "Votre équipe : 1 personne", "Une personne a un accès ouvert"),
        (1, 1, "Un professionnel de votre équipe voit des documents", "Votre équipe : 1 personne", "Une personne voit tout"),
        (14, 2, "14 professionnels de votre équipe voient", "Votre équipe : 14 personnes", "14 voient tout"),
    ],
)  # fmt: skip
def test_the_front_page_is_right_for_nobody_one_and_many(
    team: int, documents: int, truth: str, title: str, group: str, client: Client, nobody: Record
) -> None:
    hire(nobody, team)
    for number in range(documents):
        nobody.document(f"d{number}", Category.REPORT, organisation=nobody.places["Hôpital Saint-Aubin"])
    page = read(client, "/")

    assert truth in page
    assert title in page
    assert group in page
    assert not re.search(r"\b0 document", page)
    assert ("voit tout" in page or "voient tout" in page) is (team > 0 and documents > 0)


def test_a_team_without_documents_is_not_said_to_see_everything(client: Client, nobody: Record) -> None:
    hire(nobody, 1)
    page = read(client, "/equipe/")

    assert "Accès ouvert" in page
    assert "Voit tout Aucun" not in page
