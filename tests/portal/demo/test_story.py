"""The story is there, whole, valid and recent."""

from datetime import date

import pytest
from django.core.management import call_command

from consents import verification
from consents.models import (
    CareEntry,
    Document,
    LedgerEntry,
    Organisation,
    Person,
    Practice,
    Professional,
    SharingPreference,
)
from portal.demo import identities, story
from portal.demo.steps import Choice, Word
from sharing.models import AccessReportEvent, JournalLine, JournalRequest, Notice, ReviewRead
from tests.portal.demo.conftest import Demonstration

pytestmark = pytest.mark.django_db


def test_a_dozen_people_three_organisations_and_sixty_documents_are_there(demo: Demonstration) -> None:
    assert Person.objects.count() >= 12
    assert Organisation.objects.count() >= 3
    assert Document.objects.count() >= 60
    assert Document.objects.filter(category="unknown").count() == 0


def test_every_chain_of_the_ledger_holds(demo: Demonstration, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_ledger")
    assert LedgerEntry.objects.count() == sum(isinstance(step, Choice | Word) for step in story.steps())


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


def test_some_notices_wait_some_have_no_address_and_those_of_a_broken_receiver_are_dead(demo: Demonstration) -> None:
    sent = Notice.objects.filter(channel="webhook")
    systems = {name: demo.told.keys[name].system for name in ("chu", "msp")}

    def of(name: str) -> set[str]:
        return set(sent.filter(system=systems[name]).values_list("state", flat=True))

    assert of("chu") == {"waiting", "without_address"}
    assert of("msp") >= {"dead", "waiting"}
    assert sent.filter(state="without_address").exists()


def test_patients_have_read_what_is_old_and_not_what_is_new(demo: Demonstration) -> None:
    told = Notice.objects.filter(channel="site")
    assert told.filter(read_at__isnull=False).count() >= 10
    assert told.filter(read_at=None).count() >= 5


def test_a_report_was_answered_one_is_examined_and_one_has_just_come(demo: Demonstration) -> None:
    told = dict(AccessReportEvent.objects.order_by("position").values_list("report_id", "status"))
    assert sorted(told.values()) == ["answered", "examining", "received"]


def test_a_reviewer_has_read(demo: Demonstration) -> None:
    assert set(ReviewRead.objects.values_list("page", flat=True)) == {"oppositions", "questions"}


def test_someone_is_cared_for_by_fourteen_people_in_six_places_and_has_sixty_documents(demo: Demonstration) -> None:
    nadine = Person.objects.get(birth_given_names="Nadine")
    now = CareEntry.objects.filter(patient=nadine, ends_at=None)
    places = set(Practice.objects.filter(professional__in=now.values("professional")).values_list("organisation"))
    assert now.count() >= 14
    assert len(places) >= 6
    assert Document.objects.filter(patient=nadine).count() >= 60


def test_oppositions_of_every_shape_are_there_dated_over_and_to_come(demo: Demonstration) -> None:
    oppositions = SharingPreference.objects.filter(stance="oppose")
    shapes = set(oppositions.values_list("to_kind", "about_kind"))
    assert {to for to, _ in shapes} == {"everyone", "professional", "organisation", "profession"}
    assert {about for _, about in shapes} == {"document", "category", "specialty", "everything"}
    assert {("everyone", "document"), ("professional", "everything"), ("organisation", "everything")} <= shapes
    assert oppositions.filter(ends_at__gt=demo.at, begins_at__lt=demo.at).exists()
    assert oppositions.filter(ends_at__lt=demo.at).exists()
    assert oppositions.filter(begins_at__gt=demo.at).exists()
