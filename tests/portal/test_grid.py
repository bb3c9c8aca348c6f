"""`/qui-voit-quoi/`: both ways round, one kind open, what each case says and offers; and what it costs."""

import re
from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from justhtml import JustHTML

from bench import grid as crowd
from consents.actor import Actor
from consents.models import Person
from consents.services import intake, preferences
from consents.verification import INS_TEST
from consents.vocabulary import CareBasis, Category, Profession, RecipientKind, SubjectKind
from consents.words import EVERYONE, Identifier, Recipient, Subject
from portal.models import User
from sharing.asked import RPPS, Asked, AskerKind, AskerNamed
from sharing.services import decisions
from tests.portal.conftest import Record, read, valid_ins

PAGE = "/qui-voit-quoi/"


def case(site: Client, who: str, thing: str, query: str = "") -> str:
    """All the words of one case, what it unfolds included: by the start of its line's and column's names."""
    page = JustHTML(site.get(f"{PAGE}?{query}").content.decode(), sanitize=False)
    heads = [head.query_one("a").to_text() for head in page.query("table.grid thead th")[1:]]
    for row in page.query("table.grid tbody tr"):
        name = row.query_one("th .who__name").to_text()
        for head, cell in zip(heads, row.query("td"), strict=True):
            if who in f"{name} {head}" and thing in f"{name} {head}":
                return re.sub(r"\s+", " ", cell.to_text())
    raise AssertionError((who, thing, heads))


def to(marie: Record, name: str) -> Recipient:
    return Recipient(RecipientKind.PROFESSIONAL, str(marie.people[name]))


def test_a_person_is_a_line_and_a_kind_a_column(site: Client, marie: Record) -> None:
    page = JustHTML(site.get(PAGE).content.decode(), sanitize=False)

    heads = [head.query_one("a").to_text() for head in page.query("thead th")[1:]]
    lines = [head.to_text() for head in page.query("tbody th .who__name")]
    assert heads == ["Compte rendu", "Imagerie", "Ordonnance"]
    assert lines == ["Dr Camille Aubertin", "Dr Younès Belkacem", "Bruno Keller", "Théo Lamarque"]
    assert "Voit votre équipe" in case(site, "Aubertin", "Imagerie")
    assert "Voit son document" in case(site, "Aubertin", "Compte rendu")


def test_turned_round_a_kind_is_a_line_and_a_person_a_column(site: Client, marie: Record) -> None:
    page = JustHTML(site.get(f"{PAGE}?par=document").content.decode(), sanitize=False)

    assert [head.to_text() for head in page.query("tbody th .who__name")] == ["Compte rendu", "Imagerie", "Ordonnance"]
    assert page.query("thead th")[1].query_one("a").to_text() == "Dr Aubertin"


def test_a_kind_seen_in_part_says_how_many_and_opened_shows_each(site: Client, marie: Record) -> None:
    hospital = marie.places["Hôpital Saint-Aubin"]
    marie.document("sortie", Category.REPORT, days=10, author=marie.people["Belkacem"], organisation=hospital)
    mixed = case(site, "Belkacem", "Compte rendu")
    page = site.get(f"{PAGE}?ouvrir=report&par=document").content.decode()

    assert "En partie 1 sur 2 Voit 1 document sur 2. Pour 1 document, il faudrait votre accord." in mixed
    assert "Voir chaque document" in mixed
    assert page.count('role="rowheader"') == 2
    assert "<h1>Compte rendu\u00a0: qui voit quoi</h1>" in page
    where = {name: case(site, "Belkacem", day, "ouvrir=report&par=document") for name, day in days(marie).items()}
    assert "Voit son document" in where["sortie"]
    assert "Ne voit pas fait ailleurs Ce document a été fait ailleurs." in where["lettre"]


def days(marie: Record) -> dict[str, str]:
    """The day by which the opened grid names each report."""
    from consents.models import Document
    from portal.patient.presenters.counting import day

    rows = {name: Document.objects.get(pk=one) for name, one in marie.documents.items()}
    return {name: day(row.deposited_on) for name, row in rows.items() if row.category == Category.REPORT}


def test_each_case_leads_to_its_reason_and_to_the_preview_of_a_choice(site: Client, marie: Record) -> None:
    page = JustHTML(site.get(f"{PAGE}?ouvrir=imaging").content.decode(), sanitize=False)
    keller, echo = marie.people["Keller"], marie.documents["echo"]
    links = [link.attrs["href"] for link in page.query("td .cell__more a")]

    assert f"/pourquoi/{keller}/{echo}/" in links
    assert f"/choix/?verbe=grant&a=professional:{keller}&sur=document:{echo}" in links
    assert f"/choix/?verbe=oppose&a=professional:{marie.people['Aubertin']}&sur=document:{echo}" in links
    assert {f"/voir-comme/{one}/" for one in marie.people.values()} <= {
        link.attrs["href"] for link in page.query("tbody th a")
    }


def test_a_kind_offers_the_whole_kind_and_what_was_said_is_withdrawn_there(site: Client, marie: Record) -> None:
    before = case(site, "Aubertin", "Ordonnance")
    about = Subject(SubjectKind.CATEGORY, Category.PRESCRIPTION.value)
    preferences.oppose(
        marie.patient, to=to(marie, "Aubertin"), about=about, by=Actor.person(marie.patient), at=marie.at
    )
    after = case(site, "Aubertin", "Ordonnance")

    assert "Masquer cette sorte" in before
    assert "Ne plus m’opposer" not in before
    assert "Ne plus m’opposer" in after


