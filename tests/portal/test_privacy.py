"""`/ma-confidentialite/`: what a minor keeps secret, from whom, and how she lifts it (R59, R62–R69)."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consents.actor import Actor
from consents.calendar import first_instant
from consents.models import CareEntry, LedgerEntry, Person, Secrecy
from consents.selectors import secrecy
from consents.services import intake, minors
from consents.vocabulary import CareBasis, Category, DeclarationKind, Profession, Specialty
from portal.patient import doorway
from tests.portal.conftest import Record, person, read

MINE = "/ma-confidentialite/"


@pytest.fixture
def parents(marie: Record) -> dict[str, UUID]:
    """Marie is sixteen; both parents hold authority."""
    Person.objects.filter(pk=marie.patient).update(born_on=date(marie.at.year - 16, 1, 5))
    found = {
        "Claire": person("LENOIR", "Claire", "2840675056059", marie.at),
        "Paul": person("LENOIR", "Paul", "1840675056060", marie.at),
    }
    for holder in found.values():
        intake.record_authority(marie.patient, holder=holder)
    return found


def care(record: Record, family: str) -> str:
    return str(CareEntry.objects.get(patient=record.patient, professional=record.people[family]).pk)


def confirmed(site: Client, address: str, **said: str) -> Any:
    """The form of that page, sent back as a person would: with its hidden fields and what she fills in."""
    page = site.get(address)
    assert page.status_code == 200, address
    form = re.search(r'(?s)<form class="confirm".*?</form>', page.content.decode())
    assert form is not None
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0]))
    return site.post(address.partition("?")[0], {**hidden, **said}, follow=True)


def test_she_reads_her_rights_and_what_she_may_keep_secret(
    site: Client, marie: Record, parents: dict[str, UUID]
) -> None:
    page = read(site, MINE)

    assert "Vous pouvez recevoir un soin nécessaire à votre santé sans que vos parents le sachent." in page
    assert "En parler d’abord, si vous le pouvez" in page
    assert "Dr Younès Belkacem, Hôpital Saint-Aubin" in page
    assert "Rien n’est gardé secret pour l’instant." in page
    assert 'href="/ma-confidentialite/"' in site.get("/").content.decode()


def test_of_a_document_only_the_day_and_the_hand_are_said(
    site: Client, marie: Record, parents: dict[str, UUID]
) -> None:
    """Not its kind (R67); nor one that is about somebody else, or that waits to be announced (R02a, R31)."""
    by = marie.people["Belkacem"]
    marie.document("third", Category.REPORT, days=11, author=by, third_party=True)
    marie.document("waiting", Category.REPORT, days=12, author=by, announcement_pending=True)
    page, html = read(site, MINE), site.get(MINE).content.decode()

    assert page.count("Document du") == 3
    assert not [word for word in ("Imagerie", "cardiologie", "Ordonnance", "Compte rendu") if word in page]
    assert not [name for name in ("third", "waiting") if str(marie.documents[name]) in html]
    for name in ("third", "waiting"):
        assert site.get(f"{MINE}garder/?document={marie.documents[name]}").status_code == 404


def test_she_keeps_one_care_secret_from_one_parent_and_lifts_it(
    site: Client, marie: Record, parents: dict[str, UUID]
) -> None:
    address = f"{MINE}garder/?soin={care(marie, 'Belkacem')}"
    assert "Rien ne les prévient" in read(site, address)
    day = (marie.at - timedelta(days=60)).date().isoformat()
    answer = confirmed(site, address, envers=str(parents["Paul"]), depuis=day, accompagne="on")
    (kept,) = secrecy.kept(marie.patient, at=datetime.now(tz=marie.at.tzinfo))

    assert "C’est gardé secret." in answer.content.decode()
    assert (kept.towards, kept.since, kept.accompanied) == ((str(parents["Paul"]),), date.fromisoformat(day), True)
    assert "Secret pour Paul LENOIR." in read(site, MINE)
    assert "un médecin en parlera avec vous" in read(site, MINE)

    lifted = f"{MINE}lever/?secret={kept.id}"
    assert "Pourra de nouveau le voir : Paul LENOIR." in read(site, lifted)
    assert "Ce n’est plus gardé secret." in confirmed(site, lifted).content.decode()
    assert secrecy.kept(marie.patient, at=datetime.now(tz=marie.at.tzinfo)) == ()


def test_one_document_from_both(site: Client, marie: Record, parents: dict[str, UUID]) -> None:
    confirmed(site, f"{MINE}garder/?document={marie.documents['lettre']}", envers="tous")
    row = Secrecy.objects.get()
    assert (row.document_id, row.towards_id) == (marie.documents["lettre"], None)


def test_the_button_pressed_twice_says_it_once(site: Client, marie: Record, parents: dict[str, UUID]) -> None:
    address, said = f"{MINE}garder/", {"document": str(marie.documents["lettre"]), "envers": "tous", "jeton": "once"}
    assert [site.post(address, said).status_code for _ in range(2)] == [302, 302]
    assert LedgerEntry.objects.filter(patient=marie.patient, kind=DeclarationKind.MINOR_SECRECY).count() == 1


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"depuis": "2026-01-01"}, "Choisissez pour qui ce soin est secret."),
        ({"envers": "tous"}, "Écrivez un jour"),
        ({"envers": "tous", "depuis": "2026-02-01", "jusqu_au": "2026-01-01"}, "Ce jour vient avant le premier."),
        ({"envers": "00000000-0000-0000-0000-000000000001", "depuis": "2026-01-01"}, "Sélectionnez un choix valide"),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_nothing_is_kept(
    said: dict[str, str], sentence: str, site: Client, marie: Record, parents: dict[str, UUID]
) -> None:
    answer = site.post(f"{MINE}garder/", {"soin": care(marie, "Belkacem"), "jeton": "x", **said})
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert not Secrecy.objects.exists()


def test_through_a_doctor_is_asked_and_taken_back(site: Client, marie: Record, parents: dict[str, UUID]) -> None:
    confirmed(site, f"{MINE}avec-un-medecin/?choix=oui")
    assert "Vos parents ou tuteurs ne lisent votre dossier qu’avec un médecin." in read(site, MINE)
    confirmed(site, f"{MINE}avec-un-medecin/?choix=non")
    assert "Demander un médecin" in read(site, MINE)


def test_what_the_law_keeps_from_parents_is_proposed_first(
    site: Client, marie: Record, parents: dict[str, UUID]
) -> None:
    """R69: a midwife's care, a document of gynaecology."""
    midwife = marie.professional("", "Nora", "Vasseur", Profession.MIDWIFE, marie.places["Cabinet des Tilleuls"])
    marie.care(midwife, CareBasis.SAME_CARE, days=3)
    marie.document("consultation", Category.REPORT, days=2, author=midwife, specialty=Specialty.SEXUAL_HEALTH)
    page = read(site, MINE)

    assert page.index("Nora Vasseur") < page.index("Younès Belkacem")
    assert page.count("La loi vous permet de garder ce soin pour vous.") == 2
    own = read(site, f"{MINE}garder/?document={marie.documents['consultation']}")
    ordinary = read(site, f"{MINE}garder/?document={marie.documents['echo']}")
    assert ("Lui seul peut décider autrement" in own, "Lui seul peut décider autrement" in ordinary) == (False, True)


