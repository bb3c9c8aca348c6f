"""Lines 1 and 2: who is not answered at all."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from consents.vocabulary import Code, Obligation, Purpose
from sharing.engine.decide import decide
from sharing.engine.question import Asker, Question, QuestionError, purpose_named
from tests.sharing.engine.moments import NOW, moment
from tests.sharing.engine.world import World, hospital


def test_an_unknown_asker_is_denied() -> None:
    assert hospital().rule("nobody", "ecg") == "deny R05"
    assert hospital().rule("nobody", "ecg", place="chu") == "deny R05"


def test_an_unknown_patient_and_an_unknown_document_are_denied_alike() -> None:
    world = hospital()
    unknown_patient = world.ask("nora", patient="nobody")
    assert (unknown_patient.rule, unknown_patient.code) == ("R05", Code.CONSENT_REQUIRED)
    unknown_document = world.ask("nora", "nothing")
    assert (unknown_document.rule, unknown_document.code) == ("R05", Code.NOT_VISIBLE)


def test_another_patients_document_is_denied() -> None:
    assert hospital().document("his", patient="ben", at="chu").rule("nora", "his") == "deny R05"


def test_a_document_is_unknown_until_the_moment_of_its_deposit() -> None:
    world = hospital()
    assert world.rule("nora", "op", at=moment("2026-02-02 23:59")) == "deny R05"
    assert world.rule("nora", "op", at=moment("2026-02-03 00:00")) == "permit R10"


def test_an_inactive_professional_does_not_even_read_what_he_wrote() -> None:
    world = hospital().professional("martin", "physician", "chu", active=False)
    assert world.rule("martin", "ecg") == "deny R05"


def test_a_closed_organisation_closes_whoever_asks_from_it_and_from_its_sites() -> None:
    world = hospital().organisation("chu", "hospital", active=False)
    assert world.rule("nora", "op") == "deny R05"
    world.organisation("north", "hospital", part_of="chu").professional("nora", "nurse", "north")
    assert world.rule("nora", "op") == "deny R05"


def test_nobody_asks_from_where_he_does_not_work() -> None:
    assert hospital().rule("durand", "op", place="chu") == "deny R05"
    assert hospital().rule("nora", "op", place="elsewhere") == "deny R05"


def test_a_person_who_has_died_asks_for_nothing_from_the_first_instant_of_that_day() -> None:
    world = hospital().people("paul", died="2026-02-20").grant("paul")
    assert world.rule("paul", "op", at=moment("2026-02-19 23:59")) == "permit R40"
    assert world.rule("paul", "op", at=moment("2026-02-20 00:00")) == "deny R05"


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("insurer", "R77"),
        ("employer", "R78"),
        ("bank", "R78"),
        ("coding_company", "R80"),
        ("law_firm", "R81"),
        ("authority", "R83"),
        ("health_insurance_fund", "R76"),
    ],
)
def test_those_of_the_never_list_are_denied_with_an_alert_whatever_they_state(kind: str, rule: str) -> None:
    world = hospital().organisation("them", kind).professional("doc", "physician", "them")
    world.grant("doc").grant("them").care("doc", "them")
    for who in ("doc", "them"):
        for purpose in Purpose:
            decision = world.ask(who, "ecg", purpose=purpose.value)
            assert (decision.permit, decision.rule) == (False, rule)
            assert decision.code is Code.NOT_PERMITTED
            assert decision.obligations == {Obligation.REVIEW}


@pytest.mark.parametrize(
    ("profession", "rule"),
    [("fund_physician", "R76"), ("insurer_physician", "R77"), ("lawyer", "R81")],
)
def test_a_profession_of_the_never_list_is_denied_even_from_a_hospital(profession: str, rule: str) -> None:
    world = hospital().professional("them", profession, "chu").care("them", "chu").grant("them")
    assert world.rule("them", "op") == f"deny {rule}"


def test_the_never_list_answers_even_when_patient_or_document_is_unknown() -> None:
    world = hospital().organisation("axe", "insurer").professional("ivan", "physician", "axe")
    assert world.rule("ivan", "nothing") == "deny R77"
    assert world.rule("ivan", patient="nobody") == "deny R77"
    assert world.ask("axe", patient="nobody").code is Code.NOT_PERMITTED


def test_a_site_of_an_insurer_is_the_insurer() -> None:
    world = hospital().organisation("axe", "insurer")
    world.organisation("clinic", "clinic", part_of="axe").professional("ivan", "nurse", "clinic")
    assert world.rule("ivan", "op") == "deny R77"


def test_whoever_assists_one_of_the_never_list_is_of_it() -> None:
    world = hospital().professional("ivan", "insurer_physician", "chu")
    world.professional("sec", "medical_secretary", "chu", assists="ivan")
    assert world.rule("sec", "op") == "deny R77"


def test_an_organisation_that_is_not_of_the_never_list_is_given_nothing() -> None:
    assert hospital().rule("chu", "op") == "deny R05"


@pytest.mark.parametrize("purpose", ["own_access", "representation", "family_access", "mandate"])
def test_a_professional_states_no_persons_purpose(purpose: str) -> None:
    assert hospital().rule("nora", "op", purpose=purpose) == "deny R05"


@pytest.mark.parametrize("purpose", ["care", "emergency", "samu_call", "own_access"])
def test_a_relative_states_no_professionals_or_patients_purpose(purpose: str) -> None:
    world = hospital().people("paul").grant("paul")
    assert world.rule("paul", "op", purpose=purpose) == "deny R05"


def test_a_stranger_does_not_state_representation() -> None:
    assert hospital().people("paul").rule("paul", "op", purpose="representation") == "deny R05"


def test_only_occupational_health_and_the_dim_state_their_own_purposes() -> None:
    world = hospital()
    assert world.rule("nora", "op", purpose="occupational_health") == "deny R05"
    assert world.rule("martin", "op", purpose="activity_analysis") == "deny R05"


def test_an_unknown_purpose_is_an_error_and_not_an_answer() -> None:
    with pytest.raises(QuestionError):
        purpose_named("curiosity")
    with pytest.raises(QuestionError):
        Question(Asker.person("ana"), "ana", None, "curiosity", NOW)  # type: ignore[arg-type]


def test_a_moment_without_a_zone_is_an_error() -> None:
    with pytest.raises(QuestionError):
        Question(Asker.person("ana"), "ana", None, Purpose.CARE, datetime(2026, 3, 1))


def test_any_failure_inside_a_rule_is_a_deny_with_the_error_in_the_trace() -> None:
    world = hospital()
    broken = replace(world.facts(), matrix=None)  # type: ignore[arg-type]
    decision = decide(world.question("nora", "op"), broken)
    assert (decision.permit, decision.rule, decision.code) == (False, "R05", Code.NOT_VISIBLE)
    assert decision.trace.error is not None
    assert decide(world.question("nora"), broken).code is Code.CONSENT_REQUIRED


def test_a_replaced_document_that_is_missing_is_a_deny() -> None:
    world = hospital().document("new", at="chu", replaces=("lost",))
    decision = decide(world.question("nora", "new"), world.facts())
    assert (decision.rule, decision.trace.error) == ("R05", "KeyError: 'lost'")


def test_an_empty_world_denies() -> None:
    question = Question(Asker.person("ana"), None, None, Purpose.CARE, NOW)
    assert decide(question, replace(World().facts(), patient=None)).rule == "R05"


def test_an_answer_says_until_when_it_may_be_kept() -> None:
    later = NOW + timedelta(days=3)
    world = hospital()
    assert world.ask("nora", "op").valid_until is None
    world.professional("durand", "physician", "cabinet")
    world.care("durand", "cabinet", during=replace(world.patient.care[0].period, ends=later))
    assert world.ask("nora", "op").valid_until == later
