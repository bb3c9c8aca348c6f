"""§1.3: who speaks for the patient, and what becomes of words when a title ends."""

from sharing.engine.voices import speaking
from tests.sharing.engine.moments import NOW, moment, period
from tests.sharing.engine.world import World, child, hospital


def grown(held: str | None = None) -> World:
    """`ana`, eighteen on 20 February 2026; her parents `mona` and `paul` held authority."""
    world = hospital().of("ana", "2008-02-20").parent("mona")
    return world.parent("paul", held=period(None, held))


BEFORE = moment("2026-02-19 23:59")
AFTER = moment("2026-02-20 00:00")


def owners(world: World) -> list[str | None]:
    return [voice.owner for voice in speaking(world.facts(), NOW)]


def test_each_holder_and_each_representative_is_a_voice_and_assistance_is_none() -> None:
    assert owners(hospital()) == ["ana"]
    assert owners(child()) == ["mona", "paul"]
    assert owners(child().guardian("greg", "guardianship_person")) == ["greg", "mona", "paul"]
    protected = hospital().guardian("greg", "guardianship_person").guardian("curt", "curatorship")
    assert owners(protected.guardian("fred", "safeguard")) == ["ana", "greg"]


def test_a_minor_does_not_speak_for_himself() -> None:
    assert child().oppose("nora", by="lea").rule("nora", "op") == "deny R08"
    assert child().grant("odile", by="lea").rule("odile", "op") == "deny R15"


def test_of_the_adult_and_his_guardian_the_strictest_word_holds() -> None:
    world = hospital().guardian("greg", "guardianship_person").oppose("nora", by="ana")
    assert world.grant("nora", by="greg").rule("nora", "op") == "deny R08"
    other = hospital().guardian("greg", "guardianship_person").oppose("nora", by="greg")
    assert other.grant("nora", by="ana").rule("nora", "op") == "deny R08"


def test_a_curators_words_open_nothing() -> None:
    world = hospital().guardian("curt", "curatorship").grant("odile", by="curt")
    assert world.rule("odile", "op") == "deny R15"


def test_at_eighteen_the_parents_words_become_the_patients_own() -> None:
    world = grown().grant("odile", by="mona").oppose("nora", by="paul")
    for at in (BEFORE, AFTER):
        assert world.rule("odile", "op", at=at) == "permit R19"
        assert world.rule("nora", "op", at=at) == "deny R08"
    assert owners(world) == ["ana"]


def test_the_new_adult_replaces_a_parents_word() -> None:
    world = grown().oppose("nora", by="paul").grant("odile", by="mona")
    world.grant("nora", by="ana", said="2026-02-21").oppose("odile", by="ana", said="2026-02-21")
    assert world.rule("nora", "op", at=AFTER) == "deny R08"
    assert world.rule("nora", "op") == "permit R19"
    assert world.rule("odile", "op") == "deny R08"


def test_what_the_new_adult_replaced_does_not_come_back() -> None:
    world = grown().grant("odile", by="mona")
    world.oppose("odile", by="ana", during=period("2026-02-21", "2026-02-25"), said="2026-02-21")
    assert world.rule("odile", "op") == "deny R15"


def test_the_new_adults_narrower_word_prevails_over_the_parents_broader_one() -> None:
    world = grown().oppose("everyone", by="paul").grant("nora", "op", by="ana", said="2026-02-21")
    assert world.rule("nora", "op") == "permit R19"
    assert world.rule("nora", "ecg") == "deny R08"


def test_where_two_parents_differ_the_stricter_alone_becomes_the_patients() -> None:
    world = grown().grant("odile", by="mona")
    world.oppose("odile", by="paul", during=period("2026-02-05", "2026-02-25"))
    assert world.rule("odile", "op", at=AFTER) == "deny R08"
    assert world.rule("odile", "op", at=moment("2026-02-25")) == "deny R15"


