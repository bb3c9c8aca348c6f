"""§5: breaking the glass and the SAMU call."""

import pytest

from consents.vocabulary import Code, Obligation
from sharing.engine.question import EmergencyStatement, QuestionError
from tests.sharing.engine.moments import UNCONSCIOUS, moment, period
from tests.sharing.engine.world import World, child, hospital

ALL = {
    Obligation.RECORD,
    Obligation.NOTIFY_PATIENT,
    Obligation.NOTIFY_TREATING_PHYSICIAN,
    Obligation.REVIEW,
}


def room() -> World:
    """`eric` and `eva` of another clinic, `sami` who regulates calls."""
    world = hospital().organisation("clinic", "clinic").organisation("samu15", "samu")
    world.professional("eric", "physician", "clinic").professional("eva", "nurse", "clinic")
    return world.professional("sami", "samu_regulator", "samu15")


def test_an_emergency_opens_within_the_remit_with_four_obligations() -> None:
    world = room()
    opened = world.ask("eva", "op", purpose="emergency", statement=UNCONSCIOUS)
    assert (opened.permit, opened.rule, opened.obligations) == (True, "R34", ALL)
    assert world.emergency("eva") == "permit R34"
    assert world.emergency("eva", "psy") == "deny R06"
    assert world.emergency("eric", "psy") == "permit R34"


@pytest.mark.parametrize(
    "statement",
    [
        None,
        EmergencyStatement(False, True, "found unconscious"),
        EmergencyStatement(True, False, "found unconscious"),
        EmergencyStatement(True, True, ""),
        EmergencyStatement(True, True, "   no answer   "),
    ],
)
def test_without_both_statements_and_a_reason_there_is_no_question(
    statement: EmergencyStatement | None,
) -> None:
    with pytest.raises(QuestionError):
        room().ask("eric", "op", purpose="emergency", statement=statement)


def test_ten_characters_once_trimmed_are_a_reason() -> None:
    statement = EmergencyStatement(True, True, "  found cold ")
    assert room().rule("eric", "op", purpose="emergency", statement=statement) == "permit R34"


def test_what_was_stated_holds_for_a_time_for_this_professional_only() -> None:
    world = room().opening("eric", period("2026-03-01 08:00", "2026-03-01 12:00"))
    assert world.rule("eric", "op", purpose="emergency") == "permit R34"
    with pytest.raises(QuestionError):
        world.ask("eric", "op", purpose="emergency", at=moment("2026-03-01 12:00"))
    with pytest.raises(QuestionError):
        world.ask("eva", "op", purpose="emergency")
    conscious = EmergencyStatement(False, True, "he came round, still bleeding")
    with pytest.raises(QuestionError):
        world.ask("eric", "op", purpose="emergency", statement=conscious)
    refused = world.choose("emergency.break_glass", "refuse", said="2026-03-01 08:30")
    assert refused.rule("eric", "op", purpose="emergency") == "deny R34"


@pytest.mark.parametrize(
    "profession",
    ["nurse_assistant", "psychologist", "social_worker", "administrative", "judicial_guardian"],
)
def test_those_who_are_not_health_professionals_in_their_own_right_ask_as_for_care(
    profession: str,
) -> None:
    world = room().professional("zed", profession, "clinic").document("plan", "care_plan")
    document = "plan" if profession in ("nurse_assistant", "psychologist", "social_worker") else ""
    expected = "deny R04" if document else "deny R06"
    assert world.rule("zed", document or "op", purpose="emergency") == expected


def test_what_care_permits_opens_no_emergency() -> None:
    world = room()
    decision = world.ask("nora", "op", purpose="emergency", statement=UNCONSCIOUS)
    assert (decision.rule, decision.obligations) == ("R10", frozenset())
    assert world.emergency("nora", "scan") == "permit R34"


def test_each_door_is_refused_by_itself() -> None:
    world = room().choose("emergency.break_glass", "refuse")
    assert world.emergency("eric", "op") == "deny R34"
    whole = world.ask("eric", purpose="emergency", statement=UNCONSCIOUS)
    assert whole.code is Code.EMERGENCY_REFUSED
    assert world.rule("sami", "op", purpose="samu_call") == "permit R35"
    world = room().choose("emergency.samu", "refuse")
    assert world.rule("sami", "op", purpose="samu_call") == "deny R35"
    assert world.ask("sami", purpose="samu_call").code is Code.EMERGENCY_REFUSED
    assert world.emergency("eric", "op") == "permit R34"


