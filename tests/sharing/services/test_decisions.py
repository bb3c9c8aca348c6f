"""Questions by name, answered by the engine, kept in the journal, in the same statements for one or two hundred."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from consents.words import Identifier
from sharing import gather
from sharing.asked import FINESS, Asked, AskerKind, AskerNamed
from sharing.engine.question import QuestionError
from sharing.journal import JournalUnavailable
from sharing.models import JournalLine, JournalRequest
from sharing.services import callers, decisions
from tests.sharing.hospital import NOW, Hospital

#: Savepoint and its release around gathering and journal, and once more around the journal's two inserts.
JOURNAL = 2
SAVEPOINTS = 4


def statements(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_a_question_is_answered_with_the_rule_of_the_engine_and_journaled(chu: Hospital) -> None:
    answer = decisions.decide_one(chu.asked(chu.seen), at=NOW, request_id="r-1")

    assert (answer.permit, answer.rule, answer.code) == (True, "R10", "permit")
    request = JournalRequest.objects.get()
    assert (request.asker, request.patient, request.organisation) == (chu.martin, chu.ana, chu.chu)
    assert (request.asked_at, request.request_id, request.patient_revision) == (NOW, "r-1", 1)
    line = request.lines.get()
    assert (line.decision_id, line.document, line.rule, line.permit) == (answer.decision_id, chu.seen, "R10", True)


def test_a_document_is_found_by_the_identifier_of_its_source(chu: Hospital) -> None:
    assert decisions.decide_one(chu.asked(Identifier("urn:oid:1.2.3", "seen")), at=NOW).permit
    assert not decisions.decide_one(chu.asked(Identifier("urn:oid:1.2.4", "seen")), at=NOW).permit


def test_an_opposition_closes_at_once_and_its_withdrawal_opens_again(chu: Hospital) -> None:
    hidden = decisions.decide_one(chu.asked(chu.hidden), at=NOW)
    chu.withdraw(chu.martin, chu.hidden, at=NOW)
    shown = decisions.decide_one(chu.asked(chu.hidden), at=NOW)

    assert (hidden.permit, hidden.rule, hidden.code) == (False, "R08", "not_visible")
    assert (shown.permit, shown.rule) == (True, "R10")


@pytest.mark.parametrize(
    ("document", "patient", "rule"),
    [
        ("hidden", "ana_ins", "R08"),
        ("of_bea", "ana_ins", "R05"),
        ("seen", "nobody_ins", "R05"),
        (None, "bea_ins", "R04"),
        (None, "nobody_ins", "R05"),
    ],
)
def test_whatever_is_refused_costs_the_same_statements_as_what_is_shown(
    chu: Hospital, document: str | None, patient: str, rule: str
) -> None:
    asked = chu.asked(getattr(chu, document) if document else None, patient=getattr(chu, patient))
    shown = statements(lambda: decisions.decide_one(chu.asked(chu.seen), at=NOW))

    assert statements(lambda: decisions.decide_one(asked, at=NOW)) == shown
    assert shown == gather.STATEMENTS + JOURNAL + SAVEPOINTS
    assert JournalLine.objects.order_by("-id")[0].rule == rule


def test_two_hundred_documents_cost_the_statements_of_one_and_leave_two_hundred_lines(chu: Hospital) -> None:
    reports = [chu.report(number) for number in range(200)]
    one = statements(lambda: decisions.decide_one(chu.asked(reports[0]), at=NOW))
    JournalRequest.objects.count()
    many = statements(lambda: decisions.decide_many([chu.asked(each) for each in reports], at=NOW))

    assert many == one
    request = JournalRequest.objects.latest("recorded_at")
    assert [line.document for line in request.lines.order_by("position")] == reports


def test_five_hundred_questions_of_several_askers_about_several_patients_cost_the_same(chu: Hospital) -> None:
    people, askers = (chu.ana_ins, chu.bea_ins, chu.nobody_ins), (chu.martin_rpps, chu.leroy_rpps, "10009999995")
    asked = [chu.asked(chu.seen, patient=patient, rpps=rpps) for patient in people for rpps in askers] * 55
    answers: list[Any] = []
    many = statements(lambda: answers.extend(decisions.decide_many(asked, at=NOW)))

    assert many == gather.STATEMENTS + JOURNAL + SAVEPOINTS
    assert [each.permit for each in answers[:9]] == [True] + [False] * 8
    assert JournalRequest.objects.count() == 9


def test_an_organisation_that_is_never_answered_is_refused_even_about_nobody(chu: Hospital) -> None:
    from consents.services import intake
    from consents.vocabulary import OrganisationKind

    intake.record_organisation(name="Assurances Dupin", kind=OrganisationKind.INSURER, finess="920000015")
    asker = AskerNamed(AskerKind.ORGANISATION, Identifier(FINESS, "920000015"))
    answers = decisions.decide_many(
        [Asked(asker, patient, None, "care") for patient in (chu.ana_ins, chu.nobody_ins)], at=NOW
    )

    assert [(each.rule, each.code, each.obligations) for each in answers] == [("R77", "not_permitted", ("review",))] * 2


def test_an_unknown_purpose_is_an_error_and_leaves_no_line(chu: Hospital) -> None:
    with pytest.raises(QuestionError):
        decisions.decide_many([chu.asked(chu.seen), chu.asked(chu.seen, purpose="curiosity")], at=NOW)
    assert not JournalRequest.objects.exists()


@pytest.mark.parametrize("table", ["sharing_journalrequest", "sharing_journalline"])
def test_without_its_journal_nothing_is_answered(chu: Hospital, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT broken CHECK (false) NOT VALID")
    with pytest.raises(JournalUnavailable):
        decisions.decide_one(chu.asked(chu.seen), at=NOW)
    assert not JournalRequest.objects.exists()


@pytest.mark.parametrize("change", ["UPDATE sharing_journalline SET rule = 'R10'", "DELETE FROM sharing_journalline"])
def test_the_journal_is_never_changed(chu: Hospital, change: str) -> None:
    decisions.decide_one(chu.asked(chu.seen), at=NOW)
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_fault_of_the_engine_is_a_deny_that_looks_like_any_other(
    chu: Hospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr("sharing.services.answers.decide_each", fail)
    answer = decisions.decide_one(chu.asked(chu.seen), at=NOW)

    assert (answer.permit, answer.rule, answer.code) == (False, "R05", "not_visible")


def test_the_token_changes_with_the_words_of_a_patient_cared_for_there_and_with_nothing_else(chu: Hospital) -> None:
    caller = callers.caller(chu.credentials.client_id)

    def token(patient: Identifier) -> str:
        return decisions.decide_one(chu.asked(chu.seen, patient=patient), system=caller, at=NOW).token

    first, again, stranger, nobody = (token(each) for each in (chu.ana_ins, chu.ana_ins, chu.bea_ins, chu.nobody_ins))
    chu.oppose(chu.martin, chu.seen, at=NOW)

    assert first == again != token(chu.ana_ins)
    assert len({first, stranger, nobody}) == 3
    assert {len(each) for each in (first, stranger, nobody)} == {54}
    assert (token(chu.bea_ins), token(chu.nobody_ins)) == (stranger, nobody)
