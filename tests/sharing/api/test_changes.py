"""`GET /changes`, `POST /changes/acknowledged`, `POST /changes/replay`: what a hospital's software is told, in order."""

import json
import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consents.actor import Actor
from consents.services import preferences
from consents.words import EVERYONE, EVERYTHING, Identifier
from sharing import sealing
from sharing.models import ChangeFeed, Notice
from sharing.selectors import changes as selected
from sharing.services import bell, callers, changes, credentials, planning, references
from tests.sharing.hospital import NOW, Hospital

Get = Callable[..., Any]
NOT_IN_A_CHANGE = ["Ana", "Aubert", "oppose", "grant", "professional", "document", "everything", "280057"]


@pytest.fixture
def software(chu: Hospital) -> callers.Credentials:
    """It listens for changes and asks; it has no receiver. What was declared before is not for it."""
    planning.plan_notices(at=NOW)
    granted = ["changes", "decisions"]
    return callers.register_calling_system("Dossier", organisations=[chu.chu], granted=granted, at=NOW)


def bearer(client: Client, given: callers.Credentials, scope: str = "changes") -> dict[str, str]:
    form = {"client_id": given.client_id, "client_secret": given.client_secret, "scope": scope}
    answer = client.post("/oauth2/token", {"grant_type": "client_credentials"} | form)
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


@pytest.fixture
def get(client: Client, software: callers.Credentials) -> Get:
    headers = bearer(client, software)
    return lambda **asked: client.get("/changes", asked, headers=headers)


@pytest.fixture
def post(client: Client, software: callers.Credentials) -> Get:
    headers = bearer(client, software)
    return lambda path, body: client.post(f"/changes/{path}", body, content_type="application/json", headers=headers)


def change(patient: uuid.UUID, times: int = 1) -> None:
    for _ in range(times):
        preferences.oppose(patient, to=EVERYONE, about=EVERYTHING, by=Actor.person(patient), at=NOW)
    planning.plan_notices(at=NOW)


def ids(answer: Any) -> list[str]:
    return [each["id"] for each in answer.json()["changes"]]


def told(software: callers.Credentials) -> list[str]:
    return [
        str(pk)
        for pk in Notice.objects.filter(system=software.system).order_by("entry_id").values_list("pk", flat=True)
    ]


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
    assert get(after=theirs["cursor"]).status_code == 400


@pytest.mark.parametrize("cursor", ["nothing", "é", "%00", "a" * 201, "AAAA", "latest "])
def test_a_cursor_that_was_not_given_is_refused(software: callers.Credentials, get: Get, cursor: str) -> None:
    answer = get(after=cursor)
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:mes-partages:problem:invalid-cursor")


def test_a_cursor_of_a_database_that_was_lost_is_refused_rather_than_skip_what_comes(
    chu: Hospital, software: callers.Credentials, get: Get, post: Get
) -> None:
    change(chu.ana)
    beyond = sealing.change_cursor(software.system, 7)

    assert get(after=beyond).status_code == 400
    assert post("acknowledged", {"cursor": beyond}).status_code == 400


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


def test_what_is_there_already_is_not_waited_for(chu: Hospital, software: callers.Credentials, get: Get) -> None:
    change(chu.ana)
    answer = get(wait=30)

    assert len(ids(answer)) == 1
    assert "Retry-After" not in answer


def test_whoever_cannot_wait_is_answered_at_once_and_told_when_to_come_back(
    software: callers.Credentials, get: Get
) -> None:
    with bell.listening(software.system) as listener:
        assert listener is not None
        answer = get(wait=30)

    assert answer.json()["changes"] == []
    assert answer["Retry-After"] == "5"


def test_no_more_wait_than_the_server_can_bear(settings: Any) -> None:
    settings.CHANGES_MOST_WAITING = 2
    with (
        bell.listening(uuid.uuid4()) as one,
        bell.listening(uuid.uuid4()) as two,
        bell.listening(uuid.uuid4()) as three,
    ):
        assert one is not None
        assert two is not None
        assert three is None
    with bell.listening(uuid.uuid4()) as again:
        assert again is not None


