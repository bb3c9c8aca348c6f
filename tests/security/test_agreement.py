"""Rows against ledger: what the owner of the tables changes behind the site's back is found (security T19)."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from consents import agreement, ledger
from consents.actor import Actor
from consents.services import preferences
from consents.words import EVERYONE, EVERYTHING
from tests.sharing.hospital import BEFORE, NOW, Hospital, about, doctor

_TABLES = ("consents_ledgerentry", "consents_ledgerhead", "consents_sharingpreference")


@pytest.fixture
def told(chu: Hospital) -> Hospital:
    """Five declarations: an opposition that stands, a grant withdrawn, an opposition replaced by another."""
    by = Actor.person(chu.ana)
    preferences.grant(chu.ana, to=doctor(chu.leroy), about=EVERYTHING, by=by, at=BEFORE)
    preferences.withdraw(chu.ana, to=doctor(chu.leroy), about=EVERYTHING, by=by, at=NOW)
    preferences.oppose(chu.ana, to=EVERYONE, about=about(chu.seen), by=by, at=BEFORE)
    preferences.oppose(chu.ana, to=EVERYONE, about=about(chu.seen), by=by, at=NOW, ends_at=NOW + timedelta(days=9))
    return chu


def behind_the_back(*statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_what_the_services_wrote_agrees(told: Hospital) -> None:
    assert list(agreement.verify()) == []
    assert list(agreement.verify(told.ana)) == []
    call_command("verify_ledger")


@pytest.mark.parametrize(
    ("statement", "because"),
    [
        ("UPDATE {p} SET ends_at = NULL WHERE stance = 'grant'", "word_holds_at_other_times_than_declared"),
        ("UPDATE {p} SET begins_at = begins_at - interval '1 y' WHERE stance = 'grant'",
         "word_holds_at_other_times_than_declared"),
        ("UPDATE {p} SET ends_at = now() WHERE revision = 1", "word_holds_at_other_times_than_declared"),
        ("UPDATE {p} SET ends_at = ends_at - interval '8 d' WHERE revision = 5",
         "word_holds_at_other_times_than_declared"),
        ("UPDATE {p} SET stance = 'grant' WHERE revision = 1", "word_differs_from_its_declaration"),
        ("UPDATE {p} SET about_kind = 'everything', about_document_id = NULL WHERE revision = 1",
         "word_differs_from_its_declaration"),
        ("UPDATE {p} SET revision = 9 WHERE revision = 1", "word_was_never_declared"),
        ("DELETE FROM {p} WHERE revision = 1", "declared_word_is_missing"),
    ],
)  # fmt: skip
def test_a_word_changed_behind_the_site_s_back_is_found(statement: str, because: str, told: Hospital) -> None:
    behind_the_back(statement.format(p="consents_sharingpreference"))

    (fault,) = agreement.verify(told.ana)
    assert (fault.patient, fault.because) == (told.ana, because)
    assert list(ledger.verify(told.ana)) == [], "the chain alone does not see it"
    with pytest.raises(CommandError):
        call_command("verify_ledger")


def test_an_end_of_the_ledger_cut_off_with_its_head_turned_back_is_found(told: Hospital) -> None:
    behind_the_back(
        "UPDATE consents_ledgerhead SET revision = 4, preference_revision = 4, hash ="
        " (SELECT hash FROM consents_ledgerentry WHERE revision = 4)",
        "DELETE FROM consents_ledgerentry WHERE revision = 5",
    )

    assert list(ledger.verify(told.ana)) == [], "the chain alone does not see it"
    (fault,) = agreement.verify(told.ana)
    assert (fault.revision, fault.because) == (4, "word_holds_at_other_times_than_declared"), "what ended it is gone"
