"""Servers of these tests' own, which they may kill: nothing that another test uses is touched."""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import redis
from django.db import connection
from psycopg.conninfo import make_conninfo

from tools import places, postgres, valkey

#: For a busy machine; most of it is never used.
PATIENCE = 60.0


@contextmanager
def own_places() -> Iterator[places.Places]:
    """A folder that the servers' user can enter. The profile is the demo's: a test's database may forget."""
    state = pathlib.Path(tempfile.mkdtemp(prefix="partages-kill-"))
    sockets = state / "s"
    sockets.mkdir(mode=0o700)
    if places.AS_ROOT:
        for folder in (state, sockets):
            os.chown(folder, places.NOBODY, places.NOBODY)
    try:
        yield places.Places("demo", state, sockets)
    finally:
        shutil.rmtree(state, ignore_errors=True)


@contextmanager
def own_valkey(where: places.Places) -> Iterator[redis.Redis]:
    valkey.start(where)
    try:
        yield redis.Redis(unix_socket_path=str(where.valkey_socket), db=0, socket_timeout=5)
    finally:
        valkey.stop(where)


@contextmanager
def own_postgres(where: places.Places) -> Iterator[dict[str, str]]:
    """What a process needs to reach it, as the site's role and as the tables' owner."""
    postgres.start(where)
    try:
        yield {
            "DATABASE_URL": postgres.url(where, postgres.APPLICATION),
            "DATABASE_OWNER_URL": postgres.url(where, postgres.OWNER),
        }
    finally:
        postgres.stop(where)


def kill_postgres(where: places.Places) -> None:
    """The power cut: the postmaster is killed with SIGKILL, and its children notice."""
    pid = int((where.data / "postmaster.pid").read_text().split("\n", 1)[0])
    os.kill(pid, signal.SIGKILL)


def environment(**more: str) -> dict[str, str]:
    """A process of the site, in test mode, under its own (not the owner's) role unless told otherwise."""
    inherited = {
        name: value for name, value in os.environ.items() if name not in {"PORTAL_AS_OWNER", "TEST_DATABASE_NAME"}
    }
    return (
        inherited | {"PORTAL_MODE": "test", "DJANGO_SETTINGS_MODULE": "portal.settings", "SWEEP_SECONDS": "0.5"} | more
    )


def beside_this_test(where: places.Places) -> dict[str, str]:
    """A process that works on this test's database, under the site's own role, with the broker of this test."""
    own = connection.get_connection_params()
    database = make_conninfo(host=own["host"], dbname=own["dbname"], user=postgres.APPLICATION)
    return environment(DATABASE_URL=database, REDIS_URL=f"unix://{where.valkey_socket}")


class Program:
    """A process in a session of its own, so that it can be killed with its children."""

    def __init__(self, arguments: list[str], surroundings: dict[str, str]) -> None:
        number, name = tempfile.mkstemp(prefix="partages-kill-", suffix=".log")
        self.log = pathlib.Path(name)
        self.process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=places.ROOT,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=number,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        os.close(number)

    def kill(self) -> None:
        """SIGKILL to it and to its children: nothing is said goodbye to."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def said(self) -> str:
        """Through a file of one's own: the process goes on writing in its."""
        return self.log.read_text(errors="replace")


@contextmanager
def worker(surroundings: dict[str, str], *, with_beat: bool = True) -> Iterator[Program]:
    """A real Celery worker, with the clock that makes it sweep."""
    arguments = ["celery", "-A", "portal", "worker", "--concurrency", "1", "--loglevel", "INFO"]
    arguments += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    arguments += ["--beat", "--scheduler", "celery.beat:Scheduler"] if with_beat else []
    program = Program(arguments, surroundings)
    try:
        yield program
    finally:
        program.kill()
        program.log.unlink()


def until(condition: object, what: str, *, program: Program | None = None, seconds: float = PATIENCE) -> None:
    """Waits for something that another process does."""
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        if time.monotonic() > end:
            raise AssertionError(f"after {seconds:.0f} s still not: {what}\n{program.said() if program else ''}")
        time.sleep(0.05)
