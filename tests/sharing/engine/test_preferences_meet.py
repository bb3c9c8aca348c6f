"""§2: the narrower word prevails; then the opposition; the strictest voice holds."""

import pytest

from sharing.engine.decision import SetAside, Verdict, VoiceVerdict
from tests.sharing.engine.moments import moment, period
from tests.sharing.engine.world import child, hospital


@pytest.mark.parametrize(
    ("broad", "narrow"),
    [
        (("everyone", "everything"), ("durand", "everything")),
        (("everyone", "everything"), ("durand", "op")),
        (("cabinet", "everything"), ("durand", "everything")),
        (("physician", "everything"), ("durand", "report")),
        (("durand", "everything"), ("durand", "report")),
        (("durand", "report"), ("durand", "op")),
        (("durand", "surgery"), ("durand", "op")),
        (("everyone", "surgery"), ("durand", "op")),
    ],
)
def test_the_narrower_grant_prevails_over_the_broader_opposition(
    broad: tuple[str, str], narrow: tuple[str, str]
) -> None:
    assert hospital().oppose(*broad).grant(*narrow).rule("durand", "op") == "permit R19"
    assert hospital().grant(*narrow).oppose(*broad).rule("durand", "op") == "permit R19"


@pytest.mark.parametrize(
    ("opposed", "granted"),
    [
        (("durand", "op"), ("durand", "everything")),
        (("everyone", "surgery"), ("durand", "report")),
        (("durand", "surgery"), ("durand", "report")),
        (("everyone", "op"), ("durand", "everything")),
        (("cabinet", "report"), ("durand", "everything")),
        (("physician", "op"), ("durand", "report")),
    ],
)
def test_the_opposition_prevails_when_narrower_or_when_neither_is(
    opposed: tuple[str, str], granted: tuple[str, str]
) -> None:
    decision = hospital().oppose(*opposed).grant(*granted).ask("durand", "op")
    assert not decision.permit


def test_an_organisation_and_a_profession_contain_neither_of_them_the_other() -> None:
    world = hospital().oppose("nurse").grant("chu")
    assert world.rule("nora", "scan") == "deny R08"


def test_the_trace_names_what_took_part_and_what_set_aside_what() -> None:
    world = hospital().oppose("everyone").oppose("nora", "surgery").grant("nora", "op")
    trace = world.ask("nora", "op").trace
    assert trace.took_part == ("w01", "w02", "w03")
    assert trace.deciding == ("w03",)
    assert set(trace.set_aside) == {SetAside("w01", "w03"), SetAside("w02", "w03")}
    assert trace.voices == (VoiceVerdict("ana", Verdict.PERMIT),)
    assert trace.line == "4.10.4"


def test_a_preference_counts_from_its_begin_to_its_end_excluded() -> None:
    world = hospital().oppose("nora", during=period("2026-02-10", "2026-02-20"))
    assert world.rule("nora", "op", at=moment("2026-02-09 23:59")) == "permit R10"
    assert world.rule("nora", "op", at=moment("2026-02-10")) == "deny R08"
    assert world.rule("nora", "op", at=moment("2026-02-19 23:59")) == "deny R08"
    assert world.rule("nora", "op", at=moment("2026-02-20")) == "permit R10"


def test_an_expired_narrower_word_uncovers_the_broader() -> None:
    world = hospital().oppose("everyone")
    world.grant("durand", "op", during=period("2026-02-10", "2026-02-20"))
    assert world.rule("durand", "op", at=moment("2026-02-15")) == "permit R19"
    assert world.rule("durand", "op", at=moment("2026-02-20")) == "deny R08"


def test_a_word_about_a_legal_entity_covers_whoever_asks_from_its_sites() -> None:
    world = hospital().organisation("north", "hospital", part_of="chu")
    world.professional("zoe", "nurse", "north").care("zoe", "north").document("note", at="north")
    assert world.rule("zoe", "note") == "permit R10"
    assert world.rule("zoe", "op") == "deny R16"
    assert world.grant("chu").rule("zoe", "scan") == "permit R16"
    assert world.oppose("chu", "surgery").rule("zoe", "op") == "deny R08"
    assert world.grant("north", "surgery").rule("zoe", "op") == "permit R16"


def test_a_stay_at_the_legal_entity_covers_its_sites() -> None:
    world = hospital().organisation("north", "hospital", part_of="chu")
    world.professional("zoe", "nurse", "north").care("zoe", "chu")
    assert world.rule("zoe", "op") == "permit R10"


def test_an_opposition_follows_a_corrected_version_and_a_grant_does_not() -> None:
    world = hospital().document("op2", at="chu", specialty="surgery", replaces=("op",))
    assert world.oppose("everyone", "op").rule("nora", "op2") == "deny R28"
    granted = hospital().document("scan2", "imaging", at="radio", replaces=("scan",))
    assert granted.grant("nora", "scan").rule("nora", "scan2") == "deny R16"


def test_a_new_type_keeps_the_oppositions_to_the_former_one() -> None:
    world = hospital().oppose("martin", "mental_health").oppose("martin", "psychiatry")
    world.document("psy2", "report", at="chu", replaces=("psy",))
    assert world.rule("martin", "psy2") == "deny R08"
    assert world.rule("martin", "op") == "permit R10"


def test_the_patient_may_say_otherwise_about_the_corrected_version() -> None:
    world = hospital().document("op2", at="chu", replaces=("op",))
    world.oppose("martin", "op", said="2026-02-05")
    assert world.rule("martin", "op2") == "deny R08"
    world.grant("martin", "op2", said="2026-02-06")
    assert world.rule("martin", "op2") == "permit R19"
    assert world.rule("martin", "op") == "deny R08"
    earlier = hospital().document("op2", at="chu", replaces=("op",))
    earlier.grant("martin", "op2", said="2026-02-04").oppose("martin", "op", said="2026-02-05")
    assert earlier.rule("martin", "op2") == "deny R08"


def test_one_voice_that_denies_denies_whatever_the_other_grants() -> None:
    world = child().oppose("everyone", by="mona").grant("nora", "op", by="paul")
    assert world.rule("nora", "op") == "deny R08"
    decision = child().grant("odile", "op", by="paul").ask("odile", "op")
    assert (decision.permit, decision.rule) == (True, "R19")
    assert decision.trace.voices == (
        VoiceVerdict("mona", Verdict.SILENT),
        VoiceVerdict("paul", Verdict.PERMIT),
    )
