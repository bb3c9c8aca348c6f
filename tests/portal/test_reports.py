"""`/signalements/`: an access reported from the history, followed to its answer; nobody else's can be seen or made."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consents.actor import Actor
from consents.models import Person
from consents.selectors.readers import Reader
from consents.services import intake
from consents.vocabulary import ActorKind, Door, Profession
from consents.words import Identifier
from portal.models import User
from sharing.asked import RPPS, Asked, AskerKind, AskerNamed
from sharing.models import AccessReport
from sharing.reported import Outcome
from sharing.selectors import accesses
from sharing.services import decisions, reports
from tests.portal.conftest import Record, person, read, valid_ins

INS = "urn:oid:1.2.250.1.213.1.4.10"
MARIE = Identifier(INS, valid_ins("2840675056001"))
REVIEWER = Actor(ActorKind.REVIEWER, str(uuid.uuid4()), Door.SITE)
SAID = {"reason": "unknown_person", "words": "Je ne l’ai jamais rencontré."}


@pytest.fixture
def access(marie: Record) -> str:
    """Dr Noël, who has no part in her care, asked about her letter."""
    rpps = "10001234565"
    noel = intake.record_professional(
        family_name="Noël", given_name="Gérard", title="Dr", rpps=rpps, profession=Profession.PHYSICIAN
    ).id
    intake.record_practice(professional=noel, organisation=marie.places["Hôpital Saint-Aubin"])
    again(marie)
    return accesses.accesses(marie.patient, first=0, most=1, reader=Reader.patient(marie.patient))[0].id


def again(marie: Record) -> None:
    asker = AskerNamed(AskerKind.PROFESSIONAL, Identifier(RPPS, "10001234565"))
    decisions.decide_one(Asked(asker, MARIE, marie.documents["lettre"], "care"), at=marie.at)


def form(access: str) -> str:
    return reverse("report_access", args=[access])


def test_an_access_is_reported_from_its_line_then_followed(site: Client, marie: Record, access: str) -> None:
    assert form(access) in site.get("/historique/?voir=acces").content.decode()
    page = read(site, form(access))
    assert "Dr Gérard Noël (Hôpital Saint-Aubin)" in page
    assert "N’écrivez rien sur votre santé." in page

    answer = site.post(form(access), SAID, follow=True)
    text = answer.content.decode()

    assert answer.redirect_chain == [(reverse("report", args=[AccessReport.objects.get().pk]), 302)]
    for words in ("Votre signalement est parti.", "Je ne connais pas cette personne", SAID["words"], "Reçu"):
        assert words in text
    assert "Signalé : reçu" in read(site, "/historique/?voir=acces")
    assert "Signaler :" not in read(site, "/historique/?voir=acces")
    assert "Dr Gérard Noël, le" in read(site, "/signalements/")


def test_a_report_without_a_reason_is_a_form_to_correct(site: Client, access: str) -> None:
    answer = site.post(form(access), {"words": "x" * 1001})

    assert answer.status_code == 422
    assert not AccessReport.objects.exists()


def test_an_access_already_reported_leads_to_where_it_stands(site: Client, access: str) -> None:
    for _press in range(2):
        site.post(form(access), SAID)

    kept = AccessReport.objects.get()
    assert site.get(form(access)).headers["Location"] == reverse("report", args=[kept.pk])


def test_the_answer_is_read_with_its_dates_and_the_access_may_be_reported_again(
    site: Client, marie: Record, access: str
) -> None:
    site.post(form(access), SAID)
    kept = AccessReport.objects.get().pk
    reports.take(kept, by=REVIEWER, at=marie.at)
    assert "En cours d’examen" in read(site, f"/signalements/{kept}/")
    reports.answer(
        kept, outcome=Outcome.NOT_JUSTIFIED, said="Vous aviez raison.\nL’hôpital a été prévenu.", by=REVIEWER,
        at=marie.at + timedelta(days=1),
    )  # fmt: skip
    page = read(site, f"/signalements/{kept}/")

    assert "Cet accès ne suivait pas les règles." in page
    assert "Vous aviez raison. L’hôpital a été prévenu." in page
    assert str(REVIEWER.reference) not in site.get(f"/signalements/{kept}/").content.decode()
    assert "Signalé : la réponse est là" in read(site, "/historique/?voir=acces")
    assert site.post(form(access), SAID).status_code == 302
    assert AccessReport.objects.count() == 2


@pytest.fixture
def stranger(marie: Record) -> Client:
    paul = person("LENOIR", "Paul", "1820675056017", marie.at)
    client = Client()
    client.force_login(User.objects.create_account("paul@example.test", person_id=paul))
    return client


def test_another_patient_s_access_and_report_are_answered_like_none(
    site: Client, stranger: Client, access: str
) -> None:
    site.post(form(access), SAID)
    kept = AccessReport.objects.get().pk

    for one in (access, uuid.uuid4()):
        assert stranger.get(form(str(one))).status_code == 404
        assert stranger.post(form(str(one)), SAID).status_code == 404
    for one in (kept, uuid.uuid4()):
        assert stranger.get(f"/signalements/{one}/").status_code == 404
    assert AccessReport.objects.count() == 1


def test_a_minor_has_no_such_pages(site: Client, marie: Record, access: str) -> None:
    Person.objects.filter(pk=marie.patient).update(born_on=marie.at.date().replace(year=marie.at.year - 16, day=1))

    for address in (form(access), "/signalements/", f"/signalements/{uuid.uuid4()}/", "/qui-est-au-courant/"):
        assert site.get(address).status_code == 404
    assert site.post(form(access), SAID).status_code == 404
    page = site.get("/historique/?voir=acces").content.decode()
    assert not re.search("signaler|/pourquoi/", page)


def test_what_is_written_is_shown_as_words_never_as_markup(site: Client, marie: Record, access: str) -> None:
    site.post(form(access), {"reason": "other", "words": "<b>gras</b>"})
    kept = AccessReport.objects.get().pk
    reports.take(kept, by=REVIEWER, at=marie.at)
    reports.answer(kept, outcome=Outcome.UNDECIDED, said="<script>alert(1)</script>", by=REVIEWER, at=marie.at)
    page = site.get(f"/signalements/{kept}/").content.decode()

    assert "&lt;b&gt;gras" in page
    assert "&lt;script&gt;alert" in page


def test_the_list_of_reports_costs_the_same_with_one_and_with_many(site: Client, marie: Record, access: str) -> None:
    site.post(form(access), SAID)
    few = _queries(site)
    for _number in range(6):
        again(marie)
    for card in accesses.accesses(marie.patient, first=0, most=9, reader=Reader.patient(marie.patient)):
        site.post(form(card.id), SAID)

    assert AccessReport.objects.count() == 7
    assert _queries(site) == few <= 15


def _queries(site: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert site.get("/signalements/").status_code == 200
    return len(captured)


def test_nothing_reported_yet_says_how(site: Client) -> None:
    assert "Un accès vous étonne ?" in read(site, "/signalements/")
