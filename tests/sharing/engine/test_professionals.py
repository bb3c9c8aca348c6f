"""Lines 8 to 10: authors, the DIM, occupational health, remit, consent, basis of care."""

from datetime import timedelta

import pytest

from consents.vocabulary import CareBasis, Code, Obligation
from sharing.engine.decision import Basis
from tests.sharing.engine.moments import moment, period
from tests.sharing.engine.world import World, hospital


def test_a_patient_cannot_hide_a_document_from_its_author() -> None:
    world = hospital().oppose("everyone").oppose("martin").oppose("everyone", "ecg")
    assert world.rule("martin", "ecg") == "permit R29"
    assert world.rule("nora", "ecg") == "deny R28"
    assert world.rule("martin", "op") == "deny R08"


def test_the_author_keeps_his_document_in_any_purpose_of_a_professional() -> None:
    world = hospital().organisation("spst", "occupational_health")
    world.professional("martin", "occupational_physician", "spst").oppose("martin")
    assert world.rule("martin", "ecg", purpose="occupational_health") == "permit R29"
    assert world.rule("martin", "ecg", purpose="care") == "permit R29"
    assert world.emergency("martin", "ecg") == "permit R29"


def test_the_dim_counts_what_his_establishment_made_and_reads_nothing_else() -> None:
    world = hospital().professional("dora", "dim_physician", "chu").oppose("everyone")
    world.grant("dora").care("dora", "chu")
    counted = world.ask("dora", "op", purpose="activity_analysis")
    assert (counted.rule, counted.obligations) == ("R79", {Obligation.RECORD})
    assert world.rule("dora", "scan", purpose="activity_analysis") == "deny R15"
    assert world.rule("dora", purpose="activity_analysis") == "deny R15"
    assert world.rule("dora", "op") == "deny R15"
    assert world.emergency("dora", "op") == "deny R15"


def test_a_dim_and_a_regulator_keep_what_they_wrote() -> None:
    world = hospital().organisation("samu15", "samu").oppose("everyone")
    world.professional("dora", "dim_physician", "chu").document("count", at="chu", author="dora")
    world.professional("sami", "samu_regulator", "samu15").document("call", author="sami")
    assert world.rule("dora", "count") == "permit R29"
    assert world.rule("sami", "call", purpose="samu_call") == "permit R29"


def test_the_dim_of_a_legal_entity_counts_its_sites() -> None:
    world = hospital().organisation("north", "hospital", part_of="chu")
    world.professional("dora", "dim_physician", "chu").document("stay", at="north")
    assert world.rule("dora", "stay", purpose="activity_analysis") == "permit R79"


def occupational() -> World:
    world = hospital().organisation("spst", "occupational_health")
    return world.professional("tessa", "occupational_physician", "spst")


def test_the_occupational_physician_reads_what_was_granted_precisely() -> None:
    world = occupational().grant("tessa", "op").grant("tessa", "imaging")
    assert world.rule("tessa", "op") == "permit R75"
    assert world.rule("tessa", "scan") == "permit R75"
    assert world.rule("tessa", "ecg") == "deny R75"
    assert world.rule("tessa") == "deny R75"
    assert world.rule("tessa", "op", purpose="care") == "deny R75"


@pytest.mark.parametrize("about", ["everything", "surgery"])
def test_everything_and_a_specialty_are_too_wide_for_occupational_health(about: str) -> None:
    assert occupational().grant("tessa", about).rule("tessa", "op") == "deny R75"


def test_a_grant_to_the_occupational_service_is_not_a_grant_to_its_physician() -> None:
    world = occupational().grant("spst", "op").care("tessa", "spst", basis="same_care")
    assert world.rule("tessa", "op") == "deny R75"


@pytest.mark.parametrize(
    ("to", "about", "rule"),
    [
        ("everyone", "everything", "permit R75"),
        ("everyone", "op", "deny R75"),
        ("spst", "report", "permit R75"),
        ("tessa", "surgery", "deny R75"),
        ("tessa", "op", "deny R75"),
    ],
)
def test_a_narrower_or_incomparable_opposition_binds_occupational_health(to: str, about: str, rule: str) -> None:
    world = occupational().grant("tessa", "report").oppose(to, about)
    assert world.rule("tessa", "op") == rule


def test_whoever_asks_from_occupational_health_is_held_by_its_line() -> None:
    world = occupational().professional("doc", "physician", "spst", "cabinet")
    world.care("doc", basis="treating_physician").grant("doc", "psy")
    assert world.rule("doc", "op", purpose="care") == "deny R75"
    assert world.rule("doc", "op", place="cabinet") == "permit R12"
    assert world.rule("doc", "psy") == "permit R75"


