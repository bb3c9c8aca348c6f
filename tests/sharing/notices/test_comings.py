"""The sweep of the journal: whatever is committed late, read twice, or breaks, nobody who came goes untold."""

import os
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from sharing.models import JournalLine, JournalMark, JournalRequest, Notice
from sharing.services import comings, decisions
from tests.sharing.hospital import NOW, Hospital, hospital

_COPY_REQUEST = """
    INSERT INTO sharing_journalrequest (id, asked_at, recorded_at, asker_kind, asker_named, asker, on_behalf_of,
        organisation, system, patient_named, patient, purpose, stated_reason, patient_revision, matrix_version, request_id)
    SELECT %(new)s, asked_at, recorded_at, asker_kind, asker_named, %(asker)s, on_behalf_of, organisation, system,
        patient_named, patient, purpose, stated_reason, patient_revision, matrix_version, request_id
    FROM sharing_journalrequest WHERE id = %(old)s
"""
_COPY_LINE = """
    INSERT INTO sharing_journalline (request_id, position, patient, document_named, document, decision_id, permit, rule,
        code, obligations)
    SELECT %(new)s, position, patient, document_named, document, decision_id, permit, rule, code, obligations
    FROM sharing_journalline WHERE request_id = %(old)s
"""


@pytest.fixture
def chu(transactional_db: None) -> Hospital:
    return hospital()


@pytest.fixture
def other(transactional_db: None) -> Iterator[psycopg.Connection]:
    """Another connection, whose transaction is still open."""
    name = connection.settings_dict["NAME"]
    with psycopg.connect(make_conninfo(os.environ["DATABASE_URL"], dbname=name)) as opened:
        yield opened
        opened.rollback()


def came(chu: Hospital, **more: str) -> JournalRequest:
    decisions.decide_one(chu.asked(chu.seen, **more), at=NOW)
    return JournalRequest.objects.latest("recorded_at")


def copy(writer: Any, request: JournalRequest, asker: uuid.UUID) -> None:
    """The same request by somebody else."""
    named = {"new": uuid.uuid4(), "old": request.pk, "asker": asker}
    writer.execute(_COPY_REQUEST, named)
    writer.execute(_COPY_LINE, named)


def announced() -> set[uuid.UUID]:
    return set(Notice.objects.filter(kind="new_professional").values_list("about", flat=True))


def sweep(times: int = 1, **more: int) -> list[int]:
    return [comings.plan_comings(at=NOW + timedelta(minutes=1), **more) for _ in range(times)]


def test_an_access_committed_after_a_later_one_was_swept_is_told(chu: Hospital, other: psycopg.Connection) -> None:
    first = came(chu)
    assert sweep(3) == [1, 0, 0]
    mark = JournalMark.objects.get().line
    copy(other, first, chu.nora)  # takes its number now …
    with connection.cursor() as cursor:
        copy(cursor, first, chu.leroy)
    assert sweep(4) == [1, 0, 0, 0]
    assert JournalMark.objects.get().line == mark
    other.commit()  # … and is seen now

    assert sweep(3) == [1, 0, 0]
    assert announced() == {chu.martin, chu.nora, chu.leroy}
    assert JournalMark.objects.get().line == JournalLine.objects.latest("pk").pk


def test_the_mark_follows_what_is_settled_and_what_is_before_it_is_read_no_more(
    chu: Hospital, django_assert_num_queries
) -> None:
    came(chu)
    sweep(3)

    assert JournalMark.objects.get().line == JournalLine.objects.latest("pk").pk
    with django_assert_num_queries(7):
        sweep()


def test_lines_are_planned_by_few_or_by_many_all_the_same(chu: Hospital) -> None:
    for rpps in (chu.martin_rpps, chu.nora_rpps, chu.martin_rpps):
        came(chu, rpps=rpps)

    assert sweep(limit=1) == [2]
    assert announced() == {chu.martin, chu.nora}


def test_a_sweep_under_way_is_left_to_finish(chu: Hospital, other: psycopg.Connection) -> None:
    came(chu)
    other.execute("SELECT pg_advisory_xact_lock(%s, 1)", [0x6E6F74])
    assert sweep() == [0]

    other.rollback()
    assert sweep() == [1]


def test_refusals_cost_a_sweep_no_more_than_silence(chu: Hospital, django_assert_num_queries) -> None:
    for _ in range(20):
        decisions.decide_one(chu.asked(chu.hidden), at=NOW)

    assert sweep(3) == [0, 0, 0]
    with django_assert_num_queries(7):
        sweep()