@pytest.mark.parametrize("path", ["", "garder/?soin={care}", "garder/?document={paper}", "avec-un-medecin/?choix=oui"])
def test_an_adult_finds_no_such_page(path: str, site: Client, marie: Record) -> None:
    address = MINE + path.format(care=care(marie, "Belkacem"), paper=marie.documents["echo"])
    assert site.get(address).status_code == 404
    assert MINE not in site.get("/").content.decode()


@pytest.mark.parametrize("path", ["garder/", "garder/?soin=x", "lever/", "lever/?secret=x", "avec-un-medecin/"])
def test_what_names_nothing_of_hers_is_not_found(
    path: str, site: Client, marie: Record, parents: dict[str, UUID]
) -> None:
    assert site.get(MINE + path).status_code == 404
    assert site.post(MINE + path.partition("?")[0], {"jeton": "x"}).status_code == 404


def test_another_s_secret_is_no_secret_of_hers(site: Client, marie: Record, parents: dict[str, UUID]) -> None:
    other = person("LENOIR", "Zoé", "2120675056061", marie.at, date(marie.at.year - 14, 2, 1))
    paper = intake.record_document(other, deposited=marie.at.date(), category=Category.REPORT).id
    minors.keep_secret(other, document=paper, by=Actor.person(other), at=marie.at)
    secret = str(Secrecy.objects.get().pk)
    assert site.get(f"{MINE}lever/?secret={secret}").status_code == 404
    assert site.post(f"{MINE}lever/", {"secret": secret, "jeton": "x"}).status_code == 404


def test_at_eighteen_the_secrets_stand_and_she_lifts_them_one_by_one(
    site: Client, marie: Record, parents: dict[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The minute before, and the first of the birthday in Paris (R70, decision.md §9.4)."""
    minors.keep_secret(marie.patient, document=marie.documents["lettre"], by=Actor.person(marie.patient), at=marie.at)
    birthday = first_instant(date(marie.at.year + 2, 1, 5))
    monkeypatch.setattr(doorway, "now", lambda: birthday - timedelta(minutes=1))
    assert "Garder un soin secret" in read(site, MINE)

    monkeypatch.setattr(doorway, "now", lambda: birthday)
    page = read(site, MINE)
    assert "Avant vos dix-huit ans, vous avez gardé ces soins secrets." in page
    assert "Garder un soin secret" not in page
    assert site.get(f"{MINE}garder/?document={marie.documents['echo']}").status_code == 404
    lifted = f"{MINE}lever/?secret={Secrecy.objects.get().pk}"
    assert "Depuis vos dix-huit ans, vos parents ne lisent plus votre dossier." in read(site, lifted)
    confirmed(site, lifted)
    assert site.get(MINE).status_code == 404


def test_the_page_costs_the_same_whatever_she_keeps(site: Client, marie: Record, parents: dict[str, UUID]) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            read(site, MINE)
        return len(caught)

    costs = []
    for name in ("lettre", "echo"):
        marie.document(f"{name}2", Category.REPORT)
        minors.keep_secret(marie.patient, document=marie.documents[name], by=Actor.person(marie.patient), at=marie.at)
        costs.append(cost())
    assert costs[0] == costs[1] < 60
