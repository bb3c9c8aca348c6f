"""Those who watch are watched: each list a reviewer is shown is written down with every patient it named."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from consents.actor import Actor
from consents.selectors.review import Wanted
from portal.models import User
from sharing.models import JournalRequest, ReviewRead
from sharing.services import review
from sharing.services.review import NotAReviewer, Slice
from tests.portal.review.conftest import ask, grant
from tests.sharing.hospital import Hospital


def test_a_list_is_written_down_with_the_reviewer_the_filters_and_the_patients_shown(
    console: Client, reviewer: User, chu: Hospital, now: datetime
) -> None:
    ask(chu, chu.seen, now)
    ask(chu, None, now, patient=chu.bea_ins)

    console.get(reverse("review_questions"), {"patient": "Aubert", "refus": ""})

    read = ReviewRead.objects.get()
    assert (read.reviewer, read.page, read.shape) == (reviewer.pk, "questions", "page")
    assert read.filters == {"patient": "Aubert"}
    assert read.patients == [chu.ana]


def test_the_first_page_one_question_and_a_file_are_written_down_too(
    console: Client, chu: Hospital, now: datetime
) -> None:
    ask(chu, chu.seen, now)
    console.get(reverse("review_home"))
    console.get(reverse("review_question", args=[JournalRequest.objects.get().pk]))
    console.get(reverse("review_oppositions"), {"format": "csv"})

    read = ReviewRead.objects.order_by("at").values_list("page", "shape", "patients")

    assert list(read) == [
        ("home", "page", [chu.ana]),
        ("question", "page", [chu.ana]),
        ("oppositions", "csv", [chu.ana]),
    ]


@pytest.mark.parametrize(
    "route", ["review_home", "review_grants", "review_oppositions", "review_questions", "review_notices"]
)
def test_nothing_is_shown_when_it_cannot_be_written_down(
    console: Client, chu: Hospital, now: datetime, route: str
) -> None:
    """Broken for good: the table refuses every row."""
    grant(chu, chu.leroy, now)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE sharing_reviewread ADD CONSTRAINT broken CHECK (false) NOT VALID")
    console.raise_request_exception = False

    with transaction.atomic():
        answer = console.get(reverse(route))

    assert answer.status_code == 500
    assert "Aubert" not in answer.content.decode()


def test_a_search_that_is_refused_is_no_reading(console: Client, chu: Hospital) -> None:
    console.get(reverse("review_questions"), {"du": "hier"})

    assert not ReviewRead.objects.exists()


def test_the_lists_are_read_by_reviewers_alone(chu: Hospital, now: datetime) -> None:
    with pytest.raises(NotAReviewer):
        review.grants(Wanted(), Slice(0, 10), by=Actor.person(chu.ana), at=now)


Change = Callable[[], Any]
CHANGES: dict[str, str] = {
    "update": "UPDATE sharing_reviewread SET page = 'home'",
    "delete": "DELETE FROM sharing_reviewread",
    "truncate": "TRUNCATE sharing_reviewread",
}


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_the_owner_of_the_tables_cannot_rewrite_what_reviewers_read(
    console: Client, chu: Hospital, change: str
) -> None:
    console.get(reverse("review_oppositions"))

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CHANGES[change])


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_the_sites_own_role_cannot_rewrite_what_reviewers_read(as_application: psycopg.Connection, change: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_application.execute(CHANGES[change].encode())


def test_the_sites_own_role_may_add_a_reading(as_application: psycopg.Connection) -> None:
    added = as_application.execute(
        "INSERT INTO sharing_reviewread (id, reviewer, at, recorded_at, page, shape, filters, patients)"
        " VALUES (gen_random_uuid(), gen_random_uuid(), now(), now(), 'home', 'page', '{}', '{}')"
    )

    assert added.rowcount == 1
