"""Waiting for a change, and the order in which changes can be seen."""

import threading
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from sharing.selectors import changes as selected
from sharing.services import bell, callers, changes
from tests.sharing.api.changes.following import Get, bearer, change, give, ids, told
from tests.sharing.hospital import Hospital


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


def test_the_setting_leaves_threads_for_those_who_do_not_wait() -> None:
    assert 1 <= settings.CHANGES_MOST_WAITING <= 2
