"""A hospital's software that follows what changes."""

import pytest
from django.test import Client

from sharing.services import callers, planning
from tests.sharing.api.changes.following import Get, bearer
from tests.sharing.hospital import NOW, Hospital


@pytest.fixture
def software(chu: Hospital) -> callers.Credentials:
    """It listens for changes and asks; it has no receiver. What was declared before is not for it."""
    planning.plan_notices(at=NOW)
    granted = ["changes", "decisions"]
    return callers.register_calling_system("Dossier", organisations=[chu.chu], granted=granted, at=NOW)


@pytest.fixture
def get(client: Client, software: callers.Credentials) -> Get:
    headers = bearer(client, software)
    return lambda **asked: client.get("/changes", asked, headers=headers)


@pytest.fixture
def post(client: Client, software: callers.Credentials) -> Get:
    headers = bearer(client, software)
    return lambda path, body: client.post(f"/changes/{path}", body, content_type="application/json", headers=headers)
