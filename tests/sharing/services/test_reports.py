"""A report goes one way: received, examined, answered; nobody edits it, and the patient is told."""

import uuid
from datetime import datetime, timedelta

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from consents.actor import Actor
from consents.vocabulary import ActorKind, Door
from sharing.models import AccessReport, AccessReportEvent, JournalRequest, Notice
from sharing.reported import ANSWER_MOST, WORDS_MOST, Outcome, Reason
from sharing.selectors import reports as selectors
from sharing.services import decisions, reports
from sharing.services.reports import OutOfTurn, TooLong, UnknownAccess, UnknownReport
from sharing.services.review import NotAReviewer
from tests.sharing.hospital import NOW, Hospital, hospital


@pytest.fixture
def chu(db: None) -> Hospital:
    """Dr Martin asked for what Ana has hidden from him."""
    found = hospital()
    decisions.decide_one(found.asked(found.hidden), at=NOW)
    return found


def reviewer() -> Actor:
    return Actor(ActorKind.REVIEWER, str(uuid.uuid4()), Door.SITE)


def filed(chu: Hospital, *, at: datetime = NOW, words: str = "") -> uuid.UUID:
    request = JournalRequest.objects.get().pk
    return reports.report(
        chu.ana, request, reason=Reason.NOT_MY_CARE, words=words, by=Actor.person(chu.ana), at=at
    )  # fmt: skip


def test_a_report_is_kept_with_its_reason_its_words_and_its_first_step(chu: Hospital) -> None:
    kept = filed(chu, words="  Je ne l’ai jamais vu.  ")
    card = selectors.report(chu.ana, kept, by=chu.ana)

    assert card is not None
    assert (card.reason, card.words, card.status) == ("not_my_care", "Je ne l’ai jamais vu.", "received")
    assert [event.at for event in card.events] == [NOW]


def test_reporting_twice_is_one_report_until_it_is_answered(chu: Hospital) -> None:
    by, first = reviewer(), filed(chu)

    assert filed(chu) == first
    reports.take(first, by=by, at=NOW)
    assert filed(chu) == first
    reports.answer(first, outcome=Outcome.JUSTIFIED, said="Il vous soigne.", by=by, at=NOW)
    second = filed(chu, at=NOW + timedelta(days=1))
    assert second != first
    assert AccessReport.objects.get(pk=second).number == 2


@pytest.mark.parametrize("who", ["another patient", "a professional", "a reviewer"])
def test_an_access_is_reported_by_the_patient_it_is_about_alone(chu: Hospital, who: str) -> None:
    by = {
        "another patient": Actor.person(chu.bea), "a professional": Actor.professional(chu.martin),
        "a reviewer": reviewer(),
    }[who]  # fmt: skip
    request = JournalRequest.objects.get().pk
    for patient in (chu.ana, chu.bea):
        with pytest.raises(UnknownAccess):
            reports.report(patient, request, reason=Reason.OTHER, words="", by=by, at=NOW)
    assert not AccessReport.objects.exists()


def test_a_report_longer_than_it_may_be_and_an_access_that_is_none_are_refused(chu: Hospital) -> None:
    with pytest.raises(TooLong):
        filed(chu, words="a" * (WORDS_MOST + 1))
    with pytest.raises(UnknownAccess):
        reports.report(chu.ana, uuid.uuid4(), reason=Reason.OTHER, words="", by=Actor.person(chu.ana), at=NOW)


def test_the_answer_reaches_the_patient_with_its_notice_in_the_same_transaction(chu: Hospital) -> None:
    by, kept = reviewer(), filed(chu)
    reports.take(kept, by=by, at=NOW)
    reports.answer(kept, outcome=Outcome.NOT_JUSTIFIED, said="Vous aviez raison.", by=by, at=NOW)
    card = selectors.report(chu.ana, kept, by=chu.ana)

    assert card is not None
    assert [event.status for event in card.events] == ["received", "examining", "answered"]
    assert (card.events[-1].outcome, card.events[-1].said) == ("not_justified", "Vous aviez raison.")
    assert {event.by for event in card.events} == {""}
    notice = Notice.objects.get(kind="report_answered", channel="site")
    assert (notice.person, notice.about) == (chu.ana, kept)


