import os
import socket
import subprocess
import sys

import pytest

from tools import demo, manage, places, services
from tools import test as runner


@pytest.mark.parametrize(
    ("arguments", "status"), [(["check"], 0), (["migrate", "nowhere"], 1), (["no_such_command"], 1)]
)
def test_a_management_command_ends_with_its_own_status(arguments: list[str], status: int) -> None:
    assert manage.run(arguments, services.environment("test"), stderr=subprocess.DEVNULL) == status


def test_a_status_that_is_neither_0_nor_1_comes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manage.places, "ROOT", places.ROOT / "tests" / "tools" / "data")

    assert manage.run(["7"], {}) == 7
    assert manage.run(["-9"], {}) == 128 + 9


def test_a_taken_port_is_named_with_the_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(SystemExit, match=rf"Port {port} is not free.*make demo PORT={port + 1}"):
            demo.refuse_taken_port(port)


def test_a_given_browser_that_does_not_exist_is_a_failure_not_a_skip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")

    with pytest.raises(SystemExit, match="no such program"):
        runner.chromium()


def test_an_ordinary_user_without_a_browser_is_told_the_one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(runner, "_installed", lambda: None)
    monkeypatch.setattr(places, "AS_ROOT", False)

    with pytest.raises(SystemExit, match="apt-get install -y chromium"):
        runner.chromium()


def test_the_production_mode_refuses_to_start_without_its_variables() -> None:
    bare = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    command = [sys.executable, "manage.py", "check"]

    done = subprocess.run(command, cwd=places.ROOT, env=bare, capture_output=True, text=True)

    assert done.returncode == 1
    assert "SECRET_KEY" in done.stderr
    assert "make demo" in done.stderr
