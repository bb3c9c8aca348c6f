"""`/`: where do I stand?"""

from django.test import Client

from tests.portal.conftest import Record


def test_the_front_page_says_how_many_professionals_see_documents(site: Client, marie: Record) -> None:
    page = site.get("/").content.decode()

    assert "Deux professionnels de votre équipe voient des documents" in page
    assert "Votre équipe : 4 personnes" in page
