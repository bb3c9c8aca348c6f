"""Documents as the organisation where they were made tells of them, and those that were opened."""

import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from consents.models import Document
from sharing.models import DocumentOpening
from tests.sharing.hospital import Hospital

LOINC = "http://loinc.org"


def told(chu: Hospital, patient: dict[str, str], value: str = "cr-9", **more: Any) -> dict[str, Any]:
    return {
        "patient": patient,
        "organisation": chu.finess,
        "source": {"system": "urn:oid:1.2.3", "value": value},
        "type": {"system": LOINC, "code": "11488-4"},
        **more,
    }


def opened(chu: Hospital, patient: dict[str, str], document: Any, **more: Any) -> dict[str, Any]:
    return {
        "patient": patient,
        "professional": chu.martin_rpps,
        "organisation": chu.finess,
        "document": str(document),
        "opened_at": "2026-03-01T09:00:00+01:00",
        **more,
    }


def test_a_document_that_was_told_may_be_seen_by_those_who_care(
    chu: Hospital, tell: Any, ana: Any, may_see: Any
) -> None:
    response = tell("documents", told(chu, ana, author=chu.martin_rpps, made_on="2026-02-03"))
    assert response.status_code == 201, response.content
    assert may_see(response.json()["id"])
    again = tell("documents", told(chu, ana))
    assert (again.status_code, again.json()["id"]) == (200, response.json()["id"])


def test_a_document_keeps_its_day_of_deposit_when_it_is_told_again(chu: Hospital, tell: Any, ana: Any) -> None:
    tell("documents", told(chu, ana, deposited="2026-01-05"))
    tell("documents", told(chu, ana))
    assert str(Document.objects.get(source_value="cr-9").deposited_on) == "2026-01-05"


def test_a_correction_keeps_the_secrets_of_what_it_replaces(chu: Hospital, tell: Any, ana: Any, may_see: Any) -> None:
    response = tell("documents", told(chu, ana, replaces=str(chu.hidden)))
    assert response.status_code == 201
    assert not may_see(response.json()["id"])


@pytest.mark.parametrize("name", ["of_bea", "nothing"])
def test_what_it_replaces_must_be_known_and_this_patients(chu: Hospital, tell: Any, ana: Any, name: str) -> None:
    replaced = str(getattr(chu, name, uuid.uuid4()))
    response = tell("documents", told(chu, ana, replaces=replaced))
    assert (response.status_code, response.json()["pointer"]) == (403, "/replaces")
    assert not Document.objects.filter(source_value="cr-9").exists()


def test_a_number_of_another_house_is_not_taken_over(chu: Hospital, tell: Any, ana: Any) -> None:
    Document.objects.filter(source_value="seen").update(organisation=chu.clinic)
    response = tell("documents", told(chu, ana, "seen"))
    assert (response.status_code, response.json()["pointer"]) == (403, "/source")
    assert Document.objects.get(source_value="seen").organisation_id == chu.clinic


def test_another_organisations_patient_is_as_an_unknown_one(chu: Hospital, tell: Any) -> None:
    theirs = {"system": chu.bea_ins.system, "value": chu.bea_ins.value}
    nobodys = {"system": chu.nobody_ins.system, "value": chu.nobody_ins.value}
    for act, body in {
        "documents": {"organisation": chu.finess, "source": {"system": "s", "value": "1"}, "category": "report"},
        "deaths": {"died_at": "2026-01-01"},
        "documents/announced": {"document": str(chu.of_bea)},
        "deaths/withdrawn": {},
        "care/end": {"number": "S-1"},
    }.items():
        answers = [tell(act, body | {"patient": patient}) for patient in (theirs, nobodys)]
        assert {each.status_code for each in answers} == {403}, act
        assert answers[0].content == answers[1].content


