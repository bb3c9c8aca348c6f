"""Plays story files one by one, each in a transaction that is rolled back."""

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db import transaction

from consents.errors import InvalidFact
from sharing import catalogue
from sharing.scenarios.checking import check
from sharing.scenarios.errors import StoryError
from sharing.scenarios.playing import declare, in_words
from sharing.scenarios.reading import read_story
from sharing.scenarios.results import Report, Result
from sharing.scenarios.staging import stage
from sharing.scenarios.story import Story
from sharing.services.planning import plan_notices

logger = logging.getLogger(__name__)
_SUFFIXES = {".yaml", ".yml"}


def run(paths: Iterable[Path], *, rule: str | None = None) -> Report:
    """The outcome of every story found under the paths; with `rule`, of those that name it."""
    report = Report()
    for path in paths:
        files = list(story_files(path))
        if not files:
            result = Result(str(path))
            result.fail("the path", "at least one story (.yaml)", _why_nothing(path))
            report.results.append(result)
        report.results.extend(filter(None, (run_file(file, rule=rule) for file in files)))
    return report


def story_files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(f for f in path.rglob("*") if f.suffix in _SUFFIXES and f.is_file())
    elif path.is_file():
        yield path


def _why_nothing(path: Path) -> str:
    return "an empty folder" if path.is_dir() else "no such file or folder"


def run_file(file: Path, *, rule: str | None = None) -> Result | None:
    """One story's outcome; None when it is not about the rule asked for."""
    result = Result(str(file))
    try:
        story = read_story(file.read_text(encoding="utf-8"), known_rules=catalogue.known())
    except StoryError as error:
        result.fail(f"line {error.line}, {error.place}", "a story that can be read", error.reason)
        return result
    except (OSError, UnicodeDecodeError) as error:
        result.fail("the file", "a readable text file", str(error))
        return result
    if rule is not None and rule not in story.rules:
        return None
    try:
        play(story, result)
    except Exception as error:
        logger.debug("%s could not be played", file, exc_info=True)
        said = (str(error).splitlines() or [""])[0]
        result.fail("the story", "a story that can be played to its end", f"{type(error).__name__}: {said}")
    return result


def play(story: Story, result: Result) -> None:
    """Stages, declares and checks; whatever happens, nothing remains."""
    result.title, result.named = story.title, set(story.rules)
    with transaction.atomic():
        try:
            staged = stage(story)
            for line in story.declarations:
                declare(line, staged, result)
            plan_notices(at=story.now)
            for number, expected in enumerate(story.checks, start=1):
                check(number, expected, staged, result)
        except InvalidFact as invalid:
            result.fail("the story", "facts that can be kept", in_words(invalid))
        finally:
            transaction.set_rollback(True)
