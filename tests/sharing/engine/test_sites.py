"""§9.11: an organisation contains its sites; a site does not contain its organisation."""

from tests.sharing.engine.world import World, hospital


def sites() -> World:
    """`nora` works at the legal entity `chu`, `noel` at its site `north`."""
    world = hospital().organisation("north", "hospital", part_of="chu")
    return world.professional("noel", "physician", "north")


def test_an_assistant_at_a_site_is_answered_as_the_one_he_assists_at_the_legal_entity() -> None:
    world = sites().professional("ines", "student", "north", assists="nora")
    assert world.rule("ines", "op") == "permit R10"


def test_an_assistant_at_the_legal_entity_does_not_assist_who_works_at_one_site_only() -> None:
    world = sites().professional("ines", "student", "chu", assists="noel").care("noel", "chu")
    assert world.rule("noel", "op") == "permit R10"
    assert world.rule("ines", "op") == "deny R05"


def test_a_grant_to_a_site_needs_a_care_entry_at_that_site() -> None:
    world = sites().grant("north", "scan")
    assert world.care("noel", "chu").rule("noel", "scan") == "deny R16"
    assert world.care("noel", "north").rule("noel", "scan") == "permit R16"
