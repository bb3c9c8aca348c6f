"""The pages that say what stands: team, documents, history."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from consents.actor import Actor
from consents.services import intake, preferences
from consents.vocabulary import CareBasis, Category, Profession, RecipientKind, Specialty, SubjectKind
from consents.words import EVERYONE, EVERYTHING, Identifier, Recipient, Subject
from portal.patient.presenters import circles
from sharing.asked import RPPS, Asked, AskerKind, AskerNamed
from sharing.selectors.portrait import portrait
from sharing.services import decisions
from tests.portal.conftest import Record, person, read, valid_ins


def to(marie: Record, name: str) -> Recipient:
    return Recipient(RecipientKind.PROFESSIONAL, str(marie.people[name]))


def about(marie: Record, name: str) -> Subject:
    return Subject(SubjectKind.DOCUMENT, str(marie.documents[name]))


def card(page: str, name: str) -> str:
    """What the team page says of one professional."""
    return page.split(f" {name} ", 1)[1].split("Document par document")[0]


def test_each_member_is_shown_with_trade_place_basis_and_what_he_sees(site: Client, marie: Record) -> None:
    page = read(site, "/equipe/")

    aubertin, keller = card(page, "Dr Camille Aubertin"), card(page, "Bruno Keller")
    assert "Médecin Cabinet des Tilleuls" in aubertin
    assert "Voit vos 3 documents." in aubertin
    assert "Votre médecin traitant, choisi par vous" in aubertin
    assert "Pharmacien ou pharmacienne Pharmacie de la Gare" in keller
    assert "Ne voit aucun de vos 3 documents." in keller
    assert "Cette personne exerce hors de votre équipe de soins : il faut votre autorisation." in keller


def test_a_hospital_doctor_sees_what_his_hospital_made_and_the_page_says_why(site: Client, marie: Record) -> None:
    said = card(read(site, "/equipe/"), "Dr Younès Belkacem")

    assert "Voit 1 document sur 3. Pour 2 documents, il faudrait votre accord." in said
    assert "fait partie de l’équipe qui vous soigne dans cet établissement" in said
    assert "CSP L1110-4 III" in said


def test_the_card_of_someone_opposed_offers_to_stop_opposing(site: Client, marie: Record) -> None:
    by = Actor.person(marie.patient)
    preferences.oppose(marie.patient, to=to(marie, "Keller"), about=EVERYTHING, by=by, at=marie.at)
    said = card(read(site, "/equipe/"), "Bruno Keller")

    assert "Ne plus m’opposer" in said
    assert "C’est votre choix : vous avez dit non." in said
    assert "Opposition pour tout votre dossier, le" in said


def test_the_team_can_be_filtered_and_an_unknown_filter_shows_everyone(site: Client, marie: Record) -> None:
    assert "Théo Lamarque" not in read(site, "/equipe/?voir=sees")
    assert "Dr Camille Aubertin" not in read(site, "/equipe/?voir=not")
    assert "Théo Lamarque" in read(site, "/equipe/?voir=<script>")


def test_an_author_outside_the_team_is_shown_apart(site: Client, marie: Record) -> None:
    caron = marie.professional("Dr", "Inès", "Caron", Profession.PHYSICIAN, marie.places["Cabinet des Tilleuls"])
    marie.document("analyse", Category.REPORT, author=caron)
    page = read(site, "/equipe/")

    assert "Hors de mon équipe : qui a écrit un document" in page
    assert "Dr Inès Caron" in page.split("Hors de mon équipe")[1]


def test_each_document_says_who_sees_it(site: Client, marie: Record) -> None:
    page = read(site, "/documents/")

    assert "Votre dossier contient 3 documents." in page
    assert "Deux personnes le voient : Dr Camille Aubertin et Dr Younès Belkacem (qui l’a écrit)" in page


def test_a_document_hidden_from_everyone_says_so_and_offers_to_show_it(site: Client, marie: Record) -> None:
    by = Actor.person(marie.patient)
    preferences.oppose(marie.patient, to=EVERYONE, about=about(marie, "echo"), by=by, at=marie.at)
    page = read(site, "/documents/?masques=1")

    assert "Masqué à tous, par vous" in page
    assert "Ne plus masquer" in page
    assert "Ordonnance" not in page.split("Filtrer")[1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sorte=prescription", ["Ordonnance"]),
        ("specialite=cardiology", ["Imagerie, cardiologie"]),
        ("sorte=prescription&specialite=cardiology", []),
        ("sorte=nothing", ["Ordonnance", "Compte rendu", "Imagerie, cardiologie"]),
        ("annee=1901&page=99", ["Ordonnance", "Compte rendu", "Imagerie, cardiologie"]),
    ],
)
def test_documents_are_filtered_by_kind_specialty_place_and_year(
    query: str, found: list[str], site: Client, marie: Record
) -> None:
    answer = site.get(f"/documents/?{query}").content.decode()
    titles = re.findall(r'who__name"><a href="[^"]+">([^<]+)', answer)

    assert sorted(titles) == sorted(found)
    assert found or "Aucun de vos documents ne répond à ces filtres." in answer


def test_documents_are_filtered_by_place(site: Client, marie: Record) -> None:
    hospital = marie.places["Hôpital Saint-Aubin"]

    assert "Imagerie, cardiologie" in read(site, f"/documents/?lieu={hospital}").split("Filtrer")[1]
    assert "Ordonnance" not in read(site, f"/documents/?lieu={hospital}").split("Filtrer")[1]


def test_what_comes_from_a_third_party_is_not_shown_nor_counted(site: Client, marie: Record) -> None:
    secret = marie.document("tiers", Category.SUMMARY, third_party=True)

    assert "Votre dossier contient 3 documents." in read(site, "/documents/")
    assert "Synthèse" not in read(site, f"/equipe/{marie.people['Aubertin']}/")
    assert site.get(f"/documents/{secret}/").status_code == 404
    assert site.get("/choix/", {"verbe": "oppose", "a": "everyone", "sur": f"document:{secret}"}).status_code == 404


def test_a_result_that_waits_to_be_announced_is_said_to_be_there_and_no_more(site: Client, marie: Record) -> None:
    waiting = marie.document("annonce", Category.GENETICS, days=3, announcement_pending=True)
    page = read(site, "/documents/")

    assert "Un résultat est arrivé le" in page
    assert "Génétique" not in page
    assert "Un résultat de plus arrive" in read(site, "/")
    assert site.get(f"/documents/{waiting}/").status_code == 404


def test_one_document_shows_every_professional_with_verdict_reason_and_choice(site: Client, marie: Record) -> None:
    page = read(site, f"/documents/{marie.documents['lettre']}/")

    assert "Une personne le voit." in page
    assert "Ce document a été fait ailleurs." in page
    assert "Autoriser : Dr Younès Belkacem" in page
    assert "Masquer : Dr Camille Aubertin" not in page


def test_one_professional_shows_every_document_with_its_verdict(site: Client, marie: Record) -> None:
    page = read(site, f"/equipe/{marie.people['Aubertin']}/")

    assert page.count("peut toujours le relire") == 2
    assert "Masquer : Imagerie, cardiologie" in page
    assert "Masquer cette sorte : Imagerie" in page


def test_the_history_says_what_by_whom_when_and_through_which_door(site: Client, marie: Record) -> None:
    at = marie.at - timedelta(days=2)
    aubertin = Actor.professional(marie.people["Aubertin"])
    collected = type(aubertin)(aubertin.kind, aubertin.reference, aubertin.door, collected_by=aubertin.reference)
    preferences.grant(marie.patient, to=to(marie, "Keller"), about=EVERYTHING, by=collected, at=at)
    preferences.oppose(
        marie.patient, to=to(marie, "Lamarque"), about=about(marie, "echo"), by=Actor.person(marie.patient), at=marie.at
    )
    page = read(site, "/historique/")

    assert "Autorisation donnée à Bruno Keller, pour tout votre dossier." in page
    assert re.search(r"déclaré pour vous par Dr Camille Aubertin \([^)]+\), par le logiciel d’un établissement", page)
    assert "Opposition à Théo Lamarque, pour Imagerie, cardiologie, du" in page
    assert "par vous, depuis ce site" in page


@pytest.fixture
def asked(marie: Record) -> Any:
    """The hospital asks for Dr Belkacem about one document, or about the whole record."""
    rpps = "10001234565"
    intake.record_professional(
        family_name="Ferrand", given_name="Hugo", title="Dr", rpps=rpps, profession=Profession.PHYSICIAN
    )
    who = AskerNamed(AskerKind.PROFESSIONAL, Identifier(RPPS, rpps))
    patient = Identifier("urn:oid:1.2.250.1.213.1.4.10", valid_ins("2840675056001"))

    def ask(document: str | None) -> Any:
        about_ = marie.documents[document] if document else None
        return decisions.decide_one(Asked(who, patient, about_, "care"), at=marie.at)

    return ask


def test_the_accesses_say_who_came_why_and_what_he_was_answered_with_refusals_marked(
    site: Client, marie: Record, asked: Any
) -> None:
    from consents.models import Professional

    asked("echo")
    hugo = Professional.objects.get(family_name="Ferrand")
    preferences.grant(
        marie.patient, to=Recipient(RecipientKind.PROFESSIONAL, str(hugo.pk)), about=about(marie, "echo"),
        by=Actor.person(marie.patient), at=marie.at,
    )  # fmt: skip
    marie.at += timedelta(minutes=5)
    asked("echo")
    asked(None)
    page = read(site, "/historique/?voir=acces")

    assert "Dr Hugo Ferrand : 1 document lui a été ouvert." in page
    assert "Imagerie, cardiologie, du" in page
    assert page.count("Demande sans accès") == 2
    assert "Dr Hugo Ferrand : 1 demande refusée." in page
    assert "Dr Hugo Ferrand : demande si votre dossier lui est ouvert. Réponse : non." in page
    assert "pour vous soigner" in page


def test_a_verdict_shown_is_the_answer_that_the_service_gives(site: Client, marie: Record, asked: Any) -> None:
    """The page and the decision service are asked the same question, document by document."""
    from consents.models import Professional

    hugo = Professional.objects.get(family_name="Ferrand")
    intake.record_practice(professional=hugo.pk, organisation=marie.places["Hôpital Saint-Aubin"])
    hospital = marie.places["Hôpital Saint-Aubin"]
    marie.care(hugo.pk, CareBasis.ESTABLISHMENT, hospital)
    preferences.oppose(
        marie.patient,
        to=EVERYONE,
        about=Subject(SubjectKind.CATEGORY, "report"),
        by=Actor.person(marie.patient),
        at=marie.at,
    )
    member = portrait(marie.patient, at=marie.at).member(str(hugo.pk))
    assert member is not None

    shown = {name: member.verdicts[str(document)] for name, document in marie.documents.items()}
    answered = {name: asked(name) for name in marie.documents}
    assert {name: (one.permit, one.rule) for name, one in shown.items()} == {
        name: (one.permit, one.rule) for name, one in answered.items()
    }
    assert {one.permit for one in shown.values()} == {True, False}


@pytest.mark.parametrize("address", ["/", "/equipe/", "/documents/", "/historique/", "/historique/?voir=acces"])
def test_a_patient_whom_nobody_knows_yet_is_told_what_will_come(address: str, db: None, client: Client) -> None:
    from portal.models import User

    alone = person("SEUL", "Jean", "1900175056042", timezone.now())
    client.force_login(User.objects.create_account("jean@example.test", person_id=alone))

    assert client.get(address).status_code == 200
    assert "Aucun document à voir dans votre dossier pour l’instant" in read(client, "/")


@pytest.mark.parametrize("page", ["/", "/equipe/", "/documents/", "/historique/"])
def test_a_title_names_nobody_and_nothing(page: str, site: Client, marie: Record) -> None:
    title = site.get(page).content.decode().split("<title>")[1].split("</title>")[0]

    assert title.endswith("– Mes partages")
    assert not re.search("Lenoir|Marie|Aubertin|cardio", title, re.IGNORECASE)


@pytest.mark.parametrize("count", [1, 6, 7, 12, 16, 17, 40])
def test_the_circles_hold_any_number_of_people_without_one_over_another(count: int) -> None:
    drawn = circles.discs([("AB", f"Dr N{number}", "sees") for number in range(count)])

    assert len(drawn) == min(count, circles.MOST)
    places = [(float(one.x), float(one.y), float(one.radius)) for one in drawn]
    for here, (x, y, radius) in enumerate(places):
        assert radius < x < 360 - radius
        assert radius < y < 406 - radius
        assert all((x - a) ** 2 + (y - b) ** 2 >= (radius + c) ** 2 for a, b, c in places[here + 1 :])
    assert bool(drawn[0].label) is (count <= circles.NAMED)
    assert (drawn[-1].initials == f"+{count - circles.MOST + 1}") is (count > circles.MOST)


def test_specialties_and_kinds_are_all_named_in_french() -> None:
    from consents import labels

    assert set(labels.CATEGORIES) == set(Category)
    assert set(labels.SPECIALTIES) == set(Specialty)
    assert set(labels.PROFESSIONS) == set(Profession)
