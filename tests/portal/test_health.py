import pytest
from django.test import Client, override_settings

from portal import health
from portal.celery import app


def test_livez_answers_without_a_database(client: Client) -> None:
    assert client.get("/livez").json() == {"status": "ok"}


@pytest.mark.django_db
def test_readyz_answers_when_database_migrations_and_broker_are_there(client: Client) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "migrations": "ok", "broker": "ok"}


@pytest.mark.django_db
def test_readyz_names_a_broker_that_is_missing_and_not_its_address(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.conf, "broker_url", "redis+socket:///nowhere/secret.sock")

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["broker"].startswith("missing")
    assert answer.json()["database"] == "ok"
    assert "secret" not in answer.content.decode()


@pytest.mark.django_db
def test_readyz_says_that_a_migration_is_still_to_apply(client: Client) -> None:
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    (newest,) = MigrationLoader(connection).graph.leaf_nodes("portal")
    MigrationRecorder(connection).record_unapplied(*newest)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["migrations"].startswith("missing")


def test_a_probe_may_not_post(client: Client) -> None:
    assert client.post("/livez").status_code == 405


def test_the_probes_are_never_redirected_to_https(client: Client) -> None:
    with override_settings(SECURE_SSL_REDIRECT=True):
        assert client.get("/livez").status_code == 200
    assert set(health.CHECKS) == {"database", "migrations", "broker"}
