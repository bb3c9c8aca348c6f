"""`/controle/signalements/`: a report taken, then answered, with all that is needed to judge and no medical content."""

import csv
import io
import re
from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from consents.actor import Actor
from portal.models import User
from sharing.models import AccessReportEvent, JournalRequest, ReviewRead
from sharing.reported import Reason
from sharing.services import reports
from tests.portal.review.conftest import ask, page, rows
from tests.portal.review.test_lists import queries
from tests.sharing.hospital import Hospital

WORDS = "Je ne connais pas cette personne."


@pytest.fixture
def reported(chu: Hospital, now: datetime) -> UUID:
    """Ana reports Dr Martin's refused question."""
    ask(chu, chu.hidden, now)
    return again(chu, now)


def again(chu: Hospital, at: datetime) -> UUID:
    request = JournalRequest.objects.order_by("-recorded_at", "-id").first()
    assert request is not None
    return reports.report(
        chu.ana, request.pk, reason=Reason.UNKNOWN_PERSON, words=WORDS, by=Actor.person(chu.ana), at=at
    )  # fmt: skip


def test_the_list_says_who_reports_whom_why_and_how_far_it_has_come(console: Client, reported: UUID) -> None:
    html = page(console, "review_reports")

    for words in ("Aubert", "Martin", "CHU des Tilleuls", "Personne inconnue du patient", "Reçu"):
        assert words in html
    assert WORDS not in html
    assert (rows(html), ReviewRead.objects.get().page) == (1, "reports")


def test_the_case_shows_the_access_each_answer_with_its_rule_and_the_patients_words(
    console: Client, chu: Hospital, reported: UUID
) -> None:
    html = console.get(reverse("review_report", args=[reported])).content.decode()

    for words in (WORDS, "Martin", "R08", "CSP L1110-4", "refusée", "Soins"):
        assert words in html
    assert not re.search("Santé mentale|Compte rendu|mental_health", html)
    read = ReviewRead.objects.get()
    assert (read.page, read.patients, read.filters) == ("report", [chu.ana], {"report": str(reported)})


def test_a_report_is_taken_then_answered_by_a_reviewer_whose_acts_are_kept(
    console: Client, reviewer: User, reported: UUID
) -> None:
    case = reverse("review_report", args=[reported])
    assert "Envoyer la réponse" not in console.get(case).content.decode()
    console.post(reverse("review_report_take", args=[reported]))
    answered = {"outcome": "not_justified", "said": "Vous aviez raison. L’établissement a été prévenu."}
    answer = console.post(reverse("review_report_answer", args=[reported]), answered, follow=True)
    html = answer.content.decode()

    assert answer.redirect_chain == [(case, 302)]
    assert "Accès injustifié" in html
    assert answered["said"] in html
    assert reviewer.email in html
    assert "Envoyer la réponse" not in html
    kept = AccessReportEvent.objects.filter(by=reviewer.pk).order_by("position").values_list("status", flat=True)
    assert list(kept) == ["examining", "answered"]


def test_a_report_taken_by_another_meanwhile_is_shown_as_it_stands(console: Client, reported: UUID) -> None:
    console.post(reverse("review_report_take", args=[reported]))
    html = console.post(reverse("review_report_take", args=[reported]), follow=True).content.decode()

    assert "Une autre personne a déjà pris ce signalement." in html


def test_an_answer_that_says_nothing_is_a_form_to_correct(console: Client, reported: UUID) -> None:
    console.post(reverse("review_report_take", args=[reported]))
    answer = console.post(reverse("review_report_answer", args=[reported]), {"outcome": "justified", "said": " "})

    assert answer.status_code == 422
    assert AccessReportEvent.objects.count() == 2


def test_filters_keep_the_state_and_the_reason_asked_for(console: Client, reported: UUID) -> None:
    assert rows(page(console, "review_reports", etat="received", raison="unknown_person", qui="Martin")) == 1
    for other in ({"etat": "answered"}, {"raison": "other"}, {"qui": "Leroy"}, {"lieu": "Lac"}, {"patient": "Blanc"}):
        assert rows(page(console, "review_reports", **other)) == 0


def test_a_file_holds_the_list_without_the_patients_words(console: Client, chu: Hospital, reported: UUID) -> None:
    answer = console.get(reverse("review_reports"), {"format": "csv"})
    (line,) = csv.DictReader(io.StringIO(answer.content.decode()))

    assert (line["id"], line["patient"], line["status"]) == (str(reported), str(chu.ana), "received")
    assert WORDS not in answer.content.decode()


def test_an_unknown_report_is_not_found_and_nothing_is_done_by_reading(console: Client, reported: UUID) -> None:
    nowhere = "00000000-0000-4000-8000-000000000001"
    assert console.get(reverse("review_report", args=[nowhere])).status_code == 404
    for route in ("review_report_take", "review_report_answer"):
        assert console.get(reverse(route, args=[reported])).status_code == 405
        form = {"outcome": "justified", "said": "Oui."}
        assert console.post(reverse(route, args=[nowhere]), form).status_code == 404


def test_the_first_page_counts_the_reports_without_an_answer(console: Client, reported: UUID) -> None:
    html = page(console, "review_home")

    assert re.search(r"signalements sans réponse</a></dt><dd>1</dd>", html)
    assert "Personne inconnue du patient" in html


def test_the_list_of_reports_costs_the_same_whatever_its_length(
    console: Client, chu: Hospital, reported: UUID, now: datetime
) -> None:
    few = queries(console, reverse("review_reports"))
    for _number in range(8):
        ask(chu, chu.seen, now)
        again(chu, now)

    assert queries(console, reverse("review_reports")) == few <= 17