@pytest.mark.parametrize("to", ["eric", "clinic", "physician"])
def test_a_block_holds_in_an_emergency_unless_the_patient_said_otherwise(to: str) -> None:
    world = room().oppose(to)
    assert world.emergency("eric", "op") == "deny R37"
    assert world.ask("eric", purpose="emergency", statement=UNCONSCIOUS).code is (Code.EMERGENCY_REFUSED)
    world.choose("emergency.blocks_hold", "no")
    assert world.emergency("eric", "op") == "permit R34"
    assert world.rule("eric", "op") == "deny R08"


@pytest.mark.parametrize("about", ["op", "report", "surgery"])
def test_what_is_hidden_stays_hidden_unless_the_patient_allowed_it(about: str) -> None:
    world = room().oppose("everyone", about)
    assert world.emergency("eric", "op") == "deny R36"
    assert world.rule("sami", "op", purpose="samu_call") == "deny R36"
    world.choose("emergency.hidden", "allow")
    assert world.emergency("eric", "op") == "permit R34"


def test_a_record_closed_to_everyone_still_has_its_emergency_door() -> None:
    world = room().oppose("everyone")
    assert world.emergency("eric", "op") == "permit R34"
    assert world.rule("eric", "op") == "deny R08"


def test_a_block_left_out_no_longer_sets_aside_what_is_hidden() -> None:
    world = room().oppose("everyone", "op").oppose("eric", "op")
    assert world.emergency("eric", "op") == "deny R37"
    world.choose("emergency.blocks_hold", "no")
    assert world.emergency("eric", "op") == "deny R36"


def test_the_order_of_refusals_is_door_block_hidden_remit() -> None:
    world = room().oppose("everyone", "report").oppose("eva", "psy").oppose("eva", "surgery")
    assert world.emergency("eva", "psy") == "deny R37"
    assert world.emergency("eva", "op") == "deny R37"
    assert world.emergency("eva", "ecg") == "deny R36"
    world.choose("emergency.break_glass", "refuse")
    assert world.emergency("eva", "psy") == "deny R34"


def test_the_regulator_reads_what_a_call_needs_from_the_samu_only() -> None:
    world = room()
    opened = world.ask("sami", "op", purpose="samu_call")
    assert (opened.rule, opened.obligations) == ("R35", ALL)
    assert world.rule("sami", "psy", purpose="samu_call") == "deny R06"
    assert world.rule("sami", "op") == "deny R04"
    world.professional("sami", "samu_regulator", "clinic")
    assert world.rule("sami", "op", purpose="samu_call") == "deny R04"
    assert world.rule("eric", "op", purpose="samu_call") == "deny R04"
    world.professional("zed", "physician", "samu15")
    assert world.rule("zed", "op", purpose="samu_call") == "deny R04"


def test_a_parents_setting_lifts_no_opposition_of_the_other_parent() -> None:
    world = child().oppose("odile", by="mona").oppose("everyone", "op", by="mona")
    world.choose("emergency.blocks_hold", "no", by="paul")
    world.choose("emergency.hidden", "allow", by="paul")
    assert world.emergency("odile", "ecg") == "deny R37"
    assert world.emergency("martin", "op") == "deny R36"
    world.choose("emergency.blocks_hold", "no", by="mona")
    assert world.emergency("odile", "ecg") == "permit R34"


def test_of_two_parents_settings_the_stricter_holds() -> None:
    world = child().oppose("odile", by="mona").choose("emergency.blocks_hold", "no", by="mona")
    assert world.emergency("odile", "op") == "permit R34"
    assert world.choose("emergency.blocks_hold", "yes", by="paul").emergency("odile", "op") == ("deny R37")
    refused = child().choose("emergency.break_glass", "allow", by="mona")
    refused.choose("emergency.break_glass", "refuse", by="paul")
    assert refused.emergency("odile", "op") == "deny R34"


def test_the_treating_physician_is_told_unless_the_patient_opposes_it_or_him() -> None:
    def told(world: World) -> bool:
        opened = world.ask("eric", "op", purpose="emergency", statement=UNCONSCIOUS)
        assert opened.rule == "R34"
        return Obligation.NOTIFY_TREATING_PHYSICIAN in opened.obligations

    assert told(room().care("durand", basis="treating_physician"))
    assert told(room().care("durand", basis="treating_physician").oppose("everyone"))
    assert not told(room().choose("treating_physician.informed", "no"))
    assert not told(room().care("durand", basis="treating_physician").oppose("durand"))
