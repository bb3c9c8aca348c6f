"""The ledger is append-only, numbered and chained, and says where it was touched."""

import threading
from uuid import UUID, uuid4

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from consents import ledger
from consents.models import LedgerEntry, LedgerHead, SharingPreference
from consents.services import preferences
from consents.vocabulary import RecipientKind
from consents.words import EVERYONE, EVERYTHING, Recipient
from tests.consents.conftest import NOW, Town, by


def speak(patient: UUID, times: int) -> None:
    for _ in range(times):
        preferences.oppose(patient, to=EVERYONE, about=EVERYTHING, by=by(patient), at=NOW)


def tamper(sql: str, *parameters: object) -> None:
    """As someone who owns the tables and first puts the trigger out of action."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE consents_ledgerentry DISABLE TRIGGER USER")
        cursor.execute(sql, parameters)
        cursor.execute("ALTER TABLE consents_ledgerentry ENABLE TRIGGER USER")


def test_each_declaration_is_one_entry_with_the_next_revision_chained_to_the_one_before(ana: UUID) -> None:
    speak(ana, 3)
    entries = list(LedgerEntry.objects.filter(patient=ana).order_by("revision"))
    assert [entry.revision for entry in entries] == [1, 2, 3]
    assert bytes(entries[0].previous_hash) == bytes(32)
    assert [bytes(entry.previous_hash) for entry in entries[1:]] == [bytes(entry.hash) for entry in entries[:-1]]
    assert list(ledger.verify(ana)) == []


def test_an_entry_says_who_spoke_when_through_which_door_and_when_it_was_written(ana: UUID) -> None:
    speak(ana, 1)
    entry = LedgerEntry.objects.get(patient=ana)
    assert (entry.actor_kind, entry.actor_reference, entry.door) == ("person", str(ana), "site")
    assert entry.declared_at == NOW
    assert entry.recorded_at > NOW  # the database's own clock
    assert entry.content["title"] == "patient"
    assert entry.content["begins_at"] == "2026-03-01T09:00:00.000000+00:00"


def test_the_database_refuses_to_change_or_remove_an_entry_even_to_the_owner(ana: UUID) -> None:
    speak(ana, 1)
    for sql in (
        "UPDATE consents_ledgerentry SET content = '{}'",
        "DELETE FROM consents_ledgerentry",
        "TRUNCATE consents_ledgerentry CASCADE",
    ):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_the_database_refuses_to_edit_or_delete_a_preference_even_to_the_owner(ana: UUID) -> None:
    speak(ana, 1)
    for sql in (
        "UPDATE consents_sharingpreference SET stance = 'grant', to_kind = 'person', to_person_id = patient_id",
        "UPDATE consents_sharingpreference SET begins_at = begins_at - interval '1 day'",
        "DELETE FROM consents_sharingpreference",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    SharingPreference.objects.update(ends_at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        SharingPreference.objects.update(ends_at=None)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE consents_ledgerentry SET content = '{}'",
        "DELETE FROM consents_ledgerentry",
        "TRUNCATE consents_ledgerentry CASCADE",
        "TRUNCATE consents_ledgerhead CASCADE",
        "DELETE FROM consents_ledgerhead",
        "UPDATE consents_sharingpreference SET stance = 'grant'",
        "DELETE FROM consents_sharingpreference",
        "UPDATE sharing_journalrequest SET purpose = 'care'",
        "DELETE FROM sharing_journalline",
        "TRUNCATE sharing_journalrequest CASCADE",
    ],
)
def test_the_role_that_serves_the_site_has_no_right_to_it(as_application: psycopg.Connection, sql: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_application.execute(sql)


@pytest.mark.parametrize(
    ("sql", "because"),
    [
        ("UPDATE consents_ledgerentry SET content = '{}' WHERE revision = 2", "content_does_not_match_its_hash"),
        ("UPDATE consents_ledgerentry SET actor_reference = 'x' WHERE revision = 2", "content_does_not_match_its_hash"),
        ("UPDATE consents_ledgerentry SET declared_at = now() WHERE revision = 2", "content_does_not_match_its_hash"),
        ("UPDATE consents_ledgerentry SET salt = hash WHERE revision = 2", "content_does_not_match_its_hash"),
        ("UPDATE consents_ledgerentry SET previous_hash = salt WHERE revision = 2", "not_chained_to_the_one_before"),
    ],
)
def test_verification_names_the_first_entry_that_was_touched(ana: UUID, sql: str, because: str) -> None:
    speak(ana, 4)
    tamper(sql)
    (fault,) = ledger.verify(ana)
    assert (fault.patient, fault.revision, fault.because) == (ana, 2, because)


def test_verification_names_the_entry_after_a_removed_one(ana: UUID) -> None:
    speak(ana, 3)
    tamper("DELETE FROM consents_ledgerentry WHERE revision = 2")
    (fault,) = ledger.verify(ana)
    assert (fault.revision, fault.because) == (3, "revision_missing_before_it")


def test_verification_sees_that_the_last_entries_were_removed(ana: UUID) -> None:
    speak(ana, 2)
    tamper("DELETE FROM consents_ledgerentry WHERE revision = 2")
    (fault,) = ledger.verify()
    assert (fault.revision, fault.because) == (2, "head_does_not_match_the_last_entry")
    tamper("DELETE FROM consents_ledgerentry")
    (fault,) = ledger.verify()
    assert fault.because == "entries_missing_at_the_end"


def test_verification_sees_a_chain_written_again_by_someone_who_knows_how(ana: UUID) -> None:
    speak(ana, 2)
    entry = LedgerEntry.objects.get(revision=1)
    entry.content = {"forged": True}
    tamper(
        "UPDATE consents_ledgerentry SET content = '{\"forged\": true}', hash = %s WHERE revision = 1",
        ledger.digest(entry),
    )
    (fault,) = ledger.verify(ana)
    assert (fault.revision, fault.because) == (2, "not_chained_to_the_one_before")


def test_the_command_is_silent_about_sound_chains_and_fails_naming_a_broken_one(
    ana: UUID, capsys: pytest.CaptureFixture[str]
) -> None:
    speak(ana, 2)
    call_command("verify_ledger")
    assert "2 entries, every chain holds" in capsys.readouterr().out
    tamper("UPDATE consents_ledgerentry SET content = '{}' WHERE revision = 1")
    with pytest.raises(CommandError):
        call_command("verify_ledger", patient=ana)
    assert f"patient {ana}, revision 1" in capsys.readouterr().out


def test_nothing_is_declared_when_the_ledger_cannot_be_written(
    ana: UUID, martin: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "digest", lambda entry: None)
    with pytest.raises(DatabaseError), transaction.atomic():
        preferences.grant(
            ana, to=Recipient(RecipientKind.PROFESSIONAL, str(martin)), about=EVERYTHING, by=by(ana), at=NOW
        )
    assert not SharingPreference.objects.exists()
    assert not LedgerEntry.objects.exists()
    assert not LedgerHead.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_oppositions_at_the_same_time_take_turns_and_both_stand(town: Town) -> None:
    patient = town.person("Deux")
    pair = [town.professional("Un"), town.professional("Autre")]
    ready, revisions = threading.Barrier(2), []

    def oppose(professional: UUID) -> None:
        ready.wait()
        to = Recipient(RecipientKind.PROFESSIONAL, str(professional))
        revisions.append(preferences.oppose(patient, to=to, about=EVERYTHING, by=by(patient), at=NOW).revision)
        connection.close()

    threads = [threading.Thread(target=oppose, args=(one,)) for one in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(revisions) == [1, 2]
    assert SharingPreference.objects.filter(patient=patient, ends_at=None).count() == 2
    assert list(ledger.verify(patient)) == []


def test_two_chains_do_not_touch_each_other(ana: UUID, town: Town) -> None:
    other = town.person("Autre")
    speak(ana, 2)
    speak(other, 1)
    tamper("UPDATE consents_ledgerentry SET content = '{}' WHERE patient_id = %s", ana)
    assert {fault.patient for fault in ledger.verify()} == {ana}
    assert list(ledger.verify(other)) == []
    assert list(ledger.verify(uuid4())) == []
