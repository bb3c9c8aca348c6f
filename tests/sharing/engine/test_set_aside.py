"""§2.1: a preference is set aside when a narrower one takes part, even one that is set aside itself."""

from tests.sharing.engine.world import hospital


def test_a_parents_yet_narrower_grant_does_not_give_back_what_the_new_adult_set_aside() -> None:
    world = hospital().of("ana", "2008-02-20").parent("mona").parent("paul")
    world.oppose("everyone", by="paul").grant("nora", by="ana", said="2026-02-21")
    assert world.rule("nora", "op") == "permit R19"
    assert world.grant("nora", "op", by="mona").rule("nora", "op") == "permit R19"