def test_after_eighteen_a_parents_narrower_grant_lifts_no_opposition_of_the_other() -> None:
    world = grown().oppose("everyone", by="paul").grant("odile", "op", by="mona")
    assert world.rule("odile", "op", at=BEFORE) == "deny R08"
    assert world.rule("odile", "op", at=AFTER) == "deny R08"
    world.oppose("odile", "report", by="ana", said="2026-02-21")
    assert world.rule("odile", "op") == "deny R08"


def test_when_authority_is_withdrawn_grants_end_and_oppositions_pass_on() -> None:
    world = child().parent("marc", held=period(None, "2026-02-20"))
    world.grant("odile", by="marc").oppose("nora", by="marc")
    before, after = moment("2026-02-19"), moment("2026-02-21")
    assert world.rule("odile", "op", at=before) == "permit R19"
    assert world.rule("odile", "op", at=after) == "deny R15"
    assert world.rule("nora", "op", at=after) == "deny R08"
    world.grant("nora", by="mona", said="2026-02-22")
    assert world.rule("nora", "op") == "deny R08"
    world.grant("nora", by="paul", said="2026-02-22")
    assert world.rule("nora", "op") == "permit R19"


def test_words_said_before_an_opposition_passed_on_do_not_lift_it() -> None:
    world = child().parent("marc", held=period(None, "2026-02-20")).oppose("nora", by="marc")
    world.grant("nora", by="mona").grant("nora", by="paul")
    assert world.rule("nora", "op") == "deny R08"


def test_the_oppositions_of_one_who_has_died_pass_on_and_stand_when_nobody_is_left() -> None:
    world = child().oppose("nora", by="mona").grant("odile", by="mona")
    world.people("mona", died="2026-02-20")
    assert world.rule("nora", "op") == "deny R08"
    assert world.rule("odile", "op") == "deny R15"
    world.people("paul", died="2026-02-20")
    assert owners(world) == [None]
    assert world.rule("nora", "op") == "deny R08"


def test_when_a_measure_is_over_its_oppositions_become_the_adults() -> None:
    world = hospital().guardian("greg", "guardianship_person", period(None, "2026-02-20"))
    world.oppose("nora", by="greg").grant("odile", by="greg")
    assert world.rule("nora", "op") == "deny R08"
    assert world.rule("odile", "op") == "deny R15"
    assert world.grant("nora", by="ana", said="2026-02-25").rule("nora", "op") == "permit R19"


def test_a_guardian_whose_measure_goes_on_after_eighteen_keeps_his_voice() -> None:
    world = hospital().of("ana", "2008-02-20").guardian("greg", "guardianship_person")
    world.oppose("nora", by="greg").grant("nora", by="ana", said="2026-02-25")
    assert owners(world) == ["ana", "greg"]
    assert world.rule("nora", "op") == "deny R08"


def test_settings_go_the_way_of_words() -> None:
    refused = grown().choose("emergency.break_glass", "refuse", by="paul")
    assert refused.emergency("odile", "scan") == "deny R34"
    allowed = refused.choose("emergency.break_glass", "allow", by="ana", said="2026-02-25")
    assert allowed.emergency("odile", "scan") == "permit R34"
    ended = child().parent("marc", held=period(None, "2026-02-20"))
    ended.choose("emergency.break_glass", "refuse", by="marc")
    assert ended.emergency("odile", "scan") == "deny R34"
    lenient = child().parent("marc", held=period(None, "2026-02-20")).oppose("everyone", "op", by="marc")
    lenient.choose("emergency.hidden", "allow", by="marc")
    assert lenient.emergency("odile", "op", at=moment("2026-02-10")) == "permit R34"
    assert lenient.emergency("odile", "op") == "deny R36"


def test_a_setting_of_one_parent_does_not_lift_the_others_opposition_after_eighteen() -> None:
    world = grown().oppose("everyone", "op", by="paul")
    world.choose("emergency.hidden", "allow", by="mona")
    assert world.emergency("odile", "op") == "deny R36"
    world.choose("emergency.hidden", "allow", by="ana", said="2026-02-25")
    assert world.emergency("odile", "op") == "permit R34"
