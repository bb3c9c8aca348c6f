"""Nobody rewrites what was declared or asked: not the site's own role, not the owner with the library's own key."""

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from consents import ledger
from consents.actor import Actor
from consents.models import LedgerHead, SharingPreference, TrustedPerson
from consents.services import calling, preferences, signing, trusting
from consents.services.calling import ToCall
from consents.services.signing import Typed
from consents.services.trusting import Contact
from consents.vocabulary import TrustedRole
from consents.words import EVERYONE, EVERYTHING
from sharing.models import JournalLine, JournalRequest
from sharing.services import confirming, decisions
from sharing.services.intake import oral
from sharing.services.intake.oral import Said
from sharing.services.intake.speaking import Speaker
from tests.sharing.hospital import BEFORE, NOW, Hospital, doctor, hospital

#: The library's triggers let by any session that names them in this setting.
_ASLEEP = """
    SELECT set_config('pgtrigger.ignore',
      (SELECT array_agg(tgname::text)::text FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'pgtrigger%%'), false)
"""
REWRITING = [
    "UPDATE consents_ledgerentry SET content = '{}'",
    "UPDATE consents_ledgerentry SET hash = hash",
    "DELETE FROM consents_ledgerentry",
    "TRUNCATE consents_ledgerentry CASCADE",
    "DELETE FROM consents_ledgerhead",
    "UPDATE consents_ledgerhead SET revision = revision - 1",
    "UPDATE consents_ledgerhead SET preference_revision = 0",
    "UPDATE consents_ledgerhead SET hash = ''",
    "TRUNCATE consents_ledgerhead CASCADE",
    "UPDATE consents_sharingpreference SET stance = 'grant', to_kind = 'person', to_person_id = patient_id",
    "UPDATE consents_sharingpreference SET begins_at = begins_at + interval '1 day'",
    "DELETE FROM consents_sharingpreference",
    "TRUNCATE consents_sharingpreference CASCADE",
    "UPDATE consents_trustedsignature SET given_name = 'Nobody'",
    "DELETE FROM consents_trustedsignature",
    "UPDATE consents_trustedinvitation SET expires_at = expires_at + interval '1 year'",
    "UPDATE consents_trustedcontact SET family_name = 'Nobody'",
    "UPDATE consents_trustedperson SET contact_id = NULL, person_id = patient_id",
    "UPDATE consents_persontocall SET phone = '0'",
    "TRUNCATE consents_persontocall",
    "UPDATE sharing_journalrequest SET asker_named = 'somebody else'",
    "DELETE FROM sharing_journalline",
    "TRUNCATE sharing_journalrequest CASCADE",
    "UPDATE sharing_journalline SET permit = true, code = 'permit'",
    "UPDATE sharing_collectedconsent SET waits = false",
    "UPDATE sharing_collectedconsentanswer SET confirmed = false, revision = NULL",
    "DELETE FROM sharing_collectedconsentanswer",
    "TRUNCATE sharing_collectedconsentanswer",
]


@pytest.fixture
def history(db: None) -> Hospital:
    """One word and one question; a trusted person who accepted, someone to call; a noted consent that was refused."""
    chu = hospital()
    decisions.decide_one(chu.asked(chu.hidden), at=NOW)
    by, paul = Actor.person(chu.ana), Contact("Paul", "Lenoir", "3 rue des Lilas", "06 12 34 56 78")
    trusting.designate(chu.ana, contact=paul, role=TrustedRole.HEALTH, by=by, at=BEFORE)
    token = signing.link(chu.ana, designation=TrustedPerson.objects.get().pk, at=BEFORE)
    signing.answer(token, accepts=True, typed=Typed("Paul", "Lenoir", None), text="v1", at=BEFORE)
    calling.call(chu.ana, who=ToCall("Julie", "Martin", "06 11 22 33 44"), by=by, at=BEFORE)
    said = Said(chu.ana, "grant", doctor(chu.leroy), EVERYTHING, chu.leroy)
    heard = oral.hear(Speaker(chu.credentials.system, frozenset()), said, at=BEFORE)
    confirming.refuse(chu.ana, heard.id, by=by, at=NOW)
    return chu


@pytest.mark.parametrize("statement", REWRITING)
def test_the_owner_of_the_tables_rewrites_nothing_even_with_the_library_s_triggers_put_to_sleep(
    statement: str, history: Hospital
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(_ASLEEP)
    with pytest.raises(DatabaseError, match=r"kept as it was written|only its end|a ledger only grows"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_an_end_once_said_is_not_put_off_by_a_session_that_ignores_the_library_s_triggers(history: Hospital) -> None:
    SharingPreference.objects.update(ends_at=NOW)
    with connection.cursor() as cursor:
        cursor.execute(_ASLEEP)
    for later in (None, "2030-01-01T00:00Z"):
        with pytest.raises(DatabaseError, match="only its end"), transaction.atomic():
            SharingPreference.objects.update(ends_at=later)


@pytest.mark.parametrize(
    "statement",
    [
        *(each for each in REWRITING if "ledgerhead SET" not in each),
        "ALTER TABLE consents_ledgerentry DISABLE TRIGGER ALL",
        "ALTER TABLE sharing_journalline ADD COLUMN x int",
        "DROP TABLE sharing_journalline CASCADE",
        "DROP TRIGGER a_kept ON consents_ledgerentry",
        "CREATE OR REPLACE FUNCTION portal_kept() RETURNS trigger LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TABLE mine (a int)",
        "SET session_replication_role = replica",
        "SET ROLE portal_owner",
        "CREATE RULE mine AS ON INSERT TO consents_ledgerentry DO INSTEAD NOTHING",
        "DELETE FROM consents_setting_only",
        "COPY consents_ledgerentry TO PROGRAM 'true'",
        "SELECT pg_read_file('/etc/hostname')",
    ],
)
@pytest.mark.django_db(transaction=True)
def test_the_role_that_serves_the_site_has_no_way_round(as_application: psycopg.Connection, statement: str) -> None:
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidObjectDefinition)):
        as_application.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_the_role_that_serves_the_site_does_not_turn_a_head_back(as_application: psycopg.Connection) -> None:
    chu = hospital()
    as_application.execute(_ASLEEP.replace("%%", "%"))
    for change in ("revision = 0", "preference_revision = preference_revision + 5", "hash = ''"):
        with pytest.raises(psycopg.errors.RaiseException, match="a ledger only grows"):
            as_application.execute(f"UPDATE consents_ledgerhead SET {change}")  # type: ignore[arg-type]
    assert LedgerHead.objects.get(patient=chu.ana).revision == 1


def test_what_is_written_is_added_all_the_same(history: Hospital) -> None:
    by = Actor.person(history.ana)
    preferences.oppose(history.ana, to=EVERYONE, about=EVERYTHING, by=by, at=BEFORE)
    preferences.withdraw(history.ana, to=EVERYONE, about=EVERYTHING, by=by, at=NOW)

    assert list(ledger.verify(history.ana)) == []
    assert (JournalRequest.objects.count(), JournalLine.objects.count()) == (1, 1)
