"""Choices on a place, a profession, a kind, a specialty: offered where one looks, looked at like any other."""

from django.test import Client
from django.urls import reverse

from consents.actor import Actor
from consents.services import preferences
from consents.vocabulary import Category, RecipientKind, SubjectKind
from consents.words import EVERYONE, EVERYTHING, Recipient, Subject
from tests.portal.choosing import confirm, document, look, professional
from tests.portal.conftest import Record, read


def test_the_team_is_filtered_by_place_and_the_whole_place_can_be_opposed(site: Client, marie: Record) -> None:
    hospital = marie.places["Hôpital Saint-Aubin"]
    every = read(site, "/equipe/")
    assert "Hôpital Saint-Aubin : 1" in every
    answer = site.get("/equipe/", {"lieu": str(hospital)}).content.decode()
    assert "Dr Younès Belkacem" in answer
    assert "Bruno Keller" not in answer
    assert f"verbe=oppose&amp;a=organisation:{hospital}" in answer
    assert "M’opposer à tout ce lieu" in answer

    page = look(site, "oppose", f"organisation:{hospital}").content.decode()
    assert "Vous opposer à Hôpital Saint-Aubin ?" in page
    assert "Dr Younès Belkacem" in page
    assert "Ce choix compte pour tout le monde de ce lieu ou de ce métier, aussi pour qui y arrivera plus tard." in page
    confirm(site, "oppose", f"organisation:{hospital}")
    assert "Ne plus m’opposer à ce lieu" in site.get("/equipe/", {"lieu": str(hospital)}).content.decode()


def test_a_place_that_is_not_of_the_team_filters_nothing(site: Client, marie: Record) -> None:
    for place in ("x", "00000000-0000-4000-8000-000000000001"):
        page = site.get("/equipe/", {"lieu": place}).content.decode()
        assert "Dr Younès Belkacem" in page
        assert "M’opposer à tout ce lieu" not in page


def test_a_professional_s_page_offers_his_place_and_his_profession(site: Client, marie: Record) -> None:
    page = site.get(reverse("professional", args=[marie.people["Belkacem"]])).content.decode()

    assert f"verbe=oppose&amp;a=organisation:{marie.places['Hôpital Saint-Aubin']}" in page
    assert "verbe=oppose&amp;a=profession:physician" in page
    preview = look(site, "oppose", "profession:physician").content.decode()
    assert "Vous opposer à toute la profession « Médecin » ?" in preview
    assert "Dr Camille Aubertin, votre médecin traitant, verra moins de documents." in preview


def test_a_kind_or_a_specialty_is_hidden_from_the_documents_filtered_by_it(site: Client, marie: Record) -> None:
    kind = site.get("/documents/", {"sorte": "imaging", "specialite": "cardiology"}).content.decode()
    own = site.get(reverse("document", args=[marie.documents["echo"]])).content.decode()

    for page in (kind, own):
        assert "verbe=oppose&amp;a=everyone&amp;sur=category:imaging" in page
        assert "verbe=oppose&amp;a=everyone&amp;sur=specialty:cardiology" in page
    assert "Masquer cette sorte à tous" not in site.get("/documents/").content.decode()
    confirm(site, "oppose", "everyone", "specialty:cardiology")
    again = site.get("/documents/", {"specialite": "cardiology"}).content.decode()
    assert "verbe=withdraw&amp;a=everyone&amp;sur=specialty:cardiology" in again


def test_a_consent_to_a_group_practice_is_offered_where_one_waits_for_it(site: Client, marie: Record) -> None:
    lake = marie.places["Maison de santé du Lac"]
    page = site.get("/equipe/", {"lieu": str(lake)}).content.decode()

    assert f"verbe=grant&amp;a=organisation:{lake}" in page
    assert "Théo Lamarque" in look(site, "grant", f"organisation:{lake}").content.decode()


def test_a_grant_under_an_opposition_to_everyone_about_one_document_names_it(site: Client, marie: Record) -> None:
    """Neither is narrower than the other: the opposition prevails (decision.md §2)."""
    by = Actor.person(marie.patient)
    echo = Subject(SubjectKind.DOCUMENT, str(marie.documents["echo"]))
    preferences.oppose(marie.patient, to=EVERYONE, about=echo, by=by, at=marie.at)
    page = look(site, "grant", professional(marie, "Keller")).content.decode()

    assert "Vous avez dit le contraire pour une partie : votre opposition à tous pour Imagerie, cardiologie, du" in page


def test_an_opposition_under_narrower_grants_says_that_it_changes_nothing(site: Client, marie: Record) -> None:
    by = Actor.person(marie.patient)
    keller = Recipient(RecipientKind.PROFESSIONAL, str(marie.people["Keller"]))
    report = Subject(SubjectKind.CATEGORY, Category.REPORT.value)
    preferences.grant(marie.patient, to=keller, about=EVERYTHING, by=by, at=marie.at)
    preferences.oppose(marie.patient, to=keller, about=report, by=by, at=marie.at)
    page = look(site, "oppose", professional(marie, "Keller"), document(marie, "lettre")).content.decode()
    assert "Aujourd’hui, ce choix ne change rien pour personne." in page

    pharmacists = look(site, "oppose", "profession:pharmacist").content.decode()
    assert "Un choix plus précis passe avant celui-ci" not in pharmacists  # they are neither narrower nor wider
    whole = look(site, "grant", professional(marie, "Keller"), "category:report").content.decode()
    assert "Vous aviez dit non le" in whole


def test_a_word_set_aside_everywhere_by_a_narrower_one_names_it(site: Client, marie: Record) -> None:
    by = Actor.person(marie.patient)
    belkacem = Recipient(RecipientKind.PROFESSIONAL, str(marie.people["Belkacem"]))
    preferences.grant(marie.patient, to=belkacem, about=EVERYTHING, by=by, at=marie.at)
    hospital = f"organisation:{marie.places['Hôpital Saint-Aubin']}"
    page = look(site, "oppose", hospital).content.decode()

    assert "Un choix plus précis passe avant celui-ci : votre autorisation à Dr Younès Belkacem" in page


def test_a_kind_beyond_the_trade_is_said_to_open_nothing(site: Client, marie: Record) -> None:
    marie.document("naissance", Category.BIRTH)
    page = look(site, "grant", professional(marie, "Keller"), "category:birth").content.decode()

    assert "Ce n’est pas de son métier : cette personne ne verra rien de plus, même avec votre accord." in page


def test_a_kind_of_which_there_is_nothing_yet_is_said_to_count_for_later(site: Client, marie: Record) -> None:
    page = look(site, "oppose", "everyone", "category:genetics").content.decode()

    assert "Votre dossier n’a aujourd’hui aucun document de ce genre." in page
