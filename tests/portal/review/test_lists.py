"""`/controle/`: each list says who, from where, about whom and by which rule; never what a document is about."""

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consents.actor import Actor
from consents.services import intake, preferences
from consents.vocabulary import Category, OrganisationKind, Specialty, SubjectKind
from consents.words import EVERYONE, Identifier, Subject
from sharing.asked import FINESS, Asked, AskerKind, AskerNamed
from sharing.models import JournalRequest, Notice
from sharing.services import decisions, planning
from tests.portal.review.conftest import LISTS, ask, grant, page, rows
from tests.sharing.hospital import Hospital, about, doctor


def undeliverable(chu: Hospital, at: datetime) -> Notice:
    """A notice that was tried eight times, then given up."""
    planning.plan_notices(at=at)
    notice = Notice.objects.filter(system__isnull=False).first()
    assert notice is not None
    Notice.objects.filter(pk=notice.pk).update(state="dead", attempts=8, last_outcome="connection refused")
    notice.refresh_from_db()
    return notice


def test_grants_in_force_are_listed_with_patient_recipient_and_period(
    console: Client, chu: Hospital, now: datetime
) -> None:
    grant(chu, chu.leroy, now)

    html = page(console, "review_grants")

    assert rows(html) == 1
    assert "Aubert" in html
    assert "naissance : 1980" in html
    assert "Leroy" in html
    assert "tout le dossier" in html
    assert "sans date de fin" in html


def test_what_has_ended_or_was_withdrawn_is_no_longer_in_force(console: Client, chu: Hospital, now: datetime) -> None:
    assert rows(page(console, "review_oppositions")) == 1

    chu.withdraw(chu.martin, chu.hidden, at=now - timedelta(minutes=1))

    assert rows(page(console, "review_oppositions")) == 0
    assert "Aucune opposition en vigueur." in page(console, "review_oppositions")


def test_a_word_about_a_sort_or_a_specialty_does_not_say_which(console: Client, chu: Hospital, now: datetime) -> None:
    himself, at = Actor.person(chu.ana), now - timedelta(minutes=2)
    for subject in (
        Subject(SubjectKind.CATEGORY, Category.MENTAL_HEALTH.value),
        Subject(SubjectKind.SPECIALTY, Specialty.PSYCHIATRY.value),
    ):
        preferences.oppose(chu.ana, to=EVERYONE, about=subject, by=himself, at=at)
    every = [console.get(reverse("review_oppositions"), {"format": shape}) for shape in ("page", "csv", "json")]

    said = [answer.content.decode() for answer in every]

    assert "une sorte de documents" in said[0]
    assert "une spécialité" in said[0]
    for text in said:
        assert not re.search("mental|psychiatr", text, re.IGNORECASE)


def test_a_question_says_who_asked_from_where_through_what_about_whom_and_by_which_rule(
    console: Client, chu: Hospital, now: datetime
) -> None:
    ask(chu, chu.hidden, now)

    html = page(console, "review_questions")

    for words in ("Martin", "Dentiste", "CHU des Tilleuls", "Logiciel du CHU", "Aubert", "Soins", "1 refusée", "R08"):
        assert words in html
    assert "CSP L1110-4" in html
    assert "Dit au patient : « Vous avez dit non. »" in html


def test_one_question_shows_each_answer_and_no_kind_of_document(console: Client, chu: Hospital, now: datetime) -> None:
    asked = [chu.asked(document) for document in (chu.seen, chu.hidden, chu.out_of_remit)]
    decisions.answer_system(chu.credentials.client_id, asked, at=now)
    request = JournalRequest.objects.get()

    html = console.get(reverse("review_question", args=[request.pk])).content.decode()

    assert rows(html) == 3
    assert all(str(document) in html for document in (chu.seen, chu.hidden, chu.out_of_remit))
    assert not re.search("Santé mentale|Compte rendu|mental_health", html)


def test_the_reason_stated_in_an_emergency_is_not_shown_to_reviewers(
    console: Client, chu: Hospital, now: datetime
) -> None:
    row = JournalRequest(
        asked_at=now, recorded_at=now, asker_kind="professional", asker_named="x|y", purpose="emergency",
        stated_reason="Overdose", matrix_version="2026-11",
    )  # fmt: skip
    row.save()

    assert "Overdose" not in page(console, "review_questions")
    assert "Overdose" not in console.get(reverse("review_question", args=[row.pk])).content.decode()


