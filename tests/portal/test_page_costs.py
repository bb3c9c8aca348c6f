"""What the patient's pages ask of the database does not grow with the record."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consents.actor import Actor
from consents.selectors.portrait import surroundings
from consents.services import preferences
from consents.vocabulary import CareBasis, Category, Profession, RecipientKind
from consents.words import EVERYTHING, Recipient
from tests.portal.conftest import Record


@pytest.mark.parametrize(
    ("page", "most"),
    [
        ("/", 60),
        ("/equipe/", 45),
        ("/equipe/{who}/", 45),
        ("/documents/", 45),
        ("/documents/{what}/", 45),
        ("/historique/", 20),
        ("/historique/?voir=acces", 50),
        ("/choix/?verbe=oppose&a=everyone&sur=document:{what}", 110),
    ],
)
def test_a_page_costs_the_same_queries_with_ten_documents_and_with_sixty(
    page: str, most: int, site: Client, marie: Record
) -> None:
    address = page.format(who=marie.people["Belkacem"], what=marie.documents["echo"])
    by = Actor.person(marie.patient)
    keller = Recipient(RecipientKind.PROFESSIONAL, str(marie.people["Keller"]))
    preferences.oppose(marie.patient, to=keller, about=EVERYTHING, by=by, at=marie.at)
    _deposit(marie, 7)
    few = _queries(site, address)
    _deposit(marie, 50)
    _hire(marie, 8)
    many = _queries(site, address)

    assert len(surroundings(marie.patient, at=timezone.now()).documents) == 60
    assert many == few
    assert many <= most


def _deposit(marie: Record, count: int) -> None:
    for number in range(count):
        marie.document(f"d{count}-{number}", list(Category)[number % 10], days=number, author=marie.people["Belkacem"])


def _hire(marie: Record, count: int) -> None:
    for number in range(count):
        place = marie.places["Hôpital Saint-Aubin"]
        marie.care(
            marie.professional("Dr", "Zoé", f"Roux{number}", Profession.PHYSICIAN, place),
            CareBasis.ESTABLISHMENT,
            place,
        )


def _queries(site: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert site.get(address).status_code == 200
    return len(captured)
