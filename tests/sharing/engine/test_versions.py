"""§9.2: an opposition follows its document, until the person who declared it says otherwise about the new version."""

from consents.vocabulary import Choice, SettingName
from sharing.engine.decision import Wish
from tests.sharing.engine.world import World, child, hospital


def corrected() -> World:
    """`op2` corrects `op`, which `ana` closed to `nora`."""
    return hospital().document("op2", specialty="surgery", at="chu", replaces=("op",)).oppose("nora", "op")


def test_a_later_grant_of_the_new_version_to_the_same_professional_says_otherwise() -> None:
    assert corrected().rule("nora", "op2") == "deny R08"
    assert corrected().grant("nora", "op2", said="2026-02-20").rule("nora", "op2") == "permit R19"


def test_a_grant_to_another_recipient_or_about_a_category_says_nothing_otherwise() -> None:
    assert corrected().grant("chu", "op2", said="2026-02-20").rule("nora", "op2") == "deny R08"
    assert corrected().grant("nora", "report", said="2026-02-20").rule("nora", "op2") == "deny R08"


def test_one_parent_says_nothing_otherwise_for_the_other_even_after_eighteen() -> None:
    grown = hospital().of("ana", "2008-02-20").parent("mona").parent("paul")
    grown.document("op2", specialty="surgery", at="chu", replaces=("op",)).oppose("nora", "op", by="paul")
    assert grown.grant("nora", "op2", by="mona", said="2026-02-10").rule("nora", "op2") == "deny R08"
    assert grown.grant("nora", "op2", by="ana", said="2026-02-25").rule("nora", "op2") == "permit R19"


def test_of_two_wishes_after_a_grave_prognosis_the_stricter_is_given() -> None:
    world = child().people("nils")
    world.choose(SettingName.GRAVE_PROGNOSIS, Choice.NO_WISH, by="mona")
    world.choose(SettingName.GRAVE_PROGNOSIS, Choice.OPPOSED, by="paul")
    assert world.ask("nils", "op", purpose="support").wish == Wish(Choice.OPPOSED)
