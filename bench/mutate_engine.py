"""Would a wrong in the engine be seen? `python -m bench.mutate_engine [--only rules/consent] [--rules]`.

Each mutant is tried against the stories of `tests/scenarios` (played through the services on a test database), the
reference of `tests/sharing/reference` (first for details, to go fast), then the tests of lists and of `tests/sharing/engine`. To go fast, the questions that the
stories ask are recorded once and asked again of each mutant; a story is played again only where an answer differs,
and it is that playing that kills. Every mutant of kind *rule* must be killed by a story. Prints the survivors.
"""

# ruff: noqa: E402  the settings come before everything that reads them
import argparse
import importlib
import os
import pkgutil
import signal
import sys
import time
import types
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

import pytest
from django.db import connection

from bench.mutants import RULE, Mutant, at_work, mutants
from sharing.engine import decide as deciding
from sharing.engine import rules as rules_package
from sharing.engine.facts import Facts
from sharing.engine.question import Question, QuestionError
from sharing.scenarios.running import run_file, story_files
from tests.sharing.reference import naive
from tests.sharing.reference.compare import cases, engine

STORIES = Path(__file__).parents[1] / "tests" / "scenarios"
#: What decides; the modules that only explain an answer are tested by tests/sharing/engine alone.
MODULES = (
    "alike", "capacity", "case", "decide", "item", "listeners", "lists", "matrix", "outward", "places", "preferences",
    "question", "settings", "standing", "titles", "voices",
)  # fmt: skip
WORLDS, SECONDS = 300, 30

Asked = tuple[Question, tuple[str | None, ...], Facts]


class TooLong(Exception):
    """A mutant that never ends is seen."""


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    def ring(*_: object) -> None:
        raise TooLong

    signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def record() -> dict[Path, list[Asked]]:
    """What each story asks of the engine."""
    right, asked = deciding.decide_each, []

    def listening(question: Question, abouts: Any, facts: Facts) -> Any:
        asked.append((question, tuple(abouts), facts))
        return right(question, asked[-1][1], facts)

    callers = [each for each in list(sys.modules.values()) if vars(each).get("decide_each") is right]
    recorded = {}
    for caller in callers:
        vars(caller)["decide_each"] = listening
    try:
        for story in story_files(STORIES):
            result = run_file(story)
            assert result is not None
            assert not result.failures, [str(each) for each in result.failures]
            recorded[story] = list(asked)
            asked.clear()
    finally:
        for caller in callers:
            vars(caller)["decide_each"] = right
    return recorded


def answers(asked: list[Asked]) -> list[object]:
    found: list[object] = []
    for question, abouts, facts in asked:
        try:
            decided = deciding.decide_each(question, abouts, facts)
        except QuestionError:
            found.append("error")
            continue
        found.append([(about, d.permit, d.rule, d.code, d.obligations) for about, d in decided.items()])
    return found


class Jury:
    """What a mutant is tried by, with the right answers."""

    def __init__(self, *, quick: bool) -> None:
        self.quick = quick
        self.stories = record()
        self.called: set[tuple[str, str]] = set()
        sys.setprofile(lambda frame, *_: self.called.add((frame.f_globals["__name__"], frame.f_code.co_name)))
        self.right = {story: answers(asked) for story, asked in self.stories.items()}
        sys.setprofile(None)
        self.worlds = [(asked, facts, naive.answer(asked, facts)) for n in range(WORLDS) for asked, facts in cases(n)]

    def try_(self, mutant: Mutant) -> str:
        """Who saw it: "story …", "reference", "tests", "never ends", or "" for nobody."""
        try:
            with at_most(SECONDS), at_work(mutant):
                if mutant.kind == RULE:
                    return self._story(mutant) or self._reference() or self._tests()
                return self._reference() or self._story(mutant) or ("" if self.quick else self._tests())
        except TooLong:
            return "never ends"

    def _story(self, mutant: Mutant) -> str:
        """Where the questions asked again do not come by, as for the default purpose, each story is played."""
        by = mutant.constant or (mutant.module.__name__, mutant.name.rsplit(".")[-1]) in self.called
        return self._asked_again() if by else self._played_again()

    def _played_again(self) -> str:
        signal.alarm(20 * SECONDS)
        for story in self.stories:
            result = run_file(story)
            if result is not None and result.failures:
                return f"story {story.parent.name}/{story.stem}"
        return ""

    def _asked_again(self) -> str:
        for story, asked in self.stories.items():
            try:
                differs = answers(asked) != self.right[story]
            except TooLong:
                raise
            except Exception:
                differs = True
            if differs:
                result = run_file(story)
                if result is not None and result.failures:
                    return f"story {story.parent.name}/{story.stem}"
        return ""

    def _reference(self) -> str:
        for asked, facts, right in self.worlds:
            try:
                if engine(asked, facts) != right:
                    return "reference"
            except TooLong:
                raise
            except Exception:
                return "reference"
        return ""

    def _tests(self) -> str:
        quiet = ["-x", "-q", "--no-header", "--no-summary", "-p", "no:cacheprovider", "-p", "no:warnings"]
        with Path(os.devnull).open("w") as nowhere:
            kept, sys.stdout = sys.stdout, nowhere
            try:
                signal.alarm(4 * SECONDS)
                failed = pytest.main([*quiet, "tests/sharing/reference/test_lists.py", "tests/sharing/engine"]) != 0
            finally:
                sys.stdout = kept
        return "tests" if failed else ""


def modules() -> Iterator[tuple[types.ModuleType, bool]]:
    for name in MODULES:
        yield importlib.import_module(f"sharing.engine.{name}"), name == "decide"
    for found in pkgutil.iter_modules(rules_package.__path__):
        yield importlib.import_module(f"sharing.engine.rules.{found.name}"), True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="modules whose name contains one of these, between commas")
    parser.add_argument("--rules", action="store_true", help="only the mutants that comment out a rule")
    parser.add_argument("--quick", action="store_true", help="details are not tried by the engine's tests")
    parser.add_argument("--again", type=Path, help="only those that an earlier run printed in this file")
    arguments = parser.parse_args()
    before = arguments.again.read_text(encoding="utf-8") if arguments.again else ""
    connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=True)
    began, jury = time.monotonic(), Jury(quick=arguments.quick)
    asked = sum(len(abouts) for each in jury.stories.values() for _, abouts, _ in each)
    print(
        f"{len(jury.stories)} stories, {asked} questions; {len(jury.worlds)} questions in {WORLDS} worlds", flush=True
    )
    seen: Counter[tuple[str, str]] = Counter()
    wrong = 0
    for module, is_rule in modules():
        if not any(part in module.__name__ for part in arguments.only.split(",")):
            continue
        for mutant in mutants(module, rules=is_rule):
            left_out = arguments.rules and mutant.kind != RULE
            if left_out or (arguments.again and f"{mutant.name}: {mutant.what}\n" not in before):
                continue
            by = jury.try_(mutant)
            seen[mutant.kind, by.split(" ")[0] or "nobody"] += 1
            unseen = not by or (mutant.kind == RULE and not by.startswith("story"))
            wrong += unseen
            if unseen or arguments.again:
                print(f"{mutant.kind:6} {by or 'SURVIVES':10} {mutant}", flush=True)
    for (kind, by), count in sorted(seen.items()):
        print(f"{kind:6} seen by {by}: {count}")
    print(f"{time.monotonic() - began:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
