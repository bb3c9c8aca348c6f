"""`POST /changes/acknowledged` and `/changes/replay`: what was applied, and what is sent again."""

import uuid
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from consents.actor import Actor
from consents.services import preferences
from consents.words import EVERYONE, EVERYTHING, Identifier
from sharing import sealing
from sharing.models import ChangeFeed, Notice
from sharing.services import callers, planning
from tests.sharing.api.changes.following import Get, applied, change
from tests.sharing.hospital import NOW, Hospital


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
        assert (answer.status_code, answer.json()["type"]) == (404, "urn:mes-partages:problem:invalid-cursor")
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