def test_without_valkey_nobody_waits_and_nothing_fails(
    chu: Hospital, software: callers.Credentials, get: Get, settings: Any
) -> None:
    assert get().status_code == 200
    nowhere = {**settings.CACHES["default"], "LOCATION": "unix:///nowhere/valkey.sock?db=1"}
    settings.CACHES = {**settings.CACHES, "default": nowhere}
    change(chu.bea)

    assert changes.read(software.client_id, changes.Wanted(wait=30)).unwaited


@pytest.mark.django_db(transaction=True)
def test_whoever_waits_is_rung_when_a_change_is_committed_and_holds_no_connection_meanwhile(
    chu: Hospital, software: callers.Credentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[Any] = []
    held: list[Any] = []
    asleep, let_go = threading.Event(), changes._let_go

    def noticed() -> None:
        let_go()
        held.append(connection.connection)
        asleep.set()

    def wait() -> None:
        try:
            other = Client()
            found.append(other.get("/changes", {"wait": 20}, headers=bearer(other, software)))
        finally:
            connection.close()

    monkeypatch.setattr(changes, "_let_go", noticed)
    waiter = threading.Thread(target=wait)
    waiter.start()
    assert asleep.wait(10)
    change(chu.ana)
    waiter.join(10)

    assert not waiter.is_alive(), "it was rung for, long before its twenty seconds"
    assert held == [None]
    assert ids(found[0]) == told(software)


@pytest.mark.django_db(transaction=True)
def test_a_change_is_never_seen_before_one_with_a_lower_place(chu: Hospital, software: callers.Credentials) -> None:
    """Two real connections: the second planner wants a place while the first has not committed its own."""
    patients = (chu.ana, uuid.uuid4())
    done = threading.Event()

    def second() -> None:
        try:
            give(software, patients[1])
            done.set()
        finally:
            connection.close()

    other = threading.Thread(target=second)
    with transaction.atomic():
        give(software, patients[0])
        other.start()
        assert not done.wait(0.3), "it waits for the first one's end"
    other.join(10)

    assert done.is_set()
    assert [each.patient for each in selected.after(software.system, 0, limit=10)] == list(patients)
    assert [each.place for each in selected.after(software.system, 0, limit=10)] == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_a_reader_that_follows_two_planners_misses_nothing(chu: Hospital, software: callers.Credentials) -> None:
    """Some of their transactions are rolled back; the others end when they end."""

    def plan(seed: int) -> None:
        try:
            for number in range(20):
                with transaction.atomic():
                    give(software, uuid.uuid4())
                    transaction.set_rollback((number + seed) % 5 == 0)
        finally:
            connection.close()

    planners = [threading.Thread(target=plan, args=(seed,)) for seed in range(2)]
    for planner in planners:
        planner.start()
    seen: list[int] = []
    while any(planner.is_alive() for planner in planners):
        seen += [each.place for each in selected.after(software.system, seen[-1] if seen else 0, limit=3)]
    seen += [each.place for each in selected.after(software.system, seen[-1] if seen else 0, limit=40)]

    assert seen == list(range(1, 33))


@pytest.mark.django_db(transaction=True)
def test_places_of_what_was_rolled_back_are_given_again(chu: Hospital, software: callers.Credentials) -> None:
    with transaction.atomic():
        give(software, chu.ana)
        transaction.set_rollback(True)
    give(software, chu.ana)

    assert [each.place for each in selected.after(software.system, 0, limit=10)] == [1]


def give(software: callers.Credentials, patient: uuid.UUID) -> None:
    """As a planner does, with nothing else."""
    with transaction.atomic():
        notice = Notice(patient=patient, kind="preferences_changed", system_id=software.system, channel="webhook",
                        created_at=NOW, due_at=NOW, happened_at=NOW, about=uuid.uuid4())  # fmt: skip
        planning.places.give([notice])
        notice.save(force_insert=True)


def applied(software: callers.Credentials) -> list[bool]:
    rows = Notice.objects.filter(system=software.system).order_by("place")
    return [row.applied_at is not None for row in rows]


def test_what_was_applied_is_kept_up_to_a_cursor_and_never_goes_back(
    chu: Hospital, software: callers.Credentials, get: Get, post: Get
) -> None:
    change(chu.ana, 3)
    cursors = [each["cursor"] for each in get().json()["changes"]]

    assert post("acknowledged", {"cursor": cursors[1]}).json() == {"cursor": cursors[1]}
    assert applied(software) == [True, True, False]
    first = Notice.objects.filter(system=software.system, place=1).get().applied_at
    assert post("acknowledged", {"cursor": cursors[0]}).json() == {"cursor": cursors[1]}
    assert post("acknowledged", {"cursor": cursors[2]}).json() == {"cursor": cursors[2]}
    assert applied(software) == [True, True, True]
    assert Notice.objects.filter(system=software.system, place=1).get().applied_at == first


def test_nothing_is_acknowledged_that_was_not_given(chu: Hospital, software: callers.Credentials, post: Get) -> None:
    change(chu.ana)
    for wrong in ({"cursor": "latest"}, {"cursor": "x"}, {"token": "x"}, {"token": sealing.freshness_token(uuid.uuid4(), chu.ana, 1)}):  # fmt: skip
        answer = post("acknowledged", wrong)
        assert (answer.status_code, answer.json()["type"]) == (400, "urn:mes-partages:problem:invalid-cursor")
    assert post("acknowledged", {}).json()["pointer"] == "/cursor"
    assert post("acknowledged", {"cursor": 3}).status_code == 400
    assert applied(software) == [False]


def test_a_token_acknowledges_what_it_knows_of_one_patient_and_no_other(
    chu: Hospital, software: callers.Credentials, get: Get, post: Get
) -> None:
    for patient in (chu.ana, chu.bea, chu.ana):
        preferences.oppose(patient, to=EVERYONE, about=EVERYTHING, by=Actor.person(patient), at=NOW)
        planning.plan_notices(at=NOW)
    before = get().json()["changes"][0]

    assert post("acknowledged", {"token": before["data"]["token"]}).status_code == 200
    assert applied(software) == [True, False]
    assert ChangeFeed.objects.get(pk=software.system).acknowledged == 0


def test_a_token_of_someone_unknown_is_answered_as_that_of_someone_known(
    chu: Hospital, software: callers.Credentials, post: Get
) -> None:
    nobody = sealing.nobody(str(Identifier("urn:oid:1.2.250.1.213.1.4.10", "199999999999999")))
    answers = []
    for token in (
        sealing.freshness_token(software.system, nobody, 0),
        sealing.freshness_token(software.system, chu.ana, 0),
    ):
        with CaptureQueriesContext(connection) as queries:
            answer = post("acknowledged", {"token": token})
        answers.append((answer.status_code, answer.content, len(queries)))

    assert answers[0] == answers[1]


def test_a_system_without_a_receiver_has_nothing_sent_again(chu: Hospital, post: Get) -> None:
    change(chu.ana)
    answer = post("replay", {"since": NOW.isoformat()})

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:mes-partages:problem:nothing-to-replay")


def test_a_system_has_what_it_was_told_since_a_moment_sent_again(
    chu: Hospital, software: callers.Credentials, post: Get
) -> None:
    change(chu.ana, 2)
    rows = Notice.objects.filter(system=software.system)
    rows.update(state="delivered", delivered_at=NOW)
    row = rows.order_by("place")[0]
    Notice.objects.filter(pk=row.pk).update(created_at=NOW - timedelta(days=2))
    receiver = {"webhook_url": "https://chu.example/avis", "webhook_secret": sealing.seal("whsec_AAAA")}
    type(row.system).objects.filter(pk=software.system).update(**receiver)

    assert post("replay", {"since": (NOW - timedelta(days=1)).isoformat()}).json() == {"replayed": 1}
    assert sorted(rows.values_list("state", flat=True)) == ["delivered", "waiting"]
    for since in ("yesterday", "2026-03-01T00:00:00", 3):
        assert post("replay", {"since": since}).status_code == 400
    for since in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
        assert post("replay", {"since": since}).status_code == 200


def test_a_closed_system_reads_nothing_more(chu: Hospital, software: callers.Credentials, get: Get) -> None:
    credentials.revoke(software.system, by=Actor.person(uuid.uuid4()), at=NOW)
    assert get().status_code == 401


def test_the_setting_leaves_threads_for_those_who_do_not_wait() -> None:
    assert 1 <= settings.CHANGES_MOST_WAITING <= 2
