"""`GET /changes`: what a hospital's software is told, in order, and nothing of anybody else."""

import json
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consents.actor import Actor
from sharing import sealing
from sharing.services import callers, changes, credentials, references
from tests.sharing.api.changes.following import Get, bearer, change, ids, told
from tests.sharing.hospital import NOW, Hospital

NOT_IN_A_CHANGE = ["Ana", "Aubert", "oppose", "grant", "professional", "document", "everything", "280057"]


def test_changes_come_in_order_and_say_nothing_but_that_something_changed(
    chu: Hospital, software: callers.Credentials, get: Get
) -> None:
    change(chu.ana, 3)
    answer = get()
    body = answer.json()

    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert ids(answer) == told(software)
    assert body["more"] is False
    assert body["cursor"] == body["changes"][-1]["cursor"]
    for one in body["changes"]:
        assert set(one) == {"id", "type", "timestamp", "data", "cursor"}
        assert one["type"] == "preferences.changed"
        assert set(one["data"]) == {"patient", "token"}
        named = f"{chu.ana_ins.system}|{chu.ana_ins.value}"
        assert one["data"]["patient"] == references.patient_reference(software.system, named)
    for word in NOT_IN_A_CHANGE:
        assert word not in json.dumps(body)


def test_a_cursor_leads_on_page_by_page_without_a_gap_and_the_same_again(
    chu: Hospital, software: callers.Credentials, get: Get
) -> None:
    change(chu.ana, 5)
    seen: list[str] = []
    cursor = ""
    for expected in (True, True, False):
        answer = get(after=cursor, limit=2)
        assert answer.json() == get(after=cursor, limit=2).json()
        assert answer.json()["more"] is expected
        seen, cursor = seen + ids(answer), answer.json()["cursor"]

    assert seen == told(software)
    assert get(after=cursor).json() == {"changes": [], "cursor": cursor, "more": False}
    change(chu.ana)
    assert ids(get(after=cursor)) == told(software)[-1:]


def test_latest_begins_now(chu: Hospital, software: callers.Credentials, get: Get) -> None:
    change(chu.ana, 2)
    body = get(after="latest").json()
    assert body["changes"] == []
    change(chu.ana)

    assert ids(get(after=body["cursor"])) == told(software)[-1:]


def test_a_system_reads_its_own_changes_only(chu: Hospital, client: Client, get: Get) -> None:
    elsewhere = callers.register_calling_system("Clinique", organisations=[chu.clinic], granted=["changes"], at=NOW)
    change(chu.ana, 2)
    theirs = client.get("/changes", headers=bearer(client, elsewhere)).json()

    assert len(ids(get())) == 2
    assert theirs["changes"] == []
    assert get(after=theirs["cursor"]).status_code == 404


@pytest.mark.parametrize("cursor", ["nothing", "é", "%00", "a" * 201, "AAAA", "latest "])
def test_a_cursor_that_was_not_given_is_refused(software: callers.Credentials, get: Get, cursor: str) -> None:
    answer = get(after=cursor)
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:mes-partages:problem:invalid-cursor")


def test_a_cursor_of_a_database_that_was_lost_is_refused_rather_than_skip_what_comes(
    chu: Hospital, software: callers.Credentials, get: Get, post: Get
) -> None:
    change(chu.ana)
    beyond = sealing.change_cursor(software.system, 7)

    assert get(after=beyond).status_code == 404
    assert post("acknowledged", {"cursor": beyond}).status_code == 404


@pytest.mark.parametrize(
    "asked",
    [{"wait": "31"}, {"wait": "-1"}, {"wait": "x"}, {"wait": ""}, {"wait": "1.5"}, {"wait": "²"}, {"limit": "0"},
     {"limit": "501"}, {"limit": "00000000001"}],
)  # fmt: skip
def test_a_parameter_out_of_its_bounds_is_refused(get: Get, asked: dict[str, str]) -> None:
    answer = get(**asked)
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:mes-partages:problem:invalid-parameter")


def test_parameters_that_we_do_not_know_are_left_alone(get: Get) -> None:
    assert get(since="yesterday").status_code == 200


@pytest.mark.parametrize(
    ("method", "path"), [("get", "/changes"), ("post", "/changes/acknowledged"), ("post", "/changes/replay")]
)
def test_only_the_door_of_changes_opens_them(
    client: Client, software: callers.Credentials, method: str, path: str
) -> None:
    narrow = getattr(client, method)(path, headers=bearer(client, software, "decisions"))

    assert getattr(client, method)(path).status_code == 401
    assert narrow.status_code == 403
    assert narrow["WWW-Authenticate"].endswith('scope="changes"')


def test_a_checkpoint_and_a_page_each_cost_a_fixed_number_of_statements(
    chu: Hospital, software: callers.Credentials, get: Get
) -> None:
    change(chu.ana, 4)
    cursor = get().json()["cursor"]
    counts = []
    for asked in ({"after": cursor}, {"limit": "1"}, {"limit": "4"}):
        with CaptureQueriesContext(connection) as queries:
            get(**asked)
        counts.append(len([one for one in queries if "SAVEPOINT" not in one["sql"]]))

    assert counts[1] == counts[2]
    assert counts[0] - counts[1] == 1, "the place behind the cursor is checked"
    with CaptureQueriesContext(connection) as queries:
        changes.read(software.client_id, changes.Wanted(cursor))
    assert len(queries) == 3


def test_a_closed_system_reads_nothing_more(chu: Hospital, software: callers.Credentials, get: Get) -> None:
    credentials.revoke(software.system, by=Actor.person(uuid.uuid4()), at=NOW)
    assert get().status_code == 401
