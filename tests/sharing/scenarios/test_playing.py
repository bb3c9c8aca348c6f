"""Playing stories: what fails says so in one line, nothing remains, and nothing stops the others."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from consents.models import Person
from tests.sharing.scenarios.test_strictness import ACT, STORY

pytestmark = pytest.mark.django_db


def play(*paths: Path, **options: Any) -> tuple[int, str]:
    """The exit status and what was printed."""
    out = io.StringIO()
    try:
        call_command("scenarios", *map(str, paths), stdout=out, **options)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


def written(folder: Path, text: str, name: str = "story.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_a_story_that_holds_passes_and_leaves_nothing(tmp_path: Path) -> None:
    assert play(written(tmp_path, STORY)) == (0, "2 passed, 0 failed\n")
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("rule: R10", "rule: R12", "check 1: expected permit, R12; came permit, R10 (rule R10)"),
        ("rule: R10", "code: not_visible", "check 1: expected permit, not_visible; came permit, permit"),
        ("rule: R10", "obligations: [record]", "check 1: expected permit, [record]; came permit, []"),
        ("expect: permit", "expect: deny", "check 1: expected deny, R10; came permit, R10"),
        ("about: ecg}", "about: ecg, purpose: gossip}", "check 1: expected permit; came error (unknown"),
        ("expect: [ecg]", "expect: [ecg, old]", "check 2: expected [ecg, old]; came [ecg]"),
        ("list: {who: nora, patient: ana}", "list: {who: nora, patient: ana, purpose: gossip}", "check 2: expected an"),
        (ACT, f"{ACT}, refused: R19", "declarations[0]: expected a refusal for R19; came recorded"),
        ("by: ana", "by: lea, for: ana", "expected to be recorded; came refused (not a voice of this patient)"),
        (ACT, "post_mortem: {oppose: {persons: []}}", "expected a declaration that can be made; came oppose: empty"),
        ("born: 2011-09-14", "born: 2051-09-14", "expected facts that can be kept; came born on: in the future"),
        ("holder: ana", "holder: lea", "expected facts that can be kept; came holder: the same person"),
    ],
)
def test_what_does_not_hold_is_one_line_that_says_what_came(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    assert right in STORY
    file = written(tmp_path, STORY.replace(right, wrong, 1))
    status, printed = play(file)
    assert status == 1
    assert any(line.startswith(f"{file}, ") and said in line for line in printed.splitlines())
    assert "Traceback" not in printed


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    written(tmp_path, "", "a_empty.yaml")
    (tmp_path / "b_binary.yaml").write_bytes(b"\xff\xfe\x00title")
    written(tmp_path, STORY, "c_good.yml")
    status, printed = play(tmp_path)
    assert status == 1
    assert printed.splitlines()[-1] == "2 passed, 2 failed"


def test_nothing_to_play_is_a_failure(tmp_path: Path) -> None:
    for nothing in (tmp_path, tmp_path / "missing.yaml"):
        status, printed = play(nothing)
        assert (status, printed.splitlines()[-1]) == (1, "0 passed, 1 failed")


def test_only_stories_that_name_a_rule_are_played_and_none_is_no_success(tmp_path: Path) -> None:
    file = written(tmp_path, STORY)
    assert play(file, rule="R10")[0] == 0
    status, printed = play(file, rule="R19")
    assert (status, printed.splitlines()[-1]) == (1, "0 passed, 0 failed")
    with pytest.raises(CommandError, match="not in the catalogue"):
        play(file, rule="R00")


def test_json_says_the_same(tmp_path: Path) -> None:
    good, bad = written(tmp_path, STORY), written(tmp_path, STORY.replace("expect: permit", "expect: deny"), "bad.yaml")
    status, printed = play(good, bad, json=True, coverage=True)
    told = json.loads(printed)
    assert (status, told["passed"], told["failed"]) == (1, 3, 1)
    assert told["failures"][0] | {"file": ""} == {
        "file": "",
        "where": "check 1",
        "expected": "deny, R10",
        "came": "permit, R10",
        "rule": "R10",
    }
    assert "R10" not in told["not_answered"]


def test_what_nobody_foresaw_is_a_failure_and_nothing_remains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(**_: Any) -> None:
        raise RuntimeError("the ceiling fell\nin pieces")

    monkeypatch.setattr("sharing.scenarios.running.plan_notices", breaks)
    status, printed = play(written(tmp_path, STORY))
    assert status == 1
    assert "the story: expected a story that can be played to its end; came RuntimeError: the ceiling fell\n" in printed
    assert not Person.objects.exists()
