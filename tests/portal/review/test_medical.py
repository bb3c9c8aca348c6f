"""What physicians decided about minors: listed for the reviewer without the reason, which one page alone shows."""

import csv
import io
import json
import uuid
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consents.actor import Actor
from consents.errors import Refused
from consents.models import Person, Restoration, Secrecy, Withholding
from consents.services import intake, minors, physicians, secrecy
from consents.verification import INS_TEST
from consents.vocabulary import CareBasis
from portal.models import User
from sharing.models import ReviewRead
from tests.portal.review.conftest import page, rows
from tests.sharing.hospital import BEFORE, Hospital, ins

DANGER, BACK, AGAINST = "Le père frappe à la maison.", "Le juge a confié sa fille au père.", "Vu avec elle ce matin."
WHERE = "review_medical"


@pytest.fixture
def child(chu: Hospital, now: datetime) -> Hospital:
    """Ana is fifteen, Dr Leroy takes part in her care."""
    Person.objects.filter(pk=chu.ana).update(born_on=date(now.year - 15, 1, 5))
    intake.record_care(chu.ana, professional=chu.leroy, basis=CareBasis.TREATING_PHYSICIAN, begins_at=BEFORE)
    return chu


@pytest.fixture
def father(child: Hospital) -> uuid.UUID:
    return intake.record_person(
        at=BEFORE, birth_name="Morel", birth_given_names="Luc", born_on=date(1980, 5, 2),
        ins=ins("1800575056022"), ins_system=INS_TEST,
    ).id  # fmt: skip


def leroy(chu: Hospital) -> Actor:
    return Actor.professional(chu.leroy)


def withhold(chu: Hospital, at: datetime, **more: Any) -> uuid.UUID:
    more = {"rule": "R71", "reason": DANGER, **more}
    return physicians.withhold(chu.ana, by=leroy(chu), at=at, **more)


def kept(chu: Hospital, document: uuid.UUID, at: datetime) -> uuid.UUID:
    minors.keep_secret(chu.ana, document=document, by=Actor.person(chu.ana), at=at)
    found: uuid.UUID = Secrecy.objects.get(document=document).pk
    return found


@pytest.fixture
def decided(child: Hospital, father: uuid.UUID, now: datetime) -> list[uuid.UUID]:
    """One withheld then given back, one secret kept on, one overruled; the newest last."""
    row = withhold(child, now - timedelta(hours=4), document=child.seen, from_person=father)
    physicians.lift_withholding(row, reason=BACK, by=leroy(child), at=now - timedelta(hours=1))
    spoken, overruled = (kept(child, paper, now - timedelta(days=2)) for paper in (child.seen, child.hidden))
    at = now - timedelta(hours=3)
    secrecy.renew(child.ana, secrecy=spoken, maintained=True, by=leroy(child), at=at)
    secrecy.overrule(child.ana, secrecy=overruled, reason=AGAINST, by=leroy(child), at=now - timedelta(hours=2))
    return [row, spoken, overruled]


def case(console: Client, number: int) -> str:
    """The page that the list's own line leads to."""
    html = page(console, WHERE)
    links = [each.split('"')[0] for each in html.split(f'href="{reverse(WHERE)}')[1:]]
    found = [each for each in links if len(each) > 30]
    return console.get(reverse(WHERE) + found[number]).content.decode().replace("\u00a0", " ")


def test_each_decision_is_a_line_with_who_about_whom_and_what_and_without_the_reason(
    console: Client, child: Hospital, decided: list[uuid.UUID]
) -> None:
    html = page(console, WHERE).replace("\u00a0", " ")

    assert rows(html) == 3
    for words in ("Secret levé par décision médicale", "Secret gardé après un échange", "Retenu : danger"):
        assert words in html
    for words in ("Aubert", "Leroy", "Luc Morel", "rendu le", str(child.seen)[:8], "un secret, choix n°"):
        assert words in html
    assert not any(reason in html for reason in (DANGER, BACK, AGAINST))


def test_the_reason_is_on_the_case_s_own_page_with_that_of_giving_back(
    console: Client, decided: list[uuid.UUID]
) -> None:
    pages = [case(console, number) for number in range(3)]

    assert [AGAINST in html for html in pages] == [True, False, False]
    assert [DANGER in html and BACK in html for html in pages] == [False, False, True]