def test_no_answer_without_its_notice(chu: Hospital, monkeypatch: pytest.MonkeyPatch) -> None:
    by, kept = reviewer(), filed(chu)
    reports.take(kept, by=by, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE sharing_notice ADD CONSTRAINT broken CHECK (false) NOT VALID")

    with pytest.raises(DatabaseError), transaction.atomic():
        reports.answer(kept, outcome=Outcome.JUSTIFIED, said="Il vous soigne.", by=by, at=NOW)

    assert AccessReportEvent.objects.filter(status="answered").count() == 0


def test_steps_are_taken_in_order_and_once(chu: Hospital) -> None:
    by, kept = reviewer(), filed(chu)
    with pytest.raises(OutOfTurn):
        reports.answer(kept, outcome=Outcome.JUSTIFIED, said="Non.", by=by, at=NOW)
    reports.take(kept, by=by, at=NOW)
    with pytest.raises(OutOfTurn):
        reports.take(kept, by=reviewer(), at=NOW)
    reports.answer(kept, outcome=Outcome.JUSTIFIED, said="Il vous soigne.", by=by, at=NOW)
    with pytest.raises(OutOfTurn):
        reports.answer(kept, outcome=Outcome.UNDECIDED, said="Finalement non.", by=by, at=NOW)


@pytest.mark.parametrize("said", ["", "   ", "a" * (ANSWER_MOST + 1)])
def test_an_answer_says_something_and_not_too_much(chu: Hospital, said: str) -> None:
    by, kept = reviewer(), filed(chu)
    reports.take(kept, by=by, at=NOW)
    with pytest.raises(TooLong):
        reports.answer(kept, outcome=Outcome.JUSTIFIED, said=said, by=by, at=NOW)


def test_only_a_reviewer_takes_and_answers_and_only_what_exists(chu: Hospital) -> None:
    kept = filed(chu)
    for by in (Actor.person(chu.ana), Actor.professional(chu.martin)):
        with pytest.raises(NotAReviewer):
            reports.take(kept, by=by, at=NOW)
        with pytest.raises(NotAReviewer):
            reports.answer(kept, outcome=Outcome.JUSTIFIED, said="Oui.", by=by, at=NOW)
    with pytest.raises(UnknownReport):
        reports.take(uuid.uuid4(), by=reviewer(), at=NOW)


def test_the_database_itself_refuses_a_step_out_of_order_and_an_answer_that_says_nothing(chu: Hospital) -> None:
    kept = filed(chu)
    wrong = [
        {"position": 2, "status": "answered", "outcome": "justified", "said": "x"},
        {"position": 3, "status": "answered", "outcome": "justified", "said": ""},
        {"position": 3, "status": "answered", "outcome": "guilty", "said": "x"},
        {"position": 4, "status": "answered", "outcome": "justified", "said": "x"},
        {"position": 1, "status": "received"},
    ]
    for each in wrong:
        with pytest.raises(DatabaseError), transaction.atomic():
            AccessReportEvent.objects.create(report_id=kept, at=NOW, recorded_at=NOW, by=chu.ana, **each)


CHANGES = {
    "update": "UPDATE {} SET recorded_at = now()",
    "delete": "DELETE FROM {}",
    "truncate": "TRUNCATE {} CASCADE",
}
TABLES = ("sharing_accessreport", "sharing_accessreportevent")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", sorted(CHANGES))
def test_the_owner_of_the_tables_rewrites_no_report(chu: Hospital, change: str, table: str) -> None:
    filed(chu)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="kept as it was written"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(CHANGES[change].format(table))


def test_the_site_s_own_role_rewrites_no_report_but_adds_one(as_application: psycopg.Connection) -> None:
    for table in TABLES:
        for change in CHANGES.values():
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                as_application.execute(change.format(table).encode())
        assert as_application.execute(f"SELECT has_table_privilege('{table}', 'INSERT')".encode()).fetchone() == (True,)
