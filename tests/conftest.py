"""What every test gets. Fixtures of one room are in that room's own conftest."""

import os
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.db.backends.postgresql.creation import DatabaseCreation
from django.db.backends.postgresql.operations import DatabaseOperations
from psycopg import sql
from psycopg.conninfo import make_conninfo
from xdist.scheduler import LoadFileScheduling

GUARDED = """
    SELECT DISTINCT relation.oid::regclass::text
    FROM pg_trigger JOIN pg_class relation ON relation.oid = tgrelid
    WHERE NOT tgisinternal AND relation.relnamespace = 'public'::regnamespace
"""
LEAVE = """
    SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity
    WHERE datname = %s AND usename = current_user AND pid <> pg_backend_pid()
"""


class FilesButPages(LoadFileScheduling):
    """A file's tests share one worker and its fixtures; so do those of the demonstration, whose story is long to tell.
    The pages in the browser, long and alone, go to whoever is free.
    """

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith("tests/browser/test_pages.py"):
            return nodeid
        demo = "tests/portal/demo"
        return demo if nodeid.startswith(demo) else str(super()._split_scope(nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling:
    return FilesButPages(config, log)


@pytest.fixture(autouse=True)
def _cache_of_its_own(settings: Any) -> None:
    """No test finds what another left in the cache (rate limits above all), also when several run at once."""
    default = settings.CACHES["default"]
    settings.CACHES = {**settings.CACHES, "default": {**default, "KEY_PREFIX": uuid.uuid4().hex}}


@pytest.fixture
def as_application(transactional_db: None) -> Iterator[psycopg.Connection]:
    """A connection with the site's own role, which may not do what the tables' owner may."""
    name = connection.settings_dict["NAME"]
    with psycopg.connect(make_conninfo(os.environ["DATABASE_URL"], dbname=name), autocommit=True) as other:
        yield other


@pytest.fixture(scope="session", autouse=True)
def _tables_emptied_between_tests() -> Iterator[None]:
    """After a test that really commits, pytest truncates every table; the ledger's triggers refuse that, as they
    must. Only for that moment, and only here, they are put to sleep by the owner.
    """
    flush = DatabaseOperations.execute_sql_flush

    def with_triggers_asleep(self: DatabaseOperations, sql_list: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(GUARDED)
            guarded = [row[0] for row in cursor.fetchall()]
            _each(cursor, "ALTER TABLE {} DISABLE TRIGGER USER", guarded)
        try:
            flush(self, sql_list)
        finally:
            with self.connection.cursor() as cursor:
                _each(cursor, "ALTER TABLE {} ENABLE TRIGGER USER", guarded)

    DatabaseOperations.execute_sql_flush = with_triggers_asleep
    yield
    DatabaseOperations.execute_sql_flush = flush


@pytest.fixture(scope="session", autouse=True)
def _databases_left_by_everybody() -> None:
    """A server or a worker that a test ran may let go of its last connection a moment after the last test."""
    destroy = DatabaseCreation._destroy_test_db

    def after_closing(self: DatabaseCreation, test_database_name: str, verbosity: int) -> None:
        with self._nodb_cursor() as cursor:
            cursor.execute(LEAVE, [test_database_name])
        destroy(self, test_database_name, verbosity)

    DatabaseCreation._destroy_test_db = after_closing


def _each(cursor: Any, statement: str, tables: list[str]) -> None:
    for table in tables:
        cursor.execute(sql.SQL(statement).format(sql.SQL(table)).as_string(None))
