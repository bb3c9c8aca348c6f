"""The story is there, whole, valid and recent."""

from datetime import date

import pytest
from django.core.management import call_command

from consents import verification
from consents.models import Document, LedgerEntry, Organisation, Person, Professional
from portal.demo import identities, story
from sharing.models import JournalLine, JournalRequest, Notice
from tests.portal.demo.conftest import Demonstration

pytestmark = pytest.mark.django_db


def test_a_dozen_people_three_organisations_and_sixty_documents_are_there(demo: Demonstration) -> None:
    assert Person.objects.count() >= 12
    assert Organisation.objects.count() >= 3
    assert Document.objects.count() >= 60
    assert Document.objects.filter(category="unknown").count() == 0


def test_every_chain_of_the_ledger_holds(demo: Demonstration, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_ledger")
    assert LedgerEntry.objects.count() == sum(not hasattr(step, "who") for step in story.steps())


def test_every_identifier_belongs_to_the_test_system_and_has_its_key(demo: Demonstration) -> None:
    people = list(Person.objects.values_list("ins", "ins_system"))
    assert {system for _, system in people} == {verification.INS_TEST}
    assert [verification.ins(ins, system) for ins, system in people] == [[]] * len(people)
    assert all(verification.rpps(one) == [] for one in Professional.objects.values_list("rpps", flat=True))
    assert all(verification.finess(one) == [] for one in Organisation.objects.values_list("finess", flat=True))


def test_ages_do_not_depend_on_the_year(demo: Demonstration) -> None:
    lina = Person.objects.get(birth_given_names="Lina")
    assert 16 * 365 <= (demo.cast.today - lina.born_on).days < 17 * 366
    assert identities.ins("female", date(2010, 6, 8), place="99123", rank=5).startswith("21006")


def test_the_past_holds_refusals_as_well_as_permits_of_every_kind(demo: Demonstration) -> None:
    rules = set(JournalLine.objects.values_list("rule", flat=True))
    assert {"R10", "R19", "R08", "R28", "R35", "R34", "R77", "R53", "R54", "R75", "R79", "R63", "R59", "R14"} <= rules
    assert JournalRequest.objects.filter(system__isnull=False).count() >= 15


def test_nothing_happened_in_the_future(demo: Demonstration) -> None:
    assert not LedgerEntry.objects.filter(declared_at__gte=demo.at).exists()
    assert not JournalRequest.objects.filter(asked_at__gte=demo.at).exists()
    assert not Document.objects.filter(deposited_at__gte=demo.at).exists()


def test_the_hospital_is_owed_notices_and_no_receiver_was_given_to_the_group_practice(demo: Demonstration) -> None:
    waiting = Notice.objects.filter(channel="webhook", state=Notice.State.WAITING.value)
    assert {str(one) for one in waiting.values_list("system_id", flat=True)} == {str(demo.told.keys["chu"].system)}
