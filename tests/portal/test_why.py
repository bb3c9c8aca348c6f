"""`/pourquoi/…`: the trace in words, and the one choice that would turn the answer round."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consents.actor import Actor
from consents.calendar import paris_day
from consents.models import Person
from consents.services import directives, intake, preferences, settings
from consents.vocabulary import CareBasis, Category, Choice, Profession, RecipientKind, SettingName, SubjectKind
from consents.words import EVERYONE, EVERYTHING, Identifier, Recipient, Subject
from sharing.asked import RPPS, Asked, AskerKind, AskerNamed
from sharing.models import JournalRequest
from sharing.services import decisions
from tests.portal.conftest import Record, read, valid_ins

INS = "urn:oid:1.2.250.1.213.1.4.10"


def why(marie: Record, who: str, what: str = "", **query: str) -> str:
    about = f"{marie.documents[what]}/" if what else ""
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/pourquoi/{marie.people[who]}/{about}?{asked}"


def doctor(marie: Record, who: str) -> Recipient:
    return Recipient(RecipientKind.PROFESSIONAL, str(marie.people[who]))


def paper(marie: Record, what: str) -> Subject:
    return Subject(SubjectKind.DOCUMENT, str(marie.documents[what]))


def by(marie: Record) -> Actor:
    return Actor.person(marie.patient)


def test_a_yes_by_the_law_says_its_rule_its_article_the_basis_and_the_opposition_that_would_close_it(
    site: Client, marie: Record
) -> None:
    marie.document("bilan", Category.REPORT, organisation=marie.places["Hôpital Saint-Aubin"])
    page = read(site, why(marie, "Belkacem", "bilan"))

    assert "Pourquoi Dr Younès Belkacem voit ce document" in page
    assert "La règle R10 (CSP L1110-4 III, L1110-12 1°)" in page
    assert "Membre de l’équipe qui vous soigne dans cet établissement (Hôpital Saint-Aubin)" in page
    assert "Aucun de vos choix n’a compté ici" in page
    assert "La réponse serait non avec votre opposition" in page
    assert 'href="/droits/#R10"' in site.get(why(marie, "Belkacem", "bilan")).content.decode()


def test_the_button_leads_to_the_preview_of_exactly_that_choice_and_confirming_it_turns_the_answer(
    site: Client, marie: Record
) -> None:
    marie.document("bilan", Category.REPORT, organisation=marie.places["Hôpital Saint-Aubin"])
    address = button(site, why(marie, "Belkacem", "bilan"))

    assert address == (
        f"/choix/?verbe=oppose&a=professional:{marie.people['Belkacem']}&sur=document:{marie.documents['bilan']}"
    )
    assert site.get(address).status_code == 200
    preferences.oppose(
        marie.patient, to=doctor(marie, "Belkacem"), about=paper(marie, "bilan"), by=by(marie), at=marie.at
    )
    page = read(site, why(marie, "Belkacem", "bilan"))
    assert "ne voit pas ce document" in page
    assert "Ce choix a décidé Votre opposition du" in page
    assert "verbe=withdraw" in button(site, why(marie, "Belkacem", "bilan"))


def test_what_a_narrower_word_set_aside_is_named_with_that_word(site: Client, marie: Record) -> None:
    preferences.oppose(marie.patient, to=EVERYONE, about=EVERYTHING, by=by(marie), at=marie.at)
    preferences.grant(
        marie.patient, to=doctor(marie, "Belkacem"), about=paper(marie, "lettre"), by=by(marie), at=marie.at
    )
    page = read(site, why(marie, "Belkacem", "lettre"))

    assert "Ce choix a décidé Votre autorisation du" in page
    aside = page.split("Ce choix a été écarté")[1]
    assert aside.index("Votre opposition du") < aside.index("Un choix plus précis l’emporte")
    assert "tous, pour tout votre dossier" in aside


def test_where_the_law_decides_no_button_is_offered(site: Client, marie: Record) -> None:
    marie.document("gènes", Category.GENETICS)
    page = read(site, why(marie, "Keller", "gènes"))

    assert "Ce document ne relève pas de son métier" in page
    assert "Rien de ce que vous pouvez dire ne la changerait" in page
    assert "c’est la loi" in page
    assert button(site, why(marie, "Keller", "gènes")) == ""


def test_an_author_is_explained_as_one(site: Client, marie: Record) -> None:
    page = read(site, why(marie, "Belkacem", "echo"))

    assert "La règle R29" in page
    assert "Qui écrit un document peut toujours le relire." in page


def test_the_treating_physician_who_sees_what_is_hidden_is_explained_by_that_setting(
    site: Client, marie: Record
) -> None:
    preferences.oppose(marie.patient, to=EVERYONE, about=paper(marie, "echo"), by=by(marie), at=marie.at)
    seen = {SettingName.TREATING_PHYSICIAN_SEES_HIDDEN: Choice.YES}
    settings.choose_for_treating_physician(marie.patient, choices=seen, by=by(marie), at=marie.at)
    page = read(site, why(marie, "Aubertin", "echo"))

    assert "La règle R30" in page
    assert "Laissé de côté par un de vos réglages" in page


def test_in_an_emergency_the_answer_and_its_rule_are_those_of_the_emergency(site: Client, marie: Record) -> None:
    usual = read(site, why(marie, "Belkacem", "lettre"))
    urgent = read(site, why(marie, "Belkacem", "lettre", pour="emergency"))

    assert "Pourquoi Dr Younès Belkacem ne voit pas ce document" in usual
    assert "En urgence, cette personne pourrait l’ouvrir" in usual
    assert "Pourquoi Dr Younès Belkacem verrait ce document" in urgent
    assert "La règle R34" in urgent
    settings.choose_for_emergencies(
        marie.patient, choices={SettingName.EMERGENCY_BREAK_GLASS: Choice.REFUSE}, by=by(marie), at=marie.at
    )
    refused = read(site, why(marie, "Belkacem", "lettre", pour="emergency"))
    assert "vous refusez que l’on ouvre votre dossier en urgence" in refused
    assert "La réponse serait oui" in refused
    assert 'href="/urgence/"' in text(site, why(marie, "Belkacem", "lettre", pour="emergency"))
    assert "Même en urgence, la réponse serait non." in read(site, why(marie, "Belkacem", "lettre"))


def test_a_past_day_is_answered_as_it_stood_and_offers_no_choice(site: Client, marie: Record) -> None:
    marie.document("bilan", Category.REPORT, days=60, organisation=marie.places["Hôpital Saint-Aubin"])
    preferences.oppose(
        marie.patient, to=doctor(marie, "Belkacem"), about=paper(marie, "bilan"), by=by(marie), at=marie.at
    )
    then = paris_day(marie.at - timedelta(days=5)).isoformat()
    page = read(site, why(marie, "Belkacem", "bilan", le=then))

    assert "Pourquoi Dr Younès Belkacem voyait ce document" in page
    assert "en fin de journée" in page
    assert "Voyait" in page
    assert "Ce qui changerait la réponse" not in page
    assert "Ce que cette réponse ne change pas" not in page
    assert button(site, why(marie, "Belkacem", "bilan", le=then)) == ""
    assert "Voir la réponse d’aujourd’hui" in page
    assert "ne voit pas ce document" in read(site, why(marie, "Belkacem", "bilan"))


def test_a_precise_moment_tells_the_minute_before_from_the_minute_after(site: Client, marie: Record) -> None:
    marie.document("bilan", Category.REPORT, days=60, organisation=marie.places["Hôpital Saint-Aubin"])
    said = marie.at - timedelta(days=3)
    preferences.oppose(marie.patient, to=doctor(marie, "Belkacem"), about=paper(marie, "bilan"), by=by(marie), at=said)
    before, after = ((said + timedelta(minutes=each)).strftime("%Y-%m-%dT%H:%M:%SZ") for each in (-1, 1))

    assert "Belkacem voyait ce document" in read(site, why(marie, "Belkacem", "bilan", le=before))
    assert "Belkacem ne voyait pas ce document" in read(site, why(marie, "Belkacem", "bilan", le=after))


def test_a_document_that_was_not_there_yet_is_said_so(site: Client, marie: Record) -> None:
    then = paris_day(marie.at - timedelta(days=60)).isoformat()

    page = read(site, why(marie, "Belkacem", "echo", le=then))

    assert "Ce document n’était pas encore dans votre dossier." in page
    assert "La règle" not in page


@pytest.mark.parametrize(
    "written", ["2999-01-01", "hier", "9999-12-31", "0001-01-01", "2026-02-30", "2999-01-01T00:00Z", "T"]
)
def test_a_day_to_come_or_none_at_all_is_a_mistake_to_correct_and_today_s_answer_shows(
    written: str, site: Client, marie: Record
) -> None:
    page = read(site, why(marie, "Belkacem", "echo", le=written))

    assert "voit ce document" in page
    assert "pas encore venu" in page or "Écrivez une date qui existe" in page


def test_the_record_as_a_whole_has_its_page(site: Client, marie: Record) -> None:
    assert "Pourquoi votre dossier s’ouvre à Dr Camille Aubertin" in read(site, why(marie, "Aubertin"))
    closed = read(site, why(marie, "Keller"))
    assert "Pourquoi votre dossier ne s’ouvre pas à Bruno Keller" in closed
    assert "La réponse serait oui avec votre autorisation" in closed


def test_a_document_that_she_may_not_see_herself_is_not_found_whatever_the_day(site: Client, marie: Record) -> None:
    directives.wish_not_to_know(marie.patient, document=marie.documents["echo"], by=by(marie), at=marie.at)
    marie.document("attente", Category.REPORT, days=2, announcement_pending=True)
    marie.document("tiers", Category.REPORT, days=2, third_party=True)
    then = paris_day(marie.at - timedelta(days=1)).isoformat()

    for what in ("echo", "attente", "tiers"):
        assert site.get(why(marie, "Belkacem", what)).status_code == 404
        assert site.get(why(marie, "Belkacem", what, le=then)).status_code == 404


def test_a_word_about_a_document_that_she_no_longer_wants_to_know_is_not_named_elsewhere(
    site: Client, marie: Record
) -> None:
    preferences.oppose(
        marie.patient, to=doctor(marie, "Aubertin"), about=paper(marie, "echo"), by=by(marie), at=marie.at
    )
    directives.wish_not_to_know(marie.patient, document=marie.documents["echo"], by=by(marie), at=marie.at)

    assert "Imagerie" not in read(site, why(marie, "Aubertin")) + read(site, why(marie, "Aubertin", "lettre"))


def test_strangers_and_other_people_s_documents_are_not_found(site: Client, marie: Record) -> None:
    stranger = marie.professional("Dr", "Inès", "Caron", Profession.PHYSICIAN, marie.places["Cabinet des Tilleuls"])

    assert site.get(f"/pourquoi/{stranger}/").status_code == 404
    assert site.get(f"/pourquoi/{marie.people['Belkacem']}/{marie.patient}/").status_code == 404
    assert site.get(f"/pourquoi/{marie.patient}/").status_code == 404


def test_a_stranger_who_asked_is_explained(site: Client, marie: Record) -> None:
    curious = intake.record_professional(
        family_name="Caron", title="Dr", rpps="10001234565", profession=Profession.PHYSICIAN
    ).id
    intake.record_practice(professional=curious, organisation=marie.places["Hôpital Saint-Aubin"])
    asker = AskerNamed(AskerKind.PROFESSIONAL, Identifier(RPPS, "10001234565"))
    patient = Identifier(INS, valid_ins("2840675056001"))
    decisions.decide_one(Asked(asker, patient, marie.documents["echo"], "care"), at=marie.at)
    page = read(site, f"/pourquoi/{curious}/{marie.documents['echo']}/")

    assert "Pourquoi Dr Caron ne voit pas ce document" in page
    assert "Travailler dans un établissement qui vous soigne ne suffit pas" in page
    assert site.get(button(site, f"/pourquoi/{curious}/{marie.documents['echo']}/")).status_code == 200


def test_whoever_took_part_that_day_is_explained_for_that_day_only(site: Client, marie: Record) -> None:
    past = marie.professional("Dr", "Paul", "Ancel", Profession.PHYSICIAN, marie.places["Hôpital Saint-Aubin"])
    intake.record_care(
        marie.patient, professional=past, basis=CareBasis.ESTABLISHMENT, organisation=marie.places["Hôpital Saint-Aubin"],
        begins_at=marie.at - timedelta(days=50), ends_at=marie.at - timedelta(days=10),
    )  # fmt: skip
    then = paris_day(marie.at - timedelta(days=20)).isoformat()

    assert "s’ouvrait à Dr Paul Ancel" in read(site, f"/pourquoi/{past}/?le={then}")
    assert site.get(f"/pourquoi/{past}/").status_code == 404


def test_asking_why_leaves_no_line_in_the_journal(site: Client, marie: Record) -> None:
    read(site, why(marie, "Belkacem", "echo", pour="emergency"))

    assert not JournalRequest.objects.exists()


def test_a_minor_has_no_such_page(site: Client, marie: Record) -> None:
    Person.objects.filter(pk=marie.patient).update(born_on=f"{marie.at.year - 15}-01-05")

    assert site.get(why(marie, "Belkacem")).status_code == 404
    assert site.get(why(marie, "Belkacem", "echo")).status_code == 404


def test_every_verdict_of_the_pages_leads_to_its_explanation(site: Client, marie: Record) -> None:
    for page in (f"/equipe/{marie.people['Belkacem']}/", f"/documents/{marie.documents['echo']}/"):
        assert f'href="/pourquoi/{marie.people["Belkacem"]}/{marie.documents["echo"]}/"' in text(site, page)
    assert f'href="/pourquoi/{marie.people["Belkacem"]}/"' in text(site, "/equipe/")


@pytest.mark.parametrize("page", ["record", "document", "past"])
def test_the_page_costs_the_same_queries_with_three_documents_and_with_forty(
    page: str, site: Client, marie: Record
) -> None:
    then = paris_day(marie.at - timedelta(days=5)).isoformat()
    address = {
        "record": why(marie, "Belkacem"),
        "document": why(marie, "Belkacem", "echo"),
        "past": why(marie, "Belkacem", "echo", le=then),
    }[page]
    few = _queries(site, address)
    for number in range(37):
        marie.document(f"d{number}", list(Category)[number % 10], days=number, author=marie.people["Belkacem"])

    assert _queries(site, address) == few <= 80


def button(site: Client, address: str) -> str:
    """Where the button under « Ce qui changerait la réponse » leads; empty without one."""
    found = re.findall(r'class="btn" href="(/choix/[^"]*)"', text(site, address))
    return html.unescape(found[0]) if found else ""


def text(site: Client, address: str) -> str:
    return site.get(address).content.decode()


def _queries(browser: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200
    return len(captured)
