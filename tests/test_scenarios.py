"""Each story of the law, played through the real services."""

from pathlib import Path

import pytest

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
