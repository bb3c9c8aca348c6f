"""The engine and a reference written apart from the same text answer alike in generated worlds."""

from collections import Counter

import pytest

from tests.sharing.reference.compare import disagreements

#: `python -m tests.sharing.reference.compare --worlds 20000` asks more of them, by hand.
WORLDS, PART = 500, 50


@pytest.mark.parametrize("seed", range(0, WORLDS, PART))
def test_the_engine_and_the_reference_agree_in_generated_worlds(seed: int) -> None:
    found = [str(each) for world in range(seed, seed + PART) for each in disagreements(world)]
    assert not found, "\n\n".join(found[:3])


def test_the_generated_worlds_reach_the_rules() -> None:
    """A comparison of nothing but refusals would prove nothing: every rule of the engine's answers comes up."""
    rules: Counter[str] = Counter()
    for seed in range(WORLDS):
        assert not list(disagreements(seed, rules))
    permits = {each.removeprefix("permit ") for each in rules if each.startswith("permit")}
    denies = {each.removeprefix("deny ") for each in rules if each.startswith("deny")}
    assert permits >= {"R02", "R10", "R11", "R12", "R14", "R16", "R19", "R29", "R34", "R35", "R40", "R53", "R59", "R72"}
    assert denies >= {
        "R02a", "R02c", "R04", "R05", "R06", "R08", "R14", "R15", "R16", "R19", "R28", "R31", "R34", "R36", "R37", "R40",
        "R42", "R44", "R52", "R60", "R63", "R64", "R65", "R67", "R70", "R72", "R73", "R75", "R76", "R77", "R81", "R82",
    }  # fmt: skip
