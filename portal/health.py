"""Two questions for a supervisor: does the process answer, and can it serve? Neither says anything about people."""

from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe
from kombu.exceptions import KombuError

from portal.celery import app


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migrations() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise LookupError("migrations to apply")


def _broker() -> None:
    with app.connection_for_write(connect_timeout=2) as broker:
        broker.ensure_connection(max_retries=1, timeout=2)


CHECKS: dict[str, Callable[[], None]] = {"database": _database, "migrations": _migrations, "broker": _broker}
FAILURES = (DatabaseError, KombuError, OSError, LookupError, ImproperlyConfigured)


def _state(check: Callable[[], None]) -> str:
    """The kind of failure only: messages may hold addresses and names of roles."""
    try:
        check()
    except FAILURES as failure:
        return f"missing ({type(failure).__name__})"
    return "ok"


@require_safe
def livez(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """503 names what is missing: the database, migrations not yet applied, or the broker."""
    states = {name: _state(check) for name, check in CHECKS.items()}
    ready = all(state == "ok" for state in states.values())
    return JsonResponse({"status": "ok" if ready else "not ready", **states}, status=200 if ready else 503)
