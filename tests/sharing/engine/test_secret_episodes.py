"""A care episode that a minor keeps secret: what was made then, by that hand or in that place, and nothing else (R63)."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.sharing.engine.moments import moment
from tests.sharing.engine.world import World, child


def secret(world: World, by: str | None = None, at: str | None = "chu", **more: Any) -> World:
    """From 3 February to the 10th."""
    return world.secret_episode(by, at, "2026-02-03", until="2026-02-10", **more)


@pytest.mark.parametrize(
    ("made", "deposited", "rule"),
    [
        ("2026-02-02", "2026-02-03", "permit R59"),
        ("2026-02-03", "2026-02-03", "deny R63"),
        ("2026-02-10", "2026-02-28", "deny R63"),
        ("2026-02-11", "2026-02-11", "permit R59"),
        (None, "2026-02-02", "permit R59"),
        (None, "2026-02-28", "deny R63"),
    ],
)
def test_a_document_is_of_the_episode_by_the_day_it_was_made_and_in_doubt_it_is(
    made: str | None, deposited: str, rule: str
) -> None:
    day = date.fromisoformat(made) if made else None
    world = secret(child().document("later", at="chu", on=deposited, made_on=day))
    assert world.rule("mona", "later") == rule


@pytest.mark.parametrize(
    ("document", "rule"),
    [
        ({"at": "chu"}, "deny R63"),
        ({"at": "north"}, "deny R63"),
        ({"author": "martin"}, "deny R63"),
        ({"at": "clinic", "author": "nora"}, "permit R59"),
        ({}, "permit R59"),
    ],
)
def test_what_that_place_its_sites_or_that_professional_made_is_of_it(document: dict[str, Any], rule: str) -> None:
    world = child().organisation("north", "hospital", part_of="chu").organisation("clinic", "clinic")
    secret(world.document("later", on="2026-02-04", **document), by="martin")
    assert world.rule("mona", "later") == rule


def test_one_parent_alone_is_kept_out_and_the_other_reads() -> None:
    world = secret(child().parent("marc").document("later", at="chu", on="2026-02-04"), towards="marc")
    assert world.rule("marc", "later") == "deny R63"
    assert world.rule("mona", "later") == "permit R59"


def test_a_corrected_version_from_elsewhere_stays_secret() -> None:
    world = secret(child().document("later", at="chu", on="2026-02-04"))
    world.document("corrected", on="2026-02-28", replaces=("later",))
    assert world.rule("mona", "corrected") == "deny R63"


@pytest.mark.parametrize("birthday", ["2026-03-01", "2026-03-29", "2026-10-25"])
def test_it_stays_secret_from_a_former_parent_after_eighteen(birthday: str) -> None:
    """decision.md §9.4: at the minute before the birthday and at its first instant, on the days when clocks turn too."""
    day = moment(birthday)
    world = child().of("lea", f"{day.year - 18}{birthday[4:]}").people("mona")
    secret(world.document("later", at="chu", on="2026-02-04")).document("open", on="2026-02-04").grant("mona")
    asked = {"purpose": "family_access", "at": day}
    assert world.rule("mona", "later", at=day - timedelta(minutes=1)) == "deny R63"
    assert world.rule("mona", "open", at=day - timedelta(minutes=1)) == "permit R59"
    assert world.rule("mona", "later", **asked) == "deny R63"
    assert world.rule("mona", "open", **asked) == "permit R40"
    assert world.rule("mona", "open", purpose="representation", at=day) == "deny R70"