def test_a_question_about_someone_unknown_is_kept_as_it_was_named(
    console: Client, chu: Hospital, now: datetime
) -> None:
    ask(chu, None, now, patient=chu.nobody_ins)

    html = page(console, "review_questions")

    assert chu.nobody_ins.value in html
    assert "inconnu ici" in html


def test_the_attempt_of_one_whom_the_law_never_lets_in_is_counted_and_found(
    console: Client, chu: Hospital, now: datetime
) -> None:
    ask(chu, chu.seen, now)
    intake.record_organisation(name="Assurances du Port", kind=OrganisationKind.INSURER, finess="750000028")
    insurer = AskerNamed(AskerKind.ORGANISATION, Identifier(FINESS, "750000028"))
    decisions.decide_one(Asked(insurer, chu.ana_ins, None, "care"), at=now)

    html = page(console, "review_questions", interdit="on")

    assert rows(html) == 1
    assert "Assurances du Port" in html
    assert "Tentative interdite" in html
    assert figures(page(console, "review_home"))["tentatives interdites en 24 h"] == 1


def figures(html: str) -> dict[str, int]:
    found = re.findall(r"<dt><a [^>]+>([^<]+)</a></dt><dd>(\d+)</dd>", html)
    return {label: int(number) for label, number in found}


def test_the_first_page_counts_the_last_day_and_shows_the_newest_of_each_list(
    console: Client, chu: Hospital, now: datetime
) -> None:
    ask(chu, chu.seen, now - timedelta(days=3))
    ask(chu, chu.seen, now)
    ask(chu, chu.hidden, now)
    grant(chu, chu.leroy, now)
    undeliverable(chu, now)

    html = page(console, "review_home")

    assert figures(html) == {
        "demandes en 24 h": 2, "refus en 24 h": 1, "tentatives interdites en 24 h": 0, "avis non remis": 1,
        "signalements sans réponse": 0,
    }  # fmt: skip
    assert rows(html) == 3 + 1 + 1 + 1


def test_an_undelivered_notice_says_its_state_its_attempts_and_what_came_back(
    console: Client, chu: Hospital, now: datetime
) -> None:
    undeliverable(chu, now)

    html = page(console, "review_notices")

    for words in ("Logiciel du CHU", "Abandonné", "connection refused", "Aubert"):
        assert words in html
    assert rows(page(console, "review_notices", etat="waiting")) == 0


def test_an_unknown_request_is_not_found(console: Client) -> None:
    assert console.get(reverse("review_question", args=[uuid.uuid4()])).status_code == 404


def test_lists_are_read_never_written(console: Client) -> None:
    assert [console.post(reverse(route)).status_code for route in (*LISTS, "review_home")] == [405] * 5


def queries(console: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert console.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize("route", [*LISTS, "review_home"])
def test_a_list_costs_the_same_number_of_queries_whatever_its_length(
    console: Client, chu: Hospital, now: datetime, route: str
) -> None:
    grant(chu, chu.leroy, now)
    ask(chu, chu.hidden, now)
    undeliverable(chu, now)
    short = queries(console, reverse(route))
    everyone: dict[str, Any] = {"by": Actor.person(chu.ana), "at": now - timedelta(seconds=20)}
    for number in range(12):
        ask(
            chu,
            chu.report(number),
            now - timedelta(seconds=number),
            rpps=chu.nora_rpps if number % 2 else chu.martin_rpps,
        )
        preferences.oppose(chu.ana, to=doctor(chu.leroy), about=about(chu.report(100 + number)), **everyone)
        preferences.grant(chu.ana, to=doctor(chu.nora), about=about(chu.report(200 + number)), **everyone)
    undeliverable(chu, now)
    Notice.objects.filter(system__isnull=False).update(state="dead")

    assert queries(console, reverse(route)) == short <= (35 if route == "review_home" else 15)


def test_the_rule_is_said_in_english_to_who_reads_english(console: Client, chu: Hospital, now: datetime) -> None:
    ask(chu, chu.hidden, now)

    console.cookies["django_language"] = "en"
    answer = console.get(reverse("review_questions"))

    assert "You have opposed it." in answer.content.decode()
