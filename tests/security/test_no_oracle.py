"""Nobody learns from an answer who is a patient here, or which documents exist (decision.md §6, §9.8)."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consents.actor import Actor
from consents.services import intake, preferences
from consents.vocabulary import OrganisationKind, Profession, Purpose
from consents.words import EVERYTHING
from sharing.models import JournalLine
from sharing.services import callers
from tests.sharing.hospital import BEFORE, Hospital, doctor

Body = dict[str, Any]
_CHANGING = re.compile(rb'"(decision_id|patient|token|valid_until)":"[^"]+"')
NOBODYS = uuid.UUID("0b7f5c1e-6a1d-4f7e-9a55-3f1f0a6c2d10")


def seen(ask: Callable[..., Any], body: Body) -> tuple[int, bytes, int, int]:
    """Status, bytes without the opaque values, size, statements."""
    with CaptureQueriesContext(connection) as captured:
        answer = ask(body)
    return answer.status_code, _CHANGING.sub(b"", answer.content), len(answer.content), len(captured)


@pytest.mark.parametrize("purpose", sorted(set(Purpose) - {"care", "samu_call"}))
def test_no_purpose_tells_a_patient_from_nobody_or_a_document_from_none(
    purpose: str, chu: Hospital, ask: Callable[..., Any], question: Callable[..., Body]
) -> None:
    """A purpose that a professional may not state is refused alike whether or not there is anything behind it."""

    def about(kind: str, document: uuid.UUID, patient: Any) -> tuple[int, bytes, int, int]:
        body = question(document, patient=patient)
        body["resource"]["type"] = kind
        body["context"] = {"purpose": purpose}
        return seen(ask, body)

    documents = {about("document", one, None) for one in (chu.hidden, chu.out_of_remit, chu.of_bea, NOBODYS)}
    records = {about("record", NOBODYS, patient) for patient in (chu.bea_ins, chu.nobody_ins)}

    assert len(documents) == 1
    assert len(records) == 1


@pytest.mark.parametrize("stated", [None, {}, {"unable_to_consent": True, "immediate_risk": True, "reason": "court"}])
@pytest.mark.parametrize("kind", ["document", "record"])
def test_an_emergency_without_its_statement_is_refused_before_anyone_looks_for_the_patient(
    kind: str, stated: Body | None, chu: Hospital, ask: Callable[..., Any], question: Callable[..., Body]
) -> None:
    def about(patient: Any) -> tuple[int, bytes, int, int]:
        body = question(chu.seen, patient=patient)
        body["resource"]["type"] = kind
        body["context"] = {"purpose": "emergency", "emergency": stated}
        return seen(ask, body)

    answers = {about(patient) for patient in (chu.ana_ins, chu.bea_ins, chu.nobody_ins)}

    assert len(answers) == 1
    assert next(iter(answers))[0] == 400


def test_a_document_named_by_its_source_hides_as_well_as_one_named_by_us(
    chu: Hospital, ask: Callable[..., Any], question: Callable[..., Body]
) -> None:
    def about(value: str, patient: Any = None) -> tuple[int, bytes, int, int]:
        body = question(value, patient=patient)
        body["resource"]["properties"]["system"] = "urn:oid:1.2.3"
        return seen(ask, body)

    assert about("seen")[1] != about("none")[1]
    assert about("seen", chu.bea_ins) == about("none", chu.bea_ins) == about("seen", chu.nobody_ins) == about("none")


def test_one_refused_question_of_a_batch_says_nothing_of_the_others(
    chu: Hospital, ask: Callable[..., Any], question: Callable[..., Body]
) -> None:
    """The same batch, its middle question about something hidden or about nothing: the whole body is the same."""

    def batch(document: uuid.UUID, patient: Any) -> tuple[int, bytes, int, int]:
        wrong = question(chu.seen) | {"context": {"purpose": "emergency"}}
        stranger = question(chu.seen, rpps=chu.leroy_rpps)
        items = [question(chu.seen), wrong, question(document, patient=patient), stranger]
        return seen(ask, {"evaluations": items})

    assert batch(chu.hidden, None) == batch(NOBODYS, None)
    assert batch(chu.of_bea, chu.bea_ins) == batch(chu.of_bea, chu.nobody_ins)


def test_a_series_that_stops_stops_at_the_same_place_for_the_hidden_and_the_unknown(
    chu: Hospital, ask: Callable[..., Any], question: Callable[..., Body]
) -> None:
    def series(document: uuid.UUID, semantic: str) -> tuple[int, bytes, int, int]:
        items = [question(chu.seen), question(document), question(chu.seen)]
        return seen(ask, {"evaluations": items, "options": {"evaluations_semantic": semantic}})

    for semantic in ("deny_on_first_deny", "permit_on_first_permit"):
        assert series(chu.hidden, semantic) == series(NOBODYS, semantic)


def test_an_insurer_is_not_told_of_a_patient_because_her_doctor_also_works_there(
    chu: Hospital, client: Client, question: Callable[..., Body]
) -> None:
    """Its token never moves, whatever she grants: it would count her choices (§9.8)."""
    axe = intake.record_organisation(name="Assurances Axe", kind=OrganisationKind.INSURER).id
    intake.record_practice(professional=chu.martin, organisation=axe)
    ivan = intake.record_professional(family_name="Ivan", rpps="10001234599", profession=Profession.PHYSICIAN).id
    intake.record_practice(professional=ivan, organisation=axe)
    given = callers.register_calling_system("Axe", organisations=[axe], at=BEFORE)
    form = {"grant_type": "client_credentials", "client_id": given.client_id, "client_secret": given.client_secret}
    bearer = client.post("/oauth2/token", form).json()["access_token"]
    body = question(chu.seen, rpps="10001234599")
    del body["subject"]["properties"]

    def token() -> str:
        headers = {"Authorization": f"Bearer {bearer}"}
        answer = client.post("/access/v1/evaluation", body, content_type="application/json", headers=headers)
        assert answer.json()["context"]["code"] == "not_permitted"
        return str(answer.json()["context"]["token"])

    before = token()
    preferences.grant(chu.ana, to=doctor(chu.martin), about=EVERYTHING, by=Actor.person(chu.ana), at=BEFORE)

    assert token() == before


@pytest.mark.parametrize(
    ("member", "value"),
    [("id", "x" * 200), ("system", "1." + "1" * 117), ("patient_system", "1." + "1" * 117)],
)
def test_a_name_too_long_to_be_kept_is_its_sender_s_error_and_sinks_no_other_question(
    member: str, value: str, chu: Hospital, ask: Callable[..., Any], question: Callable[..., Body]
) -> None:
    long = question("r1")
    long["resource"]["properties"]["system"] = "s" * 120
    if member == "id":
        long["resource"]["id"] = value
    elif member == "system":
        long["resource"]["properties"]["system"] = value
    else:
        long["resource"]["properties"]["patient"] = {"system": value, "value": "1"}

    answers = ask({"evaluations": [question(chu.seen), long]}).json()["evaluations"]

    assert [answer["decision"] for answer in answers] == [True, False]
    assert answers[1]["context"]["error"]["type"].endswith("invalid-member")
    assert JournalLine.objects.count() == 1


@pytest.mark.parametrize("reason", ["Coma \u202eeuqidrac", "Malaise\x07 grave", "Chute\u2066 grave"])
def test_a_reason_that_would_be_read_otherwise_than_it_is_written_is_refused(
    reason: str, chu: Hospital, ask: Callable[..., Any], question: Callable[..., Body]
) -> None:
    body = question(chu.seen)
    stated = {"unable_to_consent": True, "immediate_risk": True, "reason": reason}
    body["context"] = {"purpose": "emergency", "emergency": stated}

    assert ask(body).json()["pointer"] == "/context/emergency/reason"


def test_a_right_that_ended_a_moment_ago_is_refused_like_one_that_never_was(
    chu: Hospital, ask: Callable[..., Any], question: Callable[..., Body]
) -> None:
    intake.record_professional(family_name="Hadj", rpps=chu.nora_rpps, is_active=False)

    assert seen(ask, question(chu.seen, rpps=chu.nora_rpps)) == seen(ask, question(NOBODYS, rpps=chu.nora_rpps))
