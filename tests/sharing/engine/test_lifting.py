"""§9.5: a setting counts for the oppositions of the voice that said so, and for nothing else."""

from consents.vocabulary import Choice, SettingName
from tests.sharing.engine.world import hospital


def test_another_setting_of_a_voice_lifts_none_of_its_oppositions() -> None:
    world = hospital().guardian("greg", "guardianship_person").care("durand", basis="treating_physician")
    world.choose(SettingName.TREATING_PHYSICIAN_SEES_HIDDEN, Choice.YES, by="ana")
    world.choose(SettingName.EMERGENCY_SAMU, Choice.ALLOW, by="greg")
    assert world.oppose("everyone", "op", by="ana").rule("durand", "op") == "permit R30"
    assert world.oppose("everyone", "op", by="greg").rule("durand", "op") == "deny R28"


def test_a_parents_setting_counts_for_what_the_new_adult_hides() -> None:
    world = hospital().of("ana", "2008-02-20").parent("mona").care("durand", basis="treating_physician")
    world.choose(SettingName.TREATING_PHYSICIAN_SEES_HIDDEN, Choice.YES, by="mona")
    world.oppose("everyone", "op", by="ana", said="2026-02-21")
    assert world.rule("durand", "op") == "permit R30"


def test_blocks_that_do_not_hold_leave_the_grants_where_they_are() -> None:
    world = hospital().organisation("clinic", "clinic").professional("eva", "nurse", "clinic")
    world.guardian("greg", "guardianship_person").oppose("eva", by="greg")
    for voice in ("ana", "greg"):
        world.choose(SettingName.EMERGENCY_BLOCKS_HOLD, Choice.NO, by=voice)
    world.oppose("everyone", "op", by="ana").grant("eva", "op", by="ana")
    assert world.rule("eva", "op") == "deny R08"
    assert world.emergency("eva", "op") == "permit R34"


def test_the_trace_names_only_what_the_setting_left_out() -> None:
    world = hospital().care("durand", basis="treating_physician").oppose("everyone", "op").grant("durand", "surgery")
    world.choose(SettingName.TREATING_PHYSICIAN_SEES_HIDDEN, Choice.YES)
    decision = world.ask("durand", "op")
    assert decision.rule == "R30"
    assert decision.trace.left_out == ("w01",)
