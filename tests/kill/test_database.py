"""The database may be killed while people declare: what was acknowledged is kept, and told."""

import re
import subprocess
import sys

import psycopg
import pytest
import redis

from tests.kill import servers
from tests.sharing.notices.receiver import Receiver
from tools import places, postgres

ENOUGH = 40


def run(module: str, *arguments: str, surroundings: dict[str, str]) -> str:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(
        command, cwd=places.ROOT, env=surroundings, capture_output=True, text=True, timeout=servers.PATIENCE
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def acknowledged(program: servers.Program) -> set[int]:
    return {int(revision) for revision in re.findall(r"^acknowledged (\d+)$", program.said(), re.MULTILINE)}


@pytest.mark.slow
def test_a_database_killed_while_people_declare_loses_nothing_acknowledged_and_everything_is_told(
    where: places.Places, broker: redis.Redis, receiver: Receiver
) -> None:
    with servers.own_postgres(where) as urls:
        here = servers.environment(**urls, REDIS_URL=f"unix://{where.valkey_socket}")
        patient = run("tests.kill.telling", receiver.url, surroundings=here | {"PORTAL_AS_OWNER": "1"})

        program = servers.Program(["tests.kill.declaring", patient], here)
        try:
            servers.until(lambda: len(acknowledged(program)) >= ENOUGH, "people declare", program=program)
            servers.kill_postgres(where)
            servers.until(lambda: "failed" in program.said(), "the database is gone", program=program)
            before = acknowledged(program)
            postgres.start(where)
            servers.until(lambda: len(acknowledged(program)) > len(before) + 5, "people declare again", program=program)
        finally:
            program.kill()

        kept = revisions(urls)
        assert acknowledged(program) <= kept
        assert kept == set(range(1, max(kept) + 1)), "no gap: each revision follows the one before"
        run("manage", "verify_ledger", surroundings=here)
        program.log.unlink()

        with servers.worker(here) as worker:
            servers.until(lambda: len(set(receiver.ids())) == len(kept), "every change is told", program=worker)
            servers.until(lambda: undelivered(urls) == 0, "every notice is marked", program=worker)

        assert len(receiver.ids()) == len(set(receiver.ids())), "each notice once, under its one id"


def revisions(urls: dict[str, str]) -> set[int]:
    with psycopg.connect(urls["DATABASE_URL"]) as session:
        rows = session.execute("SELECT revision FROM consents_ledgerentry").fetchall()
        return {revision for (revision,) in rows}


def undelivered(urls: dict[str, str]) -> int:
    with psycopg.connect(urls["DATABASE_URL"]) as session:
        row = session.execute("SELECT count(*) FROM sharing_notice WHERE state <> 'delivered'").fetchone()
        return int(row[0]) if row else -1
