"""The filtered list as a file: RFC 4180, JSON, and no cell that a spreadsheet would run."""

import csv
import io
import json
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from consents.services import intake
from consents.verification import INS_TEST
from consents.words import Identifier
from portal.review import exports
from sharing.services import decisions
from tests.portal.review.conftest import ask, grant
from tests.sharing.hospital import BEFORE, Hospital, ins


def read(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode(), newline=""), strict=True))


def test_csv_and_json_hold_the_filtered_list_and_the_same_fields(console: Client, chu: Hospital, now: datetime) -> None:
    ask(chu, chu.hidden, now)
    ask(chu, chu.seen, now, rpps=chu.nora_rpps)
    where, filters = reverse("review_questions"), {"refus": "on", "patient": "Aubert"}

    as_csv = console.get(where, {**filters, "format": "csv"})
    as_json = json.loads(console.get(where, {**filters, "format": "json"}).content)

    (line,) = read(as_csv.content)
    (item,) = as_json["items"]
    assert list(line) == list(item)
    assert (line["asker_name"], line["rules"], line["denies"]) == ("Martin", "R08", "1")
    assert as_csv.content.count(b"\r\n") == as_csv.content.count(b"\n") == 2
    assert as_csv.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert as_csv.headers["Content-Disposition"] == 'attachment; filename="questions.csv"'
    assert (as_json["list"], as_json["total"]) == ("questions", 1)


@pytest.mark.parametrize("route", ["review_grants", "review_oppositions", "review_questions", "review_notices"])
def test_an_empty_list_is_a_file_with_its_header_alone(console: Client, route: str) -> None:
    answer = console.get(reverse(route), {"format": "csv"})

    assert answer.content.count(b"\r\n") == 1
    assert answer.content.startswith(b"id,")


def test_a_name_that_a_spreadsheet_would_run_is_made_harmless_in_csv_and_kept_in_json(
    console: Client, chu: Hospital, now: datetime
) -> None:
    name = '=HYPERLINK("http://mechant.example";"clic"), puis\nligne'
    number = ins("2800575056009")
    intake.record_person(at=BEFORE, birth_name=name, born_on=date(1980, 5, 2), ins=number, ins_system=INS_TEST)
    decisions.decide_one(chu.asked(None, patient=Identifier(INS_TEST, number)), at=now)
    where = reverse("review_questions")

    (line,) = read(console.get(where, {"format": "csv"}).content)
    (item,) = json.loads(console.get(where, {"format": "json"}).content)["items"]

    assert line["patient_name"] == f"'{name}"
    assert item["patient_name"] == name


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "  =", "\t+", "＝", " ＠"])
def test_whatever_begins_like_a_formula_is_made_harmless(start: str) -> None:
    assert str(exports.harmless(f"{start}1+1")).startswith("'")


@pytest.mark.parametrize("value", ["Dr O'Brien", "a=b", "", 12, -3, True])
def test_the_rest_is_left_as_it_is(value: str | int | bool) -> None:
    assert exports.harmless(value) == value


def test_a_file_that_would_be_cut_short_is_refused_and_says_so(
    console: Client, chu: Hospital, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST", 1)
    ask(chu, chu.hidden, now)
    ask(chu, chu.seen, now)

    answer = console.get(reverse("review_questions"), {"format": "csv"})

    assert answer.status_code == 422
    assert "Resserrez les filtres" in answer.content.decode()


def test_an_unknown_kind_of_file_is_not_found(console: Client) -> None:
    assert console.get(reverse("review_grants"), {"format": "xls"}).status_code == 404


def test_a_file_keeps_instants_in_utc(console: Client, chu: Hospital, now: datetime) -> None:
    grant(chu, chu.leroy, now)

    (line,) = read(console.get(reverse("review_grants"), {"format": "csv"}).content)

    assert datetime.fromisoformat(line["declared_at"]).utcoffset().total_seconds() == 0  # type: ignore[union-attr]
