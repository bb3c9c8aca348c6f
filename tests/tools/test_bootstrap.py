import pathlib
import subprocess
import sys

import pytest

from tools import bootstrap


def test_an_old_python_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=r"3\.11 or later is needed; this is 3\.9"):
        bootstrap.refuse_old_python((3, 9))


def test_a_python_without_ensurepip_is_told_which_package_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)

    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        bootstrap.create_venv()


def test_it_runs_on_the_standard_library_alone() -> None:
    question = (
        "import runpy, sys; runpy.run_path(sys.argv[1]); print(sorted(m for m in ('django', 'uv') if m in sys.modules))"
    )
    alone = [sys.executable, "-I", "-S", "-c", question, str(bootstrap.ROOT / "tools" / "bootstrap.py")]

    assert subprocess.run(alone, capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_a_changed_lock_or_a_moved_folder_asks_for_another_sync(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "stamp")
    assert not bootstrap.is_current()
    bootstrap.STAMP.write_text(bootstrap.fingerprint())
    assert bootstrap.is_current()

    (tmp_path / "dev.txt").write_text("django==5.2.99 \\\n")
    monkeypatch.setattr(bootstrap, "LOCK", tmp_path / "dev.txt")
    assert not bootstrap.is_current()


def test_a_venv_of_another_python_or_a_moved_one_is_made_again(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bootstrap.venv_is_usable()
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(bootstrap, "PYTHON", broken)

    assert not bootstrap.venv_is_usable()
