"""`/historique/`: what became of each choice, who declared it, who came; filtered, paged, with its costs."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from consents.actor import Actor
from consents.services import intake, preferences
from consents.vocabulary import ActorKind, Category, DeclarationKind, Door, Profession, RecipientKind, SubjectKind
from consents.words import EVERYTHING, Identifier, Recipient, Subject
from sharing.asked import RPPS, Asked, AskerKind, AskerNamed, Statement
from sharing.models import JournalRequest, ReviewRead
from sharing.services import decisions
from tests.portal.conftest import Record, read, valid_ins

MARIE = Identifier("urn:oid:1.2.250.1.213.1.4.10", valid_ins("2840675056001"))
BELKACEM, NOEL = "10001234565", "10001234573"


@pytest.fixture
def she(marie: Record) -> Actor:
    return Actor.person(marie.patient)


def to(marie: Record, name: str) -> Recipient:
    return Recipient(RecipientKind.PROFESSIONAL, str(marie.people[name]))


def document(marie: Record, name: str) -> Subject:
    return Subject(SubjectKind.DOCUMENT, str(marie.documents[name]))


def line(site: Client, revision: int, address: str = "/historique/") -> str:
    """The words of one line."""
    html = site.get(address).content.decode()
    found = re.search(rf'(?s)<li id="r{revision}">(.*?)</li>', html)
    assert found, revision
    return re.sub(r"\s+", " ", re.sub(r"(?s)<svg.*?</svg>|<[^>]+>", " ", found[1]))


def test_each_choice_says_what_became_of_it(site: Client, marie: Record, she: Actor) -> None:
    said: dict[str, Any] = {"by": she, "at": marie.at - timedelta(days=9)}
    keller, belkacem, lamarque = (to(marie, name) for name in ("Keller", "Belkacem", "Lamarque"))
    preferences.oppose(marie.patient, to=keller, about=EVERYTHING, **said)
    preferences.grant(marie.patient, to=keller, about=EVERYTHING, **said)
    preferences.oppose(marie.patient, to=belkacem, about=EVERYTHING, **said)
    preferences.withdraw(marie.patient, to=belkacem, about=EVERYTHING, **said)
    day = localtime(marie.at).date()
    preferences.grant(marie.patient, to=lamarque, about=EVERYTHING, ends_at=day - timedelta(days=3), **said)
    later = day + timedelta(days=30)
    preferences.oppose(marie.patient, to=lamarque, about=document(marie, "echo"), begins_at=later, **said)

    for revision, state in {1: "Remplacé", 2: "En vigueur", 3: "Retiré", 5: "Terminé", 6: "À venir"}.items():
        assert state in line(site, revision), (revision, state)
    assert not re.search("En vigueur|Remplacé|Terminé|À venir", line(site, 4))
    assert "Compte à partir du" in line(site, 6)


def test_the_choices_in_force_are_shown_alone_on_demand(site: Client, marie: Record, she: Actor) -> None:
    for verb in ("oppose", "grant"):
        getattr(preferences, verb)(marie.patient, to=to(marie, "Keller"), about=EVERYTHING, by=she, at=marie.at)
    page = read(site, "/historique/?etat=en-vigueur")

    assert "Autorisation donnée à Bruno Keller" in page
    assert "Opposition à Bruno Keller" not in page
    assert "Tous mes choix : 2" in page
    assert "En vigueur ou à venir : 1" in page


def test_choices_are_filtered_by_whom_and_what_they_are_about(site: Client, marie: Record, she: Actor) -> None:
    preferences.oppose(marie.patient, to=to(marie, "Keller"), about=document(marie, "lettre"), by=she, at=marie.at)
    preferences.oppose(marie.patient, to=to(marie, "Belkacem"), about=EVERYTHING, by=she, at=marie.at)
    keller = f"professional:{marie.people['Keller']}"
    letter = f"document:{marie.documents['lettre']}"

    for query, kept in ((f"qui={keller}", "Keller"), (f"quoi={letter}", "Keller"), ("quoi=everything", "Belkacem")):
        lines = re.findall(r"Opposition à ([^,]+),", read(site, f"/historique/?{query}"))
        assert {one.split()[-1] for one in lines} == {kept}, query
    assert "Rien avec ces filtres" in read(site, f"/historique/?qui={keller}&quoi=everything")
    assert len(re.findall("Opposition à", read(site, "/historique/?qui=professional:nobody"))) >= 2


def test_what_a_professional_declared_names_his_place_and_the_software_s_door(site: Client, marie: Record) -> None:
    by = Actor(ActorKind.PERSON, str(marie.patient), Door.API, collected_by=str(marie.people["Belkacem"]))
    preferences.oppose(marie.patient, to=to(marie, "Keller"), about=EVERYTHING, by=by, at=marie.at)

    said = "déclaré pour vous par Dr Younès Belkacem (Hôpital Saint-Aubin), par le logiciel d’un établissement"
    assert said in line(site, 1)


def test_each_choice_leads_to_its_receipt_and_to_who_knows_of_it(site: Client, marie: Record, she: Actor) -> None:
    preferences.oppose(marie.patient, to=to(marie, "Keller"), about=EVERYTHING, by=she, at=marie.at)
    html = site.get("/historique/").content.decode()

    assert "/mes-donnees/recus/1/" in html
    assert "/qui-est-au-courant/?choix=1" in html


@pytest.fixture
def came(marie: Record) -> Record:
    """Dr Belkacem saw one document; Dr Noël, a stranger, was refused one, then came in an emergency."""
    intake.record_professional(family_name="Belkacem", given_name="Younès", title="Dr", profession=Profession.PHYSICIAN)
    from consents.models import Professional

    Professional.objects.filter(pk=marie.people["Belkacem"]).update(rpps=BELKACEM)
    noel = intake.record_professional(
        family_name="Noël", given_name="Gérard", title="Dr", rpps=NOEL, profession=Profession.PHYSICIAN
    ).id
    intake.record_practice(professional=noel, organisation=marie.place("Clinique du Port", _clinic()))
    marie.people["Noël"] = noel
    asks(marie, BELKACEM, "echo", days=2)
    asks(marie, NOEL, "lettre", days=1)
    asks(marie, NOEL, "lettre", days=0, purpose="emergency", statement=Statement(True, True, "Inconsciente, chute"))
    return marie


def _clinic() -> Any:
    from consents.vocabulary import OrganisationKind

    return OrganisationKind.CLINIC


def asks(marie: Record, rpps: str, name: str, *, days: int, purpose: str = "care", **more: Any) -> None:
    asker = AskerNamed(AskerKind.PROFESSIONAL, Identifier(RPPS, rpps))
    asked = Asked(asker, MARIE, marie.documents[name], purpose, **more)
    decisions.decide_one(asked, at=marie.at - timedelta(days=days))


def lines(site: Client, query: str = "") -> int:
    return len(re.findall(r'<li id="[ac]', site.get(f"/historique/?voir=acces{query}").content.decode()))


def test_accesses_are_filtered_by_person_place_kind_and_day(site: Client, came: Record) -> None:
    day = localtime(came.at - timedelta(days=1)).date()
    assert lines(site) == 3
    assert lines(site, f"&qui={came.people['Noël']}") == 2
    assert lines(site, f"&lieu={came.places['Clinique du Port']}") == 2
    assert lines(site, "&sorte=vus") == 2
    assert lines(site, "&sorte=refus") == 1
    assert lines(site, "&sorte=urgences") == 1
    assert lines(site, f"&du={day}&au={day}") == 1
    assert lines(site, f"&qui={came.people['Noël']}&sorte=refus") == 1
    assert lines(site, f"&au={date(2020, 1, 1)}") == 0


@pytest.mark.parametrize(
    "query",
    ["&qui=nobody", "&qui=00000000-0000-4000-8000-000000000001", "&du=hier", "&sorte=toutes", "&page=99", "&page=x"],
)
def test_a_filter_that_means_nothing_filters_nothing(site: Client, came: Record, query: str) -> None:
    assert lines(site, query) == 3


def test_what_was_opened_and_what_was_refused_is_named_with_why(site: Client, came: Record) -> None:
    html = site.get("/historique/?voir=acces").content.decode()

    why = rf"/pourquoi/{came.people['Noël']}/{came.documents['lettre']}/\?le=[^\"]+Z&amp;pour=care&amp;lieu="
    assert re.search(why, html)
    page = read(site, "/historique/?voir=acces")
    assert re.search(r"Documents refusés \d+ h \d+ (?:</?\w+>)?\s*Compte rendu, du", page)
    assert re.search(r"Documents ouverts \d+ h \d+ \s*Imagerie, cardiologie, du", page)
    assert "Raison donnée : « Inconsciente, chute »" in page


def test_the_pages_that_say_why_open_from_the_history(site: Client, came: Record) -> None:
    html = site.get("/historique/?voir=acces").content.decode()
    addresses = [each.replace("&amp;", "&") for each in re.findall(r'href="(/pourquoi/[^"]+)"', html)]

    assert len(addresses) == 3
    for address in addresses:
        assert site.get(address).status_code == 200, address


def test_a_document_that_the_patient_may_not_see_is_named_by_no_access(site: Client, came: Record) -> None:
    """Its result waits to be announced (R31)."""
    result = came.document("résultat", Category.GENETICS, days=1, announcement_pending=True)
    asks(came, BELKACEM, "résultat", days=0)
    page = site.get("/historique/?voir=acces").content.decode()

    assert lines(site) == 4
    assert "Génétique" not in page
    assert str(result) not in page


@pytest.mark.parametrize(
    ("page", "shape", "said"),
    [
        ("questions", "page", "La protection des données de ce service a lu : l’historique de vos accès."),
        ("oppositions", "csv", "La protection des données de ce service a lu : vos oppositions."),
    ],
)
def test_each_time_a_reviewer_read_her_lines_she_is_told(
    site: Client, marie: Record, page: str, shape: str, said: str
) -> None:
    for patients in ([marie.patient], [uuid4()]):
        ReviewRead.objects.create(
            reviewer=uuid4(), at=marie.at, recorded_at=marie.at, page=page, shape=shape, patients=patients
        )
    text = read(site, "/historique/?voir=acces")

    assert said in text
    assert ("avec une copie" in text) is (shape == "csv")
    assert "Les accès : 1" in text


def test_a_long_history_is_read_page_by_page_with_its_filters(site: Client, came: Record) -> None:
    for number in range(25):
        asks(came, NOEL, "lettre", days=number + 3)
        ReviewRead.objects.create(
            reviewer=uuid4(), at=came.at - timedelta(days=number, hours=1), recorded_at=came.at, page="questions",
            shape="page", patients=[came.patient],
        )  # fmt: skip

    assert [lines(site, f"&page={page}") for page in (1, 2, 3)] == [20, 20, 13]
    assert [lines(site, f"&sorte=refus&page={page}") for page in (1, 2)] == [20, 6]
    html = site.get("/historique/?voir=acces&sorte=refus").content.decode()
    assert "?voir=acces&amp;sorte=refus&amp;page=2" in html


@pytest.mark.parametrize("address", ["/historique/?voir=acces", "/historique/?voir=acces&sorte=vus", "/historique/"])
def test_the_history_costs_the_same_with_three_accesses_and_with_sixty(
    site: Client, came: Record, she: Actor, address: str
) -> None:
    preferences.oppose(came.patient, to=to(came, "Keller"), about=EVERYTHING, by=she, at=came.at)
    few = _queries(site, address)
    for number in range(30):
        asks(came, NOEL, "lettre", days=number)
        asks(came, BELKACEM, "echo", days=number)
        preferences.oppose(came.patient, to=to(came, "Lamarque"), about=EVERYTHING, by=she, at=came.at)

    assert JournalRequest.objects.count() == 63
    assert _queries(site, address) == few <= 80


def _queries(site: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert site.get(address).status_code == 200
    return len(captured)


def test_every_kind_of_declaration_has_its_way_in_the_filters() -> None:
    from portal.patient.presenters.who_knows import _TOLD_OF

    assert set(DeclarationKind) >= _TOLD_OF
