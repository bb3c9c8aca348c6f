"""§3 and §9: assistants, and one human in two capacities."""

import pytest

from consents.vocabulary import Code
from tests.sharing.engine.moments import UNCONSCIOUS
from tests.sharing.engine.world import World, child, hospital


def desk() -> World:
    """`sonia` assists `nora`, `ines` assists `martin`."""
    world = hospital().professional("sonia", "medical_secretary", "chu", assists="nora")
    return world.professional("ines", "student", "chu", assists="martin")


def test_an_assistant_is_answered_what_the_one_assisted_would_be() -> None:
    world = desk()
    assert world.rule("sonia", "op") == "permit R10"
    assert world.rule("sonia", "psy") == "deny R06"
    assert world.rule("ines", "psy") == "permit R10"
    assert world.rule("ines", "ecg") == "permit R29"
    assert world.ask("ines", "psy").trace.assisted == "martin"
    assert world.oppose("martin", "psy").rule("ines", "psy") == "deny R08"


def test_an_assistants_own_care_entry_opens_nothing() -> None:
    world = desk().professional("sonia", "medical_secretary", "chu", assists="odile")
    assert world.care("sonia", "chu").rule("sonia", "op") == "deny R15"


@pytest.mark.parametrize("to", ["ines", "chu", "student"])
def test_an_opposition_that_names_the_assistant_binds_even_where_the_author_reads(to: str) -> None:
    world = desk().oppose(to)
    assert world.rule("ines", "ecg") == "deny R08"
    assert world.rule("martin", "ecg") == "permit R29"


def test_the_grant_of_the_one_assisted_does_not_lift_what_binds_the_assistant() -> None:
    world = desk().oppose("chu").grant("martin")
    assert world.rule("martin", "op") == "permit R19"
    assert world.rule("ines", "op") == "deny R08"
    assert world.grant("ines").rule("ines", "op") == "permit R19"


def test_a_grant_to_an_assistant_gives_never_more_than_the_one_assisted_has() -> None:
    assert desk().grant("sonia").rule("sonia", "psy") == "deny R06"
    assert desk().oppose("nora").grant("sonia").rule("sonia", "op") == "deny R08"


def test_an_assistant_opens_no_emergency() -> None:
    world = desk().professional("sonia", "student", "chu", assists="odile")
    assert world.rule("sonia", "op", purpose="emergency", statement=UNCONSCIOUS) == "deny R15"
    assert world.rule("sonia", "op", purpose="emergency") == "deny R15"


def test_an_assistant_needs_one_active_professional_of_his_own_organisation() -> None:
    world = desk()
    world.professional("gone", "nurse", "chu", active=False)
    for assists in (None, "nobody", "gone", "durand", "sonia"):
        world.professional("sec", "medical_secretary", "chu", assists=assists)
        assert world.rule("sec", "op") == "deny R05"
    world.professional("sec", "medical_secretary", assists="nora")
    assert world.rule("sec", "op") == "deny R05"


def test_an_assistant_learns_nothing_of_the_own_record_of_the_one_assisted() -> None:
    world = desk().professional("martin", "physician", "chu", person="ana")
    assert world.rule("martin", "op") == "permit R02"
    assert world.rule("ines", "op") == "deny R05"


def test_a_professional_who_is_the_patient_is_answered_as_the_patient() -> None:
    world = hospital().professional("martin", "physician", "chu", person="ana")
    world.document("told", at="chu", third_party=True)
    world.document("mine", at="chu", author="martin", third_party=True)
    world.document("brain", at="chu", on="2026-02-20", announcement_pending=True)
    assert world.rule("martin", "op") == "permit R02"
    assert world.rule("martin", "told") == "deny R02a"
    assert world.emergency("martin", "brain") == "deny R31"
    assert world.rule("martin", "mine") == "permit R29"
    assert world.rule("martin", "op", purpose="own_access") == "permit R02"


def test_a_professional_who_is_a_parent_does_not_read_the_childs_secret_at_work() -> None:
    world = child().professional("nora", "nurse", "chu", person="mona").secret("op", "mona")
    assert world.rule("nora", "op") == "deny R63"
    assert world.rule("nora", "ecg") == "permit R59"
    world.professional("nora", "nurse", "chu", person=None)
    assert world.rule("nora", "op") == "permit R10"


def test_a_professional_whose_child_is_an_adult_works_like_any_other() -> None:
    world = hospital().professional("nora", "nurse", "chu", person="mona").parent("mona")
    assert world.rule("nora", "op") == "permit R10"


def test_a_professional_acting_as_a_relative_is_answered_as_one() -> None:
    world = hospital().people("zed").professional("nora", "nurse", "chu", person="zed")
    assert world.rule("nora", "op", purpose="family_access") == "deny R40"
    assert world.rule("nora", "op") == "permit R10"
    assert world.grant("zed", "op").rule("nora", "op", purpose="family_access") == "permit R40"


def test_the_person_behind_a_professional_must_be_known_and_alive() -> None:
    world = hospital().professional("nora", "nurse", "chu", person="ghost")
    assert world.rule("nora", "op", purpose="family_access") == "deny R05"


def test_what_is_denied_is_told_in_one_code_whatever_the_reason() -> None:
    world = hospital().oppose("everyone", "op").document("his", patient="ben")
    denied = [world.ask("nora", about) for about in ("op", "scan", "psy", "his", "nothing")]
    assert {decision.rule for decision in denied} == {"R28", "R16", "R06", "R05"}
    assert {decision.code for decision in denied} == {Code.NOT_VISIBLE}
    assert {decision.obligations for decision in denied} == {frozenset()}