def test_a_result_that_was_announced_is_no_longer_waiting(chu: Hospital, tell: Any, ana: Any) -> None:
    document = tell("documents", told(chu, ana, announcement_pending=True)).json()["id"]
    response = tell("documents/announced", {"patient": ana, "document": document})
    assert response.status_code == 200
    assert Document.objects.get(pk=document).announced_at is not None


def test_a_category_is_not_said_against_the_type(chu: Hospital, tell: Any, ana: Any) -> None:
    response = tell("documents", told(chu, ana, category="report"))
    assert (response.status_code, response.json()["pointer"]) == (400, "/category")


def test_what_was_opened_is_kept_with_the_permit_it_followed(
    chu: Hospital, tell: Any, ana: Any, ask: Any, question: Any
) -> None:
    decision = ask(question(chu.seen)).json()["context"]["decision_id"]
    response = tell("openings", opened(chu, ana, chu.seen, decision_id=decision))
    assert response.status_code == 201, response.content
    kept = DocumentOpening.objects.get()
    assert (kept.patient, kept.document, str(kept.decision_id)) == (chu.ana, chu.seen, decision)
    assert (kept.professional, kept.organisation) == (chu.martin, chu.chu)


def test_a_permit_of_someone_else_is_not_his(chu: Hospital, tell: Any, ana: Any, ask: Any, question: Any) -> None:
    refused = ask(question(chu.hidden)).json()["context"]["decision_id"]
    theirs = ask(question(chu.seen, rpps=chu.nora_rpps)).json()["context"]["decision_id"]
    for decision in (refused, theirs, str(uuid.uuid4())):
        response = tell("openings", opened(chu, ana, chu.seen, decision_id=decision))
        assert (response.status_code, response.json()["pointer"]) == (403, "/decision_id")
    assert not DocumentOpening.objects.exists()


def test_an_opening_says_nothing_of_what_was_opened(chu: Hospital, tell: Any, ana: Any) -> None:
    answers = [
        tell("openings", opened(chu, ana, document)) for document in (chu.seen, chu.hidden, chu.of_bea, uuid.uuid4())
    ]
    assert {each.status_code for each in answers} == {201}
    assert {len(each.content) for each in answers} == {len(answers[0].content)}
    assert [each.document for each in DocumentOpening.objects.order_by("recorded_at")] == [
        chu.seen, chu.hidden, None, None,
    ]  # fmt: skip


def test_what_was_opened_is_never_rewritten(chu: Hospital, tell: Any, ana: Any) -> None:
    tell("openings", opened(chu, ana, chu.seen))
    with pytest.raises(DatabaseError), transaction.atomic():
        DocumentOpening.objects.update(professional=chu.nora)


def statements(send: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert send().status_code == 403
    return len(captured)


def test_a_refusal_costs_the_same_whatever_it_hides(chu: Hospital, tell: Any, ana: Any) -> None:
    theirs = {"system": chu.bea_ins.system, "value": chu.bea_ins.value}
    nobodys = {"system": chu.nobody_ins.system, "value": chu.nobody_ins.value}
    pairs = [
        (told(chu, theirs), told(chu, nobodys)),
        (told(chu, ana, author=chu.leroy_rpps), told(chu, ana, author="10001234599")),
        (told(chu, ana, replaces=str(chu.of_bea)), told(chu, ana, replaces=str(uuid.uuid4()))),
        (told(chu, ana) | {"organisation": chu.clinic_finess}, told(chu, ana) | {"organisation": "750000028"}),
    ]
    for another, unknown in pairs:
        costs = {statements(lambda body=body: tell("documents", body)) for body in (another, unknown)}
        assert len(costs) == 1, another


@pytest.mark.parametrize("made_on", ["0001-01-01", "9999-12-31", "2026-02-30", "hier"])
def test_a_day_that_cannot_be_kept_is_told_with_its_place(chu: Hospital, tell: Any, ana: Any, made_on: str) -> None:
    for name in ("made_on", "deposited"):
        response = tell("documents", told(chu, ana, **{name: made_on}))
        assert (response.status_code, response.json()["pointer"]) == (400, f"/{name}")
