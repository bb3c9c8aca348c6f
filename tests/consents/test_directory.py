"""Looking a professional up: by name, whatever the accents, or by RPPS; never a list of the whole directory."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consents.models import Professional
from consents.selectors import directory
from consents.services import intake, preferences
from consents.vocabulary import CareBasis, Category, Profession, RecipientKind
from consents.words import EVERYTHING, Recipient
from tests.consents.conftest import NOW, Town, by


@pytest.fixture
def people(town: Town, chu: UUID) -> Town:
    for given, family in (
        ("Zoé", "Lefèvre"), ("Jean-Pierre", "Lefèbvre"), ("Anaïs", "Le Goff"), ("Théo", "d’Estœuf"), ("Paul", "Li"),
    ):  # fmt: skip
        town.professional(family, Profession.PHYSICIAN, chu, given_name=given)
    return town


def names(asked: str, patient: UUID) -> list[str]:
    return [card.name for card in directory.search(asked, patient_id=patient).cards]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("lefevre", ["Zoé Lefèvre"]),
        ("LEFÈ", ["Jean-Pierre Lefèbvre", "Zoé Lefèvre"]),
        ("zoe lefevre", ["Zoé Lefèvre"]),
        ("Dr Lefèvre Zoé", ["Zoé Lefèvre"]),
        ("jean pierre lef", ["Jean-Pierre Lefèbvre"]),
        ("Lefebvre jean-p", ["Jean-Pierre Lefèbvre"]),
        ("le goff", ["Anaïs Le Goff"]),
        ("anaïs", ["Anaïs Le Goff"]),
        ("d'estoeuf", ["Théo d’Estœuf"]),
        ("paul li", ["Paul Li"]),
        ("fevre", []),
        ("%%%", []),
        ("___", []),
    ],
)
def test_a_name_is_found_by_its_first_letters_whatever_the_accents(
    asked: str, found: list[str], people: Town, ana: UUID
) -> None:
    assert names(asked, ana) == found


@pytest.mark.parametrize("asked", ["", "le", "  l  ", "Dr", "dr le", "1000123456"[:2]])
def test_too_few_letters_name_nobody_and_ask_nothing_of_the_database(asked: str, people: Town, ana: UUID) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert not directory.is_enough(asked)
        assert directory.search(asked, patient_id=ana) == directory.Found((), False)
    assert len(captured) == 0


def test_an_rpps_finds_one_professional_with_his_place(town: Town, ana: UUID, chu: UUID) -> None:
    town.professional("Costa", Profession.NURSE, chu, rpps="10001234573")
    (card,) = directory.search("1000 1234 573", patient_id=ana).cards
    assert (card.name, card.profession, [place.name for place in card.places]) == (
        "Costa", "nurse", ["Hôpital des Tilleuls"],
    )  # fmt: skip
    assert names("10001234574", ana) == []


def test_never_more_than_twenty_are_given_and_the_cost_does_not_grow(town: Town, ana: UUID, chu: UUID) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            directory.search("roux", patient_id=ana)
        return len(captured)

    town.professional("Roux", Profession.NURSE, chu)
    one = cost()
    for number in range(21):
        town.professional(f"Roux{number:02}", Profession.NURSE, chu)
    found = directory.search("roux", patient_id=ana)
    assert (len(found.cards), found.more) == (20, True)
    assert cost() == one == 3


def test_the_closed_the_never_allowed_and_the_patient_himself_are_left_out(town: Town, ana: UUID, chu: UUID) -> None:
    closed = town.professional("Costa", Profession.NURSE, chu)
    Professional.objects.filter(pk=closed).update(is_active=False)
    for profession in (Profession.FUND_PHYSICIAN, Profession.INSURER_PHYSICIAN, Profession.LAWYER, Profession.UNKNOWN):
        town.professional("Costa", profession, chu)
    herself = town.professional("Costa", Profession.PHYSICIAN, chu)
    Professional.objects.filter(pk=herself).update(person=ana)
    assert names("costa", ana) == []


def test_the_search_walks_an_index(town: Town, ana: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        query, params = (
            directory._open_to_choice(ana).filter(directory._named("zoe lefevre")).values("pk").query.sql_with_params()
        )
        cursor.execute(f"EXPLAIN {query}", params)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "professional_by_family" in plan or "professional_by_given" in plan


def test_whose_care_or_word_is_in_the_record_is_of_the_record_not_who_only_wrote(
    ana: UUID, martin: UUID, ecg: UUID, town: Town, chu: UUID
) -> None:
    """The patient may not be shown all that was written about him."""
    stranger = town.professional("Costa", Profession.NURSE, chu)
    named = town.professional("Roux", Profession.NURSE, chu)
    to = Recipient(RecipientKind.PROFESSIONAL, str(named))
    preferences.oppose(ana, to=to, about=EVERYTHING, by=by(ana), at=NOW)
    preferences.withdraw(ana, to=to, about=EVERYTHING, by=by(ana), at=town.later(hours=1))
    town.document(ana, Category.REPORT, author=stranger)
    intake.record_care(ana, professional=martin, basis=CareBasis.ESTABLISHMENT, begins_at=NOW, organisation=chu)
    assert directory.is_of_record(ana, str(martin))
    assert directory.is_of_record(ana, str(named))
    assert not directory.is_of_record(ana, str(stranger))
    assert not directory.is_of_record(ana, "nobody")
