"""`/urgence/`, `/medecin-traitant/`: what holds, who said so; each choice looked at, confirmed once, undone."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consents.actor import Actor
from consents.models import Person
from consents.selectors import declarations
from consents.selectors.readers import Reader
from consents.services import preferences, settings
from consents.vocabulary import CareBasis, Category, Choice, Profession, RecipientKind, SettingName, SubjectKind
from consents.words import EVERYONE, EVERYTHING, Recipient, Subject
from portal.patient.forms.choices import SETTINGS
from portal.patient.presenters import settings as presenter
from tests.portal.choosing import PREVIEW, hidden_fields, undo, written
from tests.portal.conftest import Record, read

NEW_PAGES = ("/urgence/", "/medecin-traitant/", "/equipe/ajouter/")


def look(site: Client, name: str, value: str) -> Any:
    return site.get(PREVIEW, {"verbe": "set", "quoi": name, "valeur": value})


def confirm(site: Client, name: str, value: str) -> Any:
    return site.post(reverse("declare"), hidden_fields(look(site, name, value).content.decode()))


def oppose(marie: Record, name: str, about: Subject = EVERYTHING) -> None:
    to = Recipient(RecipientKind.PROFESSIONAL, str(marie.people[name]))
    preferences.oppose(marie.patient, to=to, about=about, by=Actor.person(marie.patient), at=marie.at)


def test_the_page_says_what_silence_means_and_counts_by_the_engine(site: Client, marie: Record) -> None:
    page = read(site, "/urgence/")

    assert "le médecin du SAMU verrait vos 3 documents. En urgence, un autre médecin verrait vos 3 documents." in page
    assert page.count("Vous n’avez rien dit : c’est la règle dans ce cas.") == 4
    for state in ("Peut ouvrir votre dossier", "Reste masqué en urgence", "Comptent aussi en urgence"):
        assert state in page


def test_refusing_the_samu_is_looked_at_confirmed_and_shown(site: Client, marie: Record) -> None:
    preview = look(site, "emergency.samu", "refuse").content.decode()
    assert "Refuser que le médecin du SAMU ouvre votre dossier ?" in preview
    assert "Le médecin du SAMU : 3 documents avant ce choix, aucun document après." in preview.replace("\u00a0", " ")
    assert "Un médecin qui ne vous connaît pas encore" not in preview
    assert written(marie) == 0

    answer = confirm(site, "emergency.samu", "refuse")
    done = site.get(answer.headers["Location"]).content.decode()
    assert "En urgence : le médecin du SAMU n’ouvre pas votre dossier." in done
    page = read(site, "/urgence/")
    assert "le médecin du SAMU ne verrait aucun document" in page
    assert "C’est votre choix, du" in page

    undone = undo(site, done)
    assert "le médecin du SAMU peut ouvrir votre dossier" in site.get(undone.headers["Location"]).content.decode()
    assert "le médecin du SAMU verrait vos 3 documents" in read(site, "/urgence/")
    assert [card.kind for card in declarations.declarations(marie.patient, reader=Reader.patient(marie.patient))] == [
        "emergency",
        "emergency",
    ]


def test_hidden_documents_in_an_emergency_change_what_is_counted(site: Client, marie: Record) -> None:
    echo = Subject(SubjectKind.DOCUMENT, str(marie.documents["echo"]))
    preferences.oppose(marie.patient, to=EVERYONE, about=echo, by=Actor.person(marie.patient), at=marie.at)

    assert "En urgence, un autre médecin verrait 2 de vos 3 documents." in read(site, "/urgence/")
    page = look(site, "emergency.hidden", "allow").content.decode().replace("\u00a0", " ")
    assert "Un médecin qui ne vous connaît pas encore : 2 documents avant ce choix, 3 documents après." in page


def test_whether_blocks_hold_names_those_to_whom_it_opens(site: Client, marie: Record) -> None:
    oppose(marie, "Keller")

    assert "À qui vous dites non, même en urgence Bruno Keller" in read(site, "/urgence/")
    page = look(site, "emergency.blocks_hold", "no").content.decode().replace("\u00a0", " ")
    assert "Bruno Keller : aucun document avant ce choix, 3 documents après." in page
    confirm(site, "emergency.blocks_hold", "no")
    assert "À qui vous dites non, même en urgence" not in read(site, "/urgence/")


def test_the_treating_physician_s_choices_stand_on_a_page_of_their_own(site: Client, marie: Record) -> None:
    echo = Subject(SubjectKind.DOCUMENT, str(marie.documents["echo"]))
    preferences.oppose(marie.patient, to=EVERYONE, about=echo, by=Actor.person(marie.patient), at=marie.at)
    page = read(site, "/medecin-traitant/")

    assert "Dr Camille Aubertin" in page
    assert "Ne le voit pas" in page
    assert "Reçoit un avis" in page
    preview = look(site, "treating_physician.sees_hidden", "yes").content.decode()
    assert "Une personne verra plus de documents" in preview
    assert "Voit aujourd’hui 2 de vos documents, en verra 3." in preview
    confirm(site, "treating_physician.sees_hidden", "yes")
    confirm(site, "treating_physician.informed", "no")
    page = read(site, "/medecin-traitant/")
    assert "Peut le voir" in page
    assert "Ne reçoit pas d’avis" in page


@pytest.mark.parametrize(("name", "values"), sorted((name.value, values) for name, values in SETTINGS.items()))
def test_every_setting_and_value_has_its_page(
    name: str, values: frozenset[Choice], site: Client, marie: Record
) -> None:
    for value in values:
        answer = look(site, name, value.value)
        assert answer.status_code == 200
        assert str(presenter._TITLES[SettingName(name), value]) in answer.content.decode()


def test_what_is_already_chosen_and_what_silence_already_means_are_said(site: Client, marie: Record) -> None:
    assert "C’est déjà la règle quand vous ne dites rien." in look(site, "emergency.samu", "allow").content.decode()
    confirm(site, "emergency.samu", "refuse")
    assert "Ce choix est déjà en place depuis le" in look(site, "emergency.samu", "refuse").content.decode()


def test_with_both_doors_refused_a_narrower_choice_says_that_it_counts_for_nothing(site: Client, marie: Record) -> None:
    both = {SettingName.EMERGENCY_SAMU: Choice.REFUSE, SettingName.EMERGENCY_BREAK_GLASS: Choice.REFUSE}
    settings.choose_for_emergencies(marie.patient, choices=both, by=Actor.person(marie.patient), at=marie.at)

    assert "Vous refusez déjà les deux accès en urgence" in look(site, "emergency.hidden", "allow").content.decode()


def test_a_choice_that_opens_on_a_stale_page_is_shown_afresh_and_one_that_closes_is_not(
    site: Client, marie: Record
) -> None:
    opening = hidden_fields(look(site, "emergency.hidden", "allow").content.decode())
    closing = hidden_fields(look(site, "emergency.samu", "refuse").content.decode())
    oppose(marie, "Keller")

    answer = site.post(reverse("declare"), opening, follow=True)
    assert "Un autre choix est arrivé entre-temps." in answer.content.decode()
    assert "Laisser voir en urgence ce que vous masquez à tous ?" in answer.content.decode()
    assert written(marie) == 1
    assert site.post(reverse("declare"), closing).headers["Location"] == reverse("done", args=[2])


def test_a_double_press_sets_once(site: Client, marie: Record) -> None:
    sent = hidden_fields(look(site, "emergency.samu", "refuse").content.decode())
    first, second = site.post(reverse("declare"), sent), site.post(reverse("declare"), sent)

    assert first.headers["Location"] == second.headers["Location"]
    assert written(marie) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [("emergency.samu", "yes"), ("emergency.blocks_hold", "allow"), ("relatives.grave_prognosis", "opposed"), ("", "")],
)
def test_a_setting_or_value_that_is_none_is_a_bad_request(name: str, value: str, site: Client, marie: Record) -> None:
    assert look(site, name, value).status_code == 400


def test_a_minor_has_none_of_these_pages_nor_choices(site: Client, marie: Record) -> None:
    Person.objects.filter(pk=marie.patient).update(born_on="2012-05-05")
    echo = str(marie.documents["echo"])
    for page in NEW_PAGES:
        assert site.get(page).status_code == 404
    for asked in (
        {"verbe": "set", "quoi": "emergency.samu", "valeur": "refuse"},
        {"verbe": "not_to_know", "sur": f"document:{echo}"},
        {"verbe": "designate", "a": f"professional:{marie.people['Aubertin']}", "role": "treating_physician"},
    ):
        assert site.get(PREVIEW, asked).status_code == 404
        assert site.post(reverse("declare"), {**asked, "revision": 0, "jeton": "t" * 20}).status_code == 404
    assert written(marie) == 0


@pytest.mark.parametrize(
    ("address", "most"),
    [("/urgence/", 40), ("/medecin-traitant/", 80), ("/choix/?verbe=set&quoi=emergency.samu&valeur=refuse", 140)],
)
def test_the_pages_cost_the_same_with_a_larger_record(address: str, most: int, site: Client, marie: Record) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert site.get(address).status_code == 200
        return len(captured)

    oppose(marie, "Keller")
    few = cost()
    for number in range(20):
        marie.document(f"d{number}", Category.REPORT, author=marie.people["Belkacem"])
    place = marie.places["Hôpital Saint-Aubin"]
    for number in range(5):
        who = marie.professional("Dr", "Zoé", f"Roux{number}", Profession.PHYSICIAN, place)
        marie.care(who, CareBasis.ESTABLISHMENT, place)
    assert cost() == few
    assert few <= most