def test_occupational_health_widens_no_remit_either() -> None:
    world = occupational().professional("nurse", "nurse", "spst").grant("nurse", "psy")
    assert world.rule("nurse", "psy", purpose="occupational_health") == "deny R06"


def test_an_occupational_physician_may_break_the_glass_like_any_health_professional() -> None:
    assert occupational().emergency("tessa", "op") == "permit R34"


def test_nothing_widens_a_remit_not_even_a_grant() -> None:
    world = hospital().grant("nora", "psy").grant("nora")
    assert world.rule("nora", "psy") == "deny R06"
    assert world.rule("nora", "op") == "permit R19"


@pytest.mark.parametrize("profession", ["unknown", "administrative", "osteopath"])
def test_a_profession_without_a_row_reads_nothing(profession: str) -> None:
    world = hospital().professional("zed", profession, "chu").care("zed", "chu").grant("zed")
    assert world.rule("zed", "op") == "deny R06"
    assert world.ask("zed").code is Code.CONSENT_REQUIRED
    assert world.rule("zed") == "deny R06"


def test_an_unknown_category_is_read_by_its_author_and_the_patient_only() -> None:
    world = hospital().document("odd", "unknown", at="chu", author="nora")
    assert world.rule("martin", "odd") == "deny R06"
    assert world.rule("nora", "odd") == "permit R29"
    assert world.rule("ana", "odd") == "permit R02"


def test_a_refusal_names_the_opposition_that_hides_one_document_from_everyone() -> None:
    assert hospital().oppose("everyone", "op").rule("nora", "op") == "deny R28"
    assert hospital().oppose("nora", "op").rule("nora", "op") == "deny R08"
    assert hospital().oppose("everyone", "surgery").rule("nora", "op") == "deny R08"
    assert hospital().oppose("everyone", "op").oppose("nora", "report").rule("nora", "op") == ("deny R28")


def test_a_grant_answers_with_the_rule_of_its_recipient() -> None:
    world = hospital().professional("hana", "nurse", "msp").care("hana", "msp", "coordinated")
    assert world.grant("msp").rule("hana", "scan") == "permit R14"
    assert world.grant("chu").rule("nora", "scan") == "permit R16"
    assert world.grant("nora", "imaging").rule("nora", "scan") == "permit R19"


def test_of_two_grants_that_both_decide_the_professionals_rule_comes_first() -> None:
    world = hospital().grant("nora", "everything").grant("chu", "imaging")
    assert world.rule("nora", "scan") == "permit R19"


@pytest.mark.parametrize("to", ["everyone", "nurse"])
def test_a_grant_that_names_nobody_opens_nothing(to: str) -> None:
    assert hospital().grant(to).rule("odile", "op") == "deny R15"


def test_a_grant_to_an_organisation_holds_for_those_with_a_care_entry_there() -> None:
    world = hospital().grant("chu")
    assert world.rule("odile", "op") == "deny R15"
    world.care("odile", "chu", basis="same_care")
    assert world.rule("odile", "op") == "permit R16"


def test_the_treating_physician_sees_what_is_hidden_when_the_patient_said_so() -> None:
    world = hospital().care("durand", "cabinet", "treating_physician").oppose("everyone", "op")
    world.care("durand", basis="same_care")
    assert world.rule("durand", "op") == "deny R28"
    world.choose("treating_physician.sees_hidden", "yes")
    shown = world.ask("durand", "op")
    assert (shown.permit, shown.rule) == (True, "R30")
    assert shown.obligations == {Obligation.RECORD, Obligation.NOTIFY_PATIENT}
    assert shown.trace.left_out == ("w01",)
    assert world.rule("durand", "ecg") == "permit R12"
    assert world.rule("nora", "op") == "deny R28"
    assert world.oppose("durand", "op").rule("durand", "op") == "deny R08"


def test_a_grant_that_decides_anyway_is_not_a_hidden_read() -> None:
    world = hospital().care("durand", "cabinet", "treating_physician")
    world.choose("treating_physician.sees_hidden", "yes").oppose("everyone", "surgery")
    assert world.grant("durand", "op").rule("durand", "op") == "permit R19"
    assert world.grant("durand").oppose("everyone", "ecg").rule("durand", "ecg") == "permit R30"


def test_the_team_of_an_establishment_reads_what_was_made_there() -> None:
    world = hospital()
    decision = world.ask("nora", "op")
    assert decision.rule == "R10"
    assert decision.trace.basis == Basis("R10", CareBasis.ESTABLISHMENT, "chu")
    assert decision.trace.line == "4.10.5"
    assert world.rule("nora", "scan") == "deny R16"
    assert world.document("loose").rule("nora", "loose") == "deny R16"
    assert world.rule("nora") == "permit R10"


