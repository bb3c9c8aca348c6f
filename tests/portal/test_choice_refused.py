"""A choice that is not possible, with its rule; and addresses that name none."""

import pytest
from django.test import Client
from django.urls import reverse

from consents.vocabulary import OrganisationKind
from tests.portal.choosing import PREVIEW, document, look, professional, written
from tests.portal.conftest import Record


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


def test_a_minor_is_told_that_parents_make_this_choice(site: Client, marie: Record) -> None:
    from consents.models import Person

    Person.objects.filter(pk=marie.patient).update(born_on="2012-05-05")
    answer = look(site, "oppose", professional(marie, "Belkacem"))

    assert answer.status_code == 422
    assert "R59" in answer.content.decode()
