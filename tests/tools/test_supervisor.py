import pathlib
import sys
import time
from collections.abc import Callable

import pytest

from tools.supervisor import TRIES, Program, Supervisor


def program(script: str, *, vital: bool = False) -> Program:
    return Program("child", [sys.executable, "-u", "-c", script], {}, vital=vital)


def eventually(true: Callable[[], bool], seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.05)
    return False


def test_lines_carry_the_name_of_the_program(capfd: pytest.CaptureFixture[str]) -> None:
    with Supervisor() as supervisor:
        supervisor.start(program("print('bonjour'); import time; time.sleep(60)"))
        assert eventually(lambda: " child | bonjour" in capfd.readouterr().out)


def test_a_program_that_dies_is_started_again_with_a_line_that_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    with Supervisor() as supervisor:
        child = program("import sys; sys.exit(7)")
        supervisor.start(child)
        assert eventually(child.died)
        first = child.process

        supervisor.restart_the_dead()

        assert child.process is not first
        assert "child ended (status 7); starting it again" in capfd.readouterr().out


def test_a_vital_program_that_keeps_dying_ends_everything() -> None:
    with Supervisor() as supervisor:
        child = program("import sys; sys.exit(1)", vital=True)
        supervisor.start(child)
        for _ in range(TRIES - 1):
            assert eventually(child.died)
            supervisor.restart_the_dead()
        assert eventually(child.died)

        with pytest.raises(SystemExit, match=f"child died {TRIES} times"):
            supervisor.restart_the_dead()


def test_nothing_is_left_after_the_block_not_even_the_children_of_a_child(tmp_path: pathlib.Path) -> None:
    mark = tmp_path / "alive"
    grandchild = f"import time\nwhile True: open({str(mark)!r}, 'a').write('x'); time.sleep(0.05)"
    stubborn = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, lambda *_: sys.exit(0));"
        f"subprocess.Popen([sys.executable, '-c', {grandchild!r}]); time.sleep(60)"
    )
    with Supervisor() as supervisor:
        supervisor.start(program(stubborn))
        assert eventually(mark.exists)

    time.sleep(0.3)
    size = mark.stat().st_size
    time.sleep(0.3)
    assert mark.stat().st_size == size
