"""Line 3: the patient has died."""

import pytest

from consents.vocabulary import Obligation
from tests.sharing.engine.moments import moment, period
from tests.sharing.engine.world import World, hospital

MOTIVES = ("after_death_causes", "after_death_rights", "after_death_memory")


def late() -> World:
    world = hospital().of("ana", "1940-01-01", died="2026-02-20")
    return world.survivor("paul", "heir").survivor("pat", "pacs_partner").survivor("nils", "other")


def test_care_ends_with_life_and_the_author_keeps_his_own() -> None:
    world = late()
    assert world.rule("nora", "op", at=moment("2026-02-19 12:00")) == "permit R10"
    assert world.rule("nora", "op", at=moment("2026-02-20 00:00")) == "deny R52"
    assert world.rule("martin", "ecg") == "permit R29"
    assert world.emergency("martin", "op") == "deny R52"


def test_activity_analysis_goes_on_after_death() -> None:
    world = late().professional("dora", "dim_physician", "chu")
    assert world.rule("dora", "op", purpose="activity_analysis") == "permit R79"
    assert world.rule("dora", "op") == "deny R52"


@pytest.mark.parametrize("motive", MOTIVES)
def test_heirs_and_partners_obtain_what_is_needed_through_a_physician(motive: str) -> None:
    for who in ("paul", "pat"):
        decision = late().ask(who, "op", purpose=motive)
        assert (decision.permit, decision.rule) == (True, "R53")
        assert decision.obligations == {Obligation.NECESSARY_ONLY, Obligation.THROUGH_PHYSICIAN}


def test_nobody_else_obtains_anything_after_a_death() -> None:
    world = late().people("emma").grant("emma")
    assert world.rule("nils", "op", purpose=MOTIVES[0]) == "deny R52"
    assert world.rule("emma", "op", purpose=MOTIVES[0]) == "deny R52"
    assert world.rule("emma", "op") == "deny R52"
    assert world.rule("paul", "op") == "deny R52"


def test_the_establishment_transmits_and_does_not_ask_in_the_survivors_place() -> None:
    assert late().rule("nora", "op", purpose=MOTIVES[0]) == "deny R05"


def test_these_purposes_about_a_living_person_are_denied() -> None:
    world = late()
    before = moment("2026-02-19 12:00")
    assert world.rule("paul", "op", purpose=MOTIVES[0], at=before) == "deny R52"


def test_what_a_third_party_confided_stays_so_before_any_opposition() -> None:
    world = late().document("told", at="chu", third_party=True).post_mortem("everything")
    assert world.rule("paul", "told", purpose=MOTIVES[0]) == "deny R02a"


@pytest.mark.parametrize(
    ("scope", "ref", "closed", "open_"),
    [
        ("motive", "after_death_causes", ("paul", "op", MOTIVES[0]), ("paul", "op", MOTIVES[1])),
        ("person", "paul", ("paul", "op", MOTIVES[0]), ("pat", "op", MOTIVES[0])),
        ("document", "op", ("paul", "op", MOTIVES[0]), ("paul", "ecg", MOTIVES[0])),
    ],
)
def test_an_opposition_in_life_may_close_one_motive_person_or_document(
    scope: str, ref: str, closed: tuple[str, str, str], open_: tuple[str, str, str]
) -> None:
    world = late().post_mortem(scope, ref)
    assert world.rule(closed[0], closed[1], purpose=closed[2]) == "deny R54"
    assert world.rule(open_[0], open_[1], purpose=open_[2]) == "permit R53"


def test_an_opposition_in_life_follows_a_corrected_version() -> None:
    world = late().document("op2", at="chu", replaces=("op",)).post_mortem("document", "op")
    assert world.rule("paul", "op2", purpose=MOTIVES[0]) == "deny R54"


def test_the_record_as_a_whole_is_closed_by_a_whole_opposition_only() -> None:
    assert late().post_mortem("document", "op").rule("paul", purpose=MOTIVES[0]) == "permit R53"
    assert late().post_mortem("everything").rule("paul", purpose=MOTIVES[0]) == "deny R54"


def test_the_parents_of_a_dead_minor_ask_as_heirs_if_they_held_authority() -> None:
    world = late().of("ana", "2010-01-01", died="2026-02-20").parent("mona")
    world.parent("marc", held=period(None, "2026-01-01"))
    world.guardian("greg", "guardianship_person")
    assert world.rule("mona", "op", purpose=MOTIVES[0]) == "permit R53"
    assert world.rule("greg", "op", purpose=MOTIVES[0]) == "permit R53"
    assert world.rule("marc", "op", purpose=MOTIVES[0]) == "deny R52"


def test_what_a_minor_kept_secret_from_anyone_stays_secret_after_death() -> None:
    world = late().of("ana", "2010-01-01", died="2026-02-20").secret("op", "somebody")
    assert world.rule("paul", "op", purpose=MOTIVES[0]) == "deny R55"
    assert world.rule("paul", "ecg", purpose=MOTIVES[0]) == "permit R53"


def test_the_parents_of_a_dead_adult_are_no_heirs_by_that_title() -> None:
    world = late().of("ana", "2001-01-01", died="2026-02-20").parent("mona")
    assert world.rule("mona", "op", purpose=MOTIVES[0]) == "deny R52"


def test_an_opposition_withdrawn_in_life_no_longer_binds_the_heirs() -> None:
    world = late().post_mortem("everything", during=period("2026-01-01", "2026-02-01"))
    assert world.rule("paul", "op", purpose=MOTIVES[0]) == "permit R53"
