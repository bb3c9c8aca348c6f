"""Once per key, also when two come at once; and many acts in one sending."""

import json
import threading
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from consents.models import CareEntry, Document
from sharing.models import DocumentOpening, IntakeAnswer
from sharing.tasks import forget_intake_answers
from tests.sharing.api.intake.conftest import token_of
from tests.sharing.hospital import Hospital, hospital

NDJSON = "application/x-ndjson"


def opening(chu: Hospital, patient: dict[str, str], **more: Any) -> dict[str, Any]:
    return {
        "patient": patient,
        "professional": chu.martin_rpps,
        "organisation": chu.finess,
        "document": str(chu.seen),
        "opened_at": "2026-03-01T09:00:00+01:00",
        **more,
    }


def test_the_same_key_and_body_are_done_once_and_answered_alike(chu: Hospital, tell: Any, ana: Any) -> None:
    first, second = (tell("openings", opening(chu, ana), key="k-1") for _ in range(2))
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert "Idempotency-Replayed" not in first
    assert second["Idempotency-Replayed"] == "true"
    assert DocumentOpening.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(chu: Hospital, tell: Any, ana: Any) -> None:
    tell("openings", opening(chu, ana), key="k-1")
    response = tell("openings", opening(chu, ana, professional=chu.nora_rpps), key="k-1")
    assert (response.status_code, response.json()["type"].rpartition(":")[2]) == (422, "key-reused")
    assert DocumentOpening.objects.count() == 1


def test_a_refusal_is_answered_alike_too(chu: Hospital, tell: Any, ana: Any) -> None:
    bodies = [tell("openings", opening(chu, ana, professional=chu.leroy_rpps), key="k-2") for _ in range(2)]
    assert [each.status_code for each in bodies] == [403, 403]
    assert bodies[0].content == bodies[1].content
    assert bodies[1]["Content-Type"] == "application/problem+json"


def test_a_key_is_its_systems_own(chu: Hospital, tell: Any, ana: Any) -> None:
    tell("openings", opening(chu, ana), key="k-3")
    assert {each.system.name for each in IntakeAnswer.objects.all()} == {"Logiciel du CHU"}


def test_a_key_is_forgotten_after_three_days(chu: Hospital, tell: Any, ana: Any) -> None:
    tell("openings", opening(chu, ana), key="k-6")
    forget_intake_answers()
    assert IntakeAnswer.objects.count() == 1
    IntakeAnswer.objects.update(at=timezone.now() - timedelta(hours=73))
    tell("openings", opening(chu, ana, professional=chu.nora_rpps), key="k-6")
    assert DocumentOpening.objects.count() == 2
    IntakeAnswer.objects.update(at=timezone.now() - timedelta(hours=73))
    forget_intake_answers()
    assert not IntakeAnswer.objects.exists()


@pytest.mark.parametrize("key", ["x" * 256, "é"])
def test_a_key_that_is_none_is_refused(chu: Hospital, tell: Any, ana: Any, key: str) -> None:
    response = tell("openings", opening(chu, ana), key=key)
    assert (response.status_code, response.json()["type"].rpartition(":")[2]) == (400, "invalid-key")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_key_are_one_act(client: Client) -> None:
    chu = hospital()
    token = token_of(client, chu.credentials)
    body = json.dumps(opening(chu, {"system": chu.ana_ins.system, "value": chu.ana_ins.value}))
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k-4"}
    together, answers = threading.Barrier(2), []

    def send() -> None:
        together.wait()
        answers.append(Client().post("/intake/v1/openings", body, content_type="application/json", headers=headers))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each.status_code for each in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert DocumentOpening.objects.count() == 1


def lines(response: Any) -> list[dict[str, Any]]:
    assert response["Content-Type"] == NDJSON, response.content
    return [json.loads(line) for line in response.content.decode().splitlines()]


def document(chu: Hospital, patient: dict[str, str], value: str, **more: Any) -> dict[str, Any]:
    source = {"system": "urn:oid:1.2.3", "value": value}
    told = {"act": "documents", "patient": patient, "organisation": chu.finess, "source": source, "category": "report"}
    return told | more