def test_a_document_hidden_from_all_says_so_at_its_head_and_in_its_cases(site: Client, marie: Record) -> None:
    about = Subject(SubjectKind.DOCUMENT, str(marie.documents["lettre"]))
    preferences.oppose(marie.patient, to=EVERYONE, about=about, by=Actor.person(marie.patient), at=marie.at)
    page = read(site, f"{PAGE}?ouvrir=report&par=document")

    assert "Masqué à tous, par vous" in page
    assert "Ne voit pas masqué à tous" in page
    assert "Une personne le voit." in page


def test_outside_his_remit_is_said_and_no_consent_is_offered(site: Client, marie: Record) -> None:
    marie.document("psy", Category.MENTAL_HEALTH, organisation=marie.places["Hôpital Saint-Aubin"])
    said = case(site, "Keller", "Santé mentale")

    assert "Hors métier" in said
    assert "Ce document ne relève pas de son métier, même avec votre accord." in said
    assert "Autoriser" not in said


def test_one_who_only_wrote_a_document_stands_in_the_grid_too(site: Client, marie: Record) -> None:
    place = marie.places["Cabinet des Tilleuls"]
    hugo = marie.professional("Dr", "Hugo", "Ferrand", Profession.PHYSICIAN, place)
    marie.document("avis", Category.REPORT, author=hugo, organisation=place)

    assert "En partie 1 sur 2" in case(site, "Ferrand", "Compte rendu")
    assert "Ne voit pas" in case(site, "Ferrand", "Imagerie")


@pytest.mark.parametrize("query", ["ouvrir=genetics", "ouvrir=rien&par=travers", "page=abc", "ouvrir=&par="])
def test_an_address_that_asks_for_what_is_not_there_shows_the_whole_grid(
    query: str, site: Client, marie: Record
) -> None:
    page = read(site, f"{PAGE}?{query}")

    assert "Qui voit quoi, en un tableau" in page
    assert "Génétique" not in page


def test_a_record_without_documents_says_what_will_come(site: Client, marie: Record) -> None:
    from consents.models import Document

    Document.objects.all().delete()
    page = read(site, PAGE)

    assert "Rien à montrer pour l’instant" in page
    assert "Professionnel" not in page.split("Rien à montrer")[1]


def test_a_minor_has_no_such_page_and_no_link_to_it(site: Client, marie: Record) -> None:
    Person.objects.filter(pk=marie.patient).update(born_on=date(marie.at.year - 16, 1, 5))

    assert site.get(PAGE).status_code == 404
    assert PAGE not in site.get("/").content.decode()


def test_an_adult_reaches_it_from_every_page_and_from_the_front_page_s_button(site: Client, marie: Record) -> None:
    assert PAGE in site.get("/equipe/").content.decode()
    assert "Choisir qui voit quoi" in read(site, "/")


def test_another_account_s_grid_holds_nobody_of_mine(site: Client, marie: Record, client: Client) -> None:
    other = crowd.build(2, 3, at=timezone.now())
    client.force_login(User.objects.create_account("colette@exemple.test", person_id=other))
    page = client.get(PAGE).content.decode()

    assert "Marchand0" in page
    assert not [one for one in (*marie.people.values(), *marie.documents.values()) if str(one) in page]


@pytest.mark.parametrize("query", ["", "par=document", "ouvrir=report&par=document", "ouvrir=report&par=personne"])
def test_it_costs_the_same_queries_with_two_people_and_five_documents_as_with_fourteen_and_sixty(
    query: str, db: None, client: Client
) -> None:
    counts = []
    for people, documents in ((2, 5), (14, 60)):
        patient = crowd.build(people, documents, at=timezone.now())
        client.force_login(User.objects.create_account(f"p{people}@exemple.test", person_id=patient))
        with CaptureQueriesContext(connection) as captured:
            page = client.get(f"{PAGE}?{query}").content.decode()
        counts.append(len(captured))
        assert page.count('<details class="cell"') >= people
    assert counts[0] == counts[1] <= 45


def test_many_documents_of_one_kind_come_page_by_page(db: None, client: Client) -> None:
    patient = crowd.build(2, 96, at=timezone.now())
    client.force_login(User.objects.create_account("colette@exemple.test", person_id=patient))
    shown = [
        client.get(f"{PAGE}?ouvrir=report&par=document&page={number}").content.decode().count('role="rowheader"')
        for number in (1, 2)
    ]

    assert shown == [20, 4]


def test_one_who_works_in_two_places_is_shown_where_he_is_answered_best(site: Client, marie: Record) -> None:
    """From the practice he would see nothing, from the hospital that cares for her its documents: whichever is first."""
    hospital, practice = marie.places["Hôpital Saint-Aubin"], marie.places["Cabinet des Tilleuls"]
    for family, rpps, first, second in (
        ("Auger", "10001234599", hospital, practice), ("Zola", "10001234615", practice, hospital),
    ):  # fmt: skip
        who = intake.record_professional(
            family_name=family, given_name="Inès", title="Dr", rpps=rpps, profession=Profession.PHYSICIAN
        ).id
        for place in (first, second):
            intake.record_practice(professional=who, organisation=place)
        marie.care(who, CareBasis.ESTABLISHMENT, hospital)

    assert {case(site, name, "Imagerie").split(" : ")[1].split()[0] for name in ("Auger", "Zola")} == {"Voit"}
    assert {asked(marie, rpps, practice) for rpps in ("10001234599", "10001234615")} == {False}
    assert {asked(marie, rpps, hospital) for rpps in ("10001234599", "10001234615")} == {True}


def asked(marie: Record, rpps: str, place: UUID) -> bool:
    """What the service answers about the scan to him who asks from there."""
    named = AskerNamed(AskerKind.PROFESSIONAL, Identifier(RPPS, rpps), place)
    patient = Identifier(INS_TEST, valid_ins("2840675056001"))
    return decisions.decide_one(Asked(named, patient, marie.documents["echo"], "care"), at=marie.at).permit