def test_a_file_holds_the_filtered_list_and_no_reason(console: Client, decided: list[uuid.UUID]) -> None:
    as_csv, as_json = (console.get(reverse(WHERE), {"sorte": "R71", "format": shape}) for shape in ("csv", "json"))

    (line,) = csv.DictReader(io.StringIO(as_csv.content.decode(), newline=""), strict=True)
    (item,) = json.loads(as_json.content)["items"]
    assert list(line) == list(item)
    assert (line["kind"], line["decided_by"], line["towards"]) == ("R71", "Leroy", "Luc Morel")
    for body in (as_csv.content, as_json.content):
        assert not any(reason.encode() in body for reason in (DANGER, BACK, AGAINST))


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"patient": "Aubert"}, 3),
        ({"patient": "Blanc"}, 0),
        ({"qui": "Leroy"}, 3),
        ({"qui": "Martin"}, 0),
        ({"sorte": "overruled"}, 1),
        ({"sorte": "lifted"}, 0),
        ({"sorte": "R71", "qui": "10001234581"}, 1),
        ({"sorte": "R65"}, 0),
        ({"du": "2020-01-01"}, 3),
        ({"au": "2020-01-01"}, 0),
    ],
)
def test_the_list_is_filtered_by_day_patient_physician_and_kind(
    console: Client, decided: list[uuid.UUID], filters: dict[str, str], found: int
) -> None:
    assert rows(page(console, WHERE, **filters)) == found


def test_a_kind_that_is_none_is_a_mistake_and_nothing_is_read(console: Client, decided: list[uuid.UUID]) -> None:
    assert console.get(reverse(WHERE), {"sorte": "R99"}).status_code == 422
    assert not ReviewRead.objects.exists()


def test_what_is_read_is_written_down_with_the_reviewer_and_the_minor(
    console: Client, reviewer: User, child: Hospital, decided: list[uuid.UUID]
) -> None:
    console.get(reverse(WHERE), {"patient": "Aubert", "sorte": "R71"})
    console.get(reverse("review_medical_case", args=[decided[0]]))
    console.get(reverse(WHERE), {"format": "csv"})

    read = ReviewRead.objects.order_by("at").values_list("reviewer", "page", "shape", "filters", "patients")
    assert list(read) == [
        (reviewer.pk, "medical", "page", {"patient": "Aubert", "kind": "R71"}, [child.ana]),
        (reviewer.pk, "medical_case", "page", {"decision": str(decided[0])}, [child.ana]),
        (reviewer.pk, "medical", "csv", {}, [child.ana]),
    ]


def test_nothing_is_shown_when_it_cannot_be_written_down(console: Client, decided: list[uuid.UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE sharing_reviewread ADD CONSTRAINT broken CHECK (false) NOT VALID")
    console.raise_request_exception = False

    for address in (reverse(WHERE), reverse("review_medical_case", args=[decided[0]])):
        with transaction.atomic():
            answer = console.get(address)
        assert answer.status_code == 500
        assert b"Aubert" not in answer.content


def test_an_unknown_decision_is_not_found_and_no_reading(console: Client) -> None:
    assert console.get(reverse("review_medical_case", args=[uuid.uuid4()])).status_code == 404
    assert not ReviewRead.objects.exists()
    assert console.post(reverse(WHERE)).status_code == 405


def test_the_list_costs_the_same_number_of_queries_whatever_its_length(
    console: Client, child: Hospital, decided: list[uuid.UUID], now: datetime
) -> None:
    costs = []
    for more in (0, 12):
        for number in range(more):
            withhold(child, now, document=child.report(number))
        with CaptureQueriesContext(connection) as caught:
            page(console, WHERE)
        costs.append(len(caught))

    assert costs[0] == costs[1] <= 15


def test_the_reason_for_giving_back_is_kept_once_with_who_and_when(
    child: Hospital, decided: list[uuid.UUID], now: datetime
) -> None:
    row = Restoration.objects.get()

    assert (row.withholding_id, row.decided_by_id, row.reason) == (decided[0], child.leroy, BACK)
    assert row.at == Withholding.objects.get().ends_at == now - timedelta(hours=1)
    with pytest.raises(Refused):
        physicians.lift_withholding(decided[0], reason=BACK, by=leroy(child), at=now)
    assert Restoration.objects.count() == 1


_ASLEEP = """
    SELECT set_config('pgtrigger.ignore',
      (SELECT array_agg(tgname::text)::text FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'pgtrigger%%'), false)
"""
_CHANGES = (
    "UPDATE consents_restoration SET reason = ''",
    "DELETE FROM consents_restoration",
    "TRUNCATE consents_restoration",
)


@pytest.mark.parametrize("change", _CHANGES)
def test_nobody_rewrites_why_it_was_given_back(decided: list[uuid.UUID], change: str) -> None:
    """Nor the owner who puts the library's triggers to sleep."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(_ASLEEP)
    with pytest.raises(DatabaseError, match="kept as it was written"), transaction.atomic():
        connection.cursor().execute(change)


@pytest.mark.parametrize("change", _CHANGES)
def test_the_sites_own_role_may_not_even_try(as_application: psycopg.Connection, change: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_application.execute(change.encode())
