"""Each story of the law, played through the real services."""

import re
from pathlib import Path

import pytest

from sharing import catalogue
from sharing.catalogue.page import page, stories_by_rule
from sharing.scenarios.running import run_file

FOLDER = Path(__file__).parent / "scenarios"
STORIES = sorted(FOLDER.rglob("*.yaml"))


@pytest.mark.django_db
@pytest.mark.parametrize("file", STORIES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_the_story_is_answered_as_it_expects(file: Path) -> None:
    result = run_file(file)
    assert result is not None
    assert [str(failure) for failure in result.failures] == []
    assert result.passed > 0


def test_the_stories_are_all_carried() -> None:
    assert len(STORIES) >= 88


def test_the_page_of_the_rules_is_up_to_date() -> None:
    written = (FOLDER.parents[1] / "docs" / "decision-rules.md").read_text(encoding="utf-8")
    assert written == page(FOLDER)


def test_every_rule_of_the_normative_text_is_reached_by_a_story() -> None:
    text = (FOLDER.parents[1] / "docs" / "decision.md").read_text(encoding="utf-8")
    named = set(re.findall(r"R\d{2}[a-c]?", text)) & catalogue.known()
    assert sorted(named - set(stories_by_rule(FOLDER))) == []