@pytest.mark.parametrize("kind", ["nursing_home", "home_care", "disability_care", "clinic"])
def test_every_kind_of_care_team_shares_what_it_made(kind: str) -> None:
    world = hospital().organisation("chu", kind)
    assert world.rule("nora", "op") == "permit R10"


def test_a_stay_counts_where_one_asks_from_and_while_it_lasts() -> None:
    world = hospital().professional("nora", "nurse", "cabinet", "chu")
    assert world.rule("nora", "op") == "deny R04"
    assert world.rule("nora", "op", place="chu") == "permit R10"
    assert world.rule("nora", "op", place="chu", at=moment("2026-02-03")) == "permit R10"
    before = hospital().care("odile", "chu", during=period("2026-02-10", "2026-02-21"))
    assert before.rule("odile", "op", at=moment("2026-02-09 23:59")) == "deny R15"
    assert before.rule("odile", "op", at=moment("2026-02-20 23:59")) == "permit R10"
    assert before.rule("odile", "op", at=moment("2026-02-21")) == "deny R15"


def test_the_grace_of_an_establishment_prolongs_a_stay() -> None:
    world = hospital().care("odile", "chu", during=period("2026-02-10", "2026-02-21"))
    world.organisation("chu", "hospital", grace=timedelta(days=2))
    assert world.rule("odile", "op", at=moment("2026-02-22 23:59")) == "permit R10"
    assert world.rule("odile", "op", at=moment("2026-02-23")) == "deny R15"


def test_a_group_practice_waits_for_consent_unless_switched_to_team() -> None:
    world = hospital().professional("hana", "nurse", "msp").care("hana", "msp", "coordinated")
    world.document("visit", at="msp")
    assert world.rule("hana", "visit") == "deny R14"
    assert world.rule("hana") == "deny R14"
    world.organisation("msp", "group_practice", team_regime=True)
    assert world.rule("hana", "visit") == "permit R11"
    assert world.rule("hana", "op") == "deny R16"
    assert world.rule("hana") == "permit R11"


@pytest.mark.parametrize("basis", ["treating_physician", "recognised"])
def test_whom_the_patient_designated_reads_wherever_it_was_made(basis: str) -> None:
    world = hospital().care("durand", basis=basis)
    assert world.rule("durand", "op") == "permit R12"
    assert world.rule("durand") == "permit R12"


def test_without_consent_care_outside_the_team_opens_nothing() -> None:
    assert hospital().care("durand", basis="same_care").rule("durand", "op") == "deny R19"
    assert hospital().care("durand", "cabinet").rule("durand", "op") == "deny R19"
    assert hospital().rule("durand", "op") == "deny R04"


def test_colleagues_who_do_not_care_for_the_patient_are_named_as_such() -> None:
    world = hospital()
    assert world.rule("odile", "op") == "deny R15"
    assert world.rule("odile", "scan") == "deny R15"
    assert world.rule("odile") == "deny R15"


def test_the_best_of_several_bases_answers() -> None:
    world = hospital().care("nora", basis="recognised").care("odile", basis="same_care")
    assert world.rule("nora", "op") == "permit R10"
    assert world.rule("nora", "scan") == "permit R12"
    assert world.rule("odile", "op") == "deny R19"
    world.care("odile", "chu")
    assert world.rule("odile", "scan") == "deny R16"


def test_only_preferences_about_everything_cover_the_record_as_a_whole() -> None:
    world = hospital().oppose("nora", "surgery").oppose("nora", "report").oppose("nora", "op")
    assert world.rule("nora") == "permit R10"
    assert world.oppose("nora").rule("nora") == "deny R08"
    assert hospital().grant("odile", "op").rule("odile") == "deny R15"


def test_lists_hold_what_single_questions_permit() -> None:
    world = hospital().oppose("everyone", "op")
    assert world.list_for("nora") == ("ecg",)
    world.document("op-too", specialty="surgery", at="chu")
    assert world.list_for("nora") == ("ecg", "op-too")
    del world.documents["op-too"]
    assert world.list_for("ana") == ("ecg", "op", "scan", "psy")
    assert world.list_for("odile") == ()
    names = ["ana", "martin", "nora", "odile", "durand"]
    assert world.who_sees("ecg", names) == {"ana", "martin", "nora"}
    assert world.who_sees("op", names) == {"ana"}
    assert world.who_sees("nothing", names) == set()
