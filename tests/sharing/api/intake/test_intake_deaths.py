"""Deaths, and their withdrawal by the system that reported them."""

from datetime import UTC, datetime
from typing import Any

from django.test import Client

from consents.models import Person
from consents.services import intake
from consents.vocabulary import CareBasis
from sharing.models import DeathReport
from sharing.services import callers
from tests.sharing.api.intake.bundles import FHIR, LEROY, person, stay
from tests.sharing.api.intake.conftest import token_of
from tests.sharing.hospital import BEFORE, Hospital

DIED = {"died_at": "2026-02-20T10:00:00+01:00"}


def test_a_death_closes_the_record_and_its_withdrawal_opens_it(
    chu: Hospital, tell: Any, ana: Any, may_see: Any
) -> None:
    assert may_see(chu.seen)
    assert tell("deaths", DIED | {"patient": ana}).status_code == 201
    assert not may_see(chu.seen)
    assert tell("deaths", DIED | {"patient": ana}).status_code == 200
    assert tell("deaths/withdrawn", {"patient": ana}).status_code == 200
    assert may_see(chu.seen)
    assert Person.objects.get(pk=chu.ana).died_at is None


def test_nobody_withdraws_what_another_source_said(chu: Hospital, tell: Any, ana: Any, client: Client) -> None:
    died_at = datetime(2026, 2, 20, 9, tzinfo=UTC)
    intake.record_death(chu.ana, died_at=died_at)
    assert tell("deaths/withdrawn", {"patient": ana}).status_code == 403
    told = tell("deaths", {"patient": ana, "died_at": "2026-02-21"})
    assert [each["code"] for each in told.json()["warnings"]] == ["another_date_is_kept"]
    assert tell("deaths/withdrawn", {"patient": ana}).status_code == 200
    assert Person.objects.get(pk=chu.ana).died_at == died_at


def test_what_two_systems_reported_stays_until_both_withdraw(
    chu: Hospital, tell: Any, ana: Any, client: Client
) -> None:
    intake.record_care(
        chu.ana, professional=chu.leroy, basis=CareBasis.ESTABLISHMENT, begins_at=BEFORE, organisation=chu.clinic
    )
    other = callers.register_calling_system("Logiciel de la clinique", organisations=[chu.clinic], at=BEFORE)
    bearer = token_of(client, other)
    tell("deaths", DIED | {"patient": ana})
    tell("deaths", {"patient": ana, "died_at": "2026-02-21"}, bearer=bearer)
    tell("deaths/withdrawn", {"patient": ana})
    assert Person.objects.get(pk=chu.ana).died_at is not None
    tell("deaths/withdrawn", {"patient": ana}, bearer=bearer)
    assert Person.objects.get(pk=chu.ana).died_at is None


def test_a_date_told_again_replaces_ones_own(chu: Hospital, tell: Any, ana: Any) -> None:
    tell("deaths", DIED | {"patient": ana})
    tell("deaths", {"patient": ana, "died_at": "2026-02-19"})
    assert Person.objects.get(pk=chu.ana).died_at == datetime(2026, 2, 18, 23, tzinfo=UTC)


def test_nobody_has_died_tomorrow(chu: Hospital, tell: Any, ana: Any) -> None:
    response = tell("deaths", {"patient": ana, "died_at": "2099-01-01"})
    assert (response.status_code, response.json()["pointer"]) == (422, "/died_at")
    assert Person.objects.get(pk=chu.ana).died_at is None


def test_a_death_told_by_a_bundle_is_withdrawn_by_the_system_that_told_it_and_no_other(
    chu: Hospital, tell: Any, client: Client
) -> None:
    nobody = {"system": chu.nobody_ins.system, "value": chu.nobody_ins.value}
    dead = person(chu.nobody_ins, deceasedDateTime="2026-02-20T10:00:00+01:00")
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": dead}, {"resource": stay()}]}
    assert tell("fhir", bundle, content_type=FHIR).status_code == 200
    known = Person.objects.get(ins=chu.nobody_ins.value)
    assert known.died_at == datetime(2026, 2, 20, 9, tzinfo=UTC)
    other = callers.register_calling_system("Autre logiciel du CHU", organisations=[chu.chu], at=BEFORE)
    assert tell("deaths/withdrawn", {"patient": nobody}, bearer=token_of(client, other)).status_code == 403
    assert tell("deaths/withdrawn", {"patient": nobody}).status_code == 200
    known.refresh_from_db()
    assert known.died_at is None


def test_a_bundle_that_is_refused_notes_no_death(chu: Hospital, tell: Any) -> None:
    dead = person(chu.nobody_ins, deceasedBoolean=True)
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": dead}, {"resource": stay(LEROY)}]}
    assert tell("fhir", bundle, content_type=FHIR).status_code == 422
    assert not DeathReport.objects.exists()