def test_a_bad_line_in_the_middle_sinks_no_other(chu: Hospital, tell: Any, ana: Any) -> None:
    sent = [
        json.dumps(document(chu, ana, "n-1")),
        "{not json",
        json.dumps(document(chu, ana, "n-2", organisation=chu.clinic_finess)),
        "",
        json.dumps({"act": "care/vanish"}),
        json.dumps(document(chu, ana, "n-3")),
    ]
    answers = lines(tell("acts", "\n".join(sent), content_type=NDJSON))
    assert [(each["line"], each["status"]) for each in answers] == [(1, 201), (2, 400), (3, 403), (5, 400), (6, 201)]
    assert answers[2]["pointer"] == "/organisation"
    assert answers[3]["pointer"] == "/act"
    assert set(Document.objects.filter(source_value__startswith="n-").values_list("source_value", flat=True)) == {
        "n-1", "n-3",
    }  # fmt: skip


def test_nothing_of_a_line_is_half_written(chu: Hospital, tell: Any, ana: Any) -> None:
    """The first half of a transfer is taken back with the second."""
    transfer = {
        "act": "care/transfer",
        "patient": ana,
        "professional": chu.martin_rpps,
        "organisation": chu.finess,
        "to": {"professional": chu.leroy_rpps},
    }
    (answer,) = lines(tell("acts", json.dumps(transfer), content_type=NDJSON))
    assert (answer["status"], answer["pointer"]) == (403, "/to/professional")
    assert CareEntry.objects.get(patient=chu.ana, professional=chu.martin).ends_at is None


def test_many_acts_under_one_key_are_done_once(chu: Hospital, tell: Any, ana: Any) -> None:
    sent = "\n".join(json.dumps({"act": "openings"} | opening(chu, ana)) for _ in range(3))
    first, second = (tell("acts", sent, content_type=NDJSON, key="k-5") for _ in range(2))
    assert lines(first) == lines(second)
    assert DocumentOpening.objects.count() == 3


def test_a_sending_has_its_limits(chu: Hospital, tell: Any) -> None:
    many = tell("acts", "{}\n" * 1001, content_type=NDJSON)
    assert (many.status_code, many.json()["type"].rpartition(":")[2]) == (413, "too-many-lines")
    large = tell("acts", "x" * (2 * 1024 * 1024 + 1), content_type=NDJSON)
    assert (large.status_code, large.json()["type"].rpartition(":")[2]) == (413, "content-too-large")
    single = tell("documents", "x" * (1024 * 1024 + 1))
    assert (single.status_code, single.json()["type"].rpartition(":")[2]) == (413, "body-too-large")


def test_a_token_without_the_scope_opens_nothing(chu: Hospital, tell: Any, ana: Any, client: Client) -> None:
    form = {
        "grant_type": "client_credentials", "client_id": chu.credentials.client_id,
        "client_secret": chu.credentials.client_secret, "scope": "decisions",
    }  # fmt: skip
    bearer = client.post("/oauth2/token", form).json()["access_token"]
    response = tell("openings", opening(chu, ana), bearer=bearer)
    assert response.status_code == 403
    assert 'scope="intake"' in response["WWW-Authenticate"]
    assert tell("openings", opening(chu, ana), bearer="nothing").status_code == 401
    assert tell("acts", "{}", bearer="nothing", content_type=NDJSON).status_code == 401


def test_the_callers_request_is_named_in_the_answer_and_in_what_is_kept(chu: Hospital, tell: Any, ana: Any) -> None:
    response = tell("openings", opening(chu, ana), HTTP_X_REQUEST_ID="demande-12345")
    assert response["X-Request-ID"] == "demande-12345"
    assert DocumentOpening.objects.get().request_id == "demande-12345"


@pytest.mark.django_db(transaction=True)
def test_the_sites_own_role_adds_to_what_was_told_and_changes_nothing_of_it(as_application: Any) -> None:
    for table in (
        "sharing_collectedconsent", "sharing_documentopening", "sharing_deathreport", "sharing_filedconsent",
    ):  # fmt: skip
        for forbidden in (f"DELETE FROM {table}", f"UPDATE {table} SET patient = gen_random_uuid()"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                as_application.execute(forbidden)
    as_application.execute("UPDATE sharing_deathreport SET withdrawn_at = now()")
    as_application.execute("DELETE FROM sharing_intakeanswer")
