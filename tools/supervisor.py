"""Several programs in one window: their lines with a name before, restarted when they die, ended together."""

import contextlib
import dataclasses
import os
import signal
import subprocess
import sys
import threading
import time

from tools import places

PATIENCE = 20
TRIES, PER_SECONDS = 3, 60


@dataclasses.dataclass
class Program:
    """`vital`: when it keeps dying, nothing is worth going on."""

    name: str
    command: list[str]
    environment: dict[str, str]
    vital: bool = False
    process: subprocess.Popen[str] | None = None
    reader: threading.Thread | None = None
    deaths: list[float] = dataclasses.field(default_factory=list)

    def start(self) -> None:
        """In a session of its own: Ctrl-C reaches the supervisor alone, which ends the rest in order."""
        self.process = subprocess.Popen(
            self.command,
            cwd=places.ROOT,
            env=os.environ | self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self.reader = threading.Thread(target=self._copy_lines, args=[self.process], daemon=True)
        self.reader.start()

    def _copy_lines(self, process: subprocess.Popen[str]) -> None:
        if process.stdout is not None:
            with process.stdout as lines:
                for line in lines:
                    print(f"{self.name:>6} | {line.rstrip()}", flush=True)

    def signal(self, number: signal.Signals) -> None:
        """To the whole group: a worker has children of its own."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)

    def ask_to_end(self) -> None:
        if self.process is not None and not self.died():
            self.process.terminate()

    def end(self, patience: float) -> None:
        """Waits for it, then ends what is left of its group, and lets its last lines be read."""
        if self.process is None or self.reader is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(patience)
        self.signal(signal.SIGKILL)
        self.process.wait()
        self.reader.join(2)

    def died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def keeps_dying(self) -> bool:
        recent = [moment for moment in self.deaths if time.monotonic() - moment < PER_SECONDS]
        return len(recent) >= TRIES


class Supervisor:
    """Use as a block: what was started inside it is watched, and none of it is left after it."""

    def __init__(self) -> None:
        self.programs: list[Program] = []

    def __enter__(self) -> "Supervisor":
        return self

    def start(self, *programs: Program) -> None:
        for program in programs:
            self.programs.append(program)
            program.start()

    def __exit__(self, *_: object) -> None:
        """Politely first, then not. A second Ctrl-C must not leave anything behind."""
        previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
        print("\n[demo] stopping", flush=True)
        for program in self.programs:
            program.ask_to_end()
        until = time.monotonic() + PATIENCE
        for program in self.programs:
            program.end(max(0.1, until - time.monotonic()))
        signal.signal(signal.SIGINT, previous)

    def restart_the_dead(self) -> None:
        for program in self.programs:
            if program.died():
                self._restart(program)

    def _restart(self, program: Program) -> None:
        status = program.process.returncode if program.process else "?"
        program.deaths.append(time.monotonic())
        program.signal(signal.SIGKILL)
        if program.keeps_dying():
            if program.vital:
                sys.exit(f"[demo] {program.name} died {TRIES} times in {PER_SECONDS} s (status {status}): giving up")
            time.sleep(1)
        print(f"[demo] {program.name} ended (status {status}); starting it again", flush=True)
        program.start()

    def watch(self) -> int:
        while True:
            self.restart_the_dead()
            time.sleep(0.5)
