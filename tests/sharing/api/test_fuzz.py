"""Schemathesis over our own OpenAPI document, authenticated, with every check: it finds nothing.

Bounded here; `make fuzz` runs it for longer (`FUZZ_PHASES`, `FUZZ_EXAMPLES`, `FUZZ_SECONDS`; `FUZZ_ONLY` keeps some addresses).
"""

import os
import pathlib
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from sharing.services import callers
from tests.sharing.hospital import NOW, Hospital, hospital

EXAMPLES = os.environ.get("FUZZ_EXAMPLES", "5")
PHASES = os.environ.get("FUZZ_PHASES", "examples,fuzzing")
SECONDS = os.environ.get("FUZZ_SECONDS", "")
ONLY = os.environ.get("FUZZ_ONLY", "")
GRANTED = ("decisions", "intake", "changes", "fhir")


@pytest.fixture
def town(transactional_db: None, settings: Any) -> Hospital:
    """Nobody is slowed down: what comes too often is tried in test_limits.py."""
    settings.API_CALLS_A_MINUTE = dict.fromkeys(settings.API_CALLS_A_MINUTE, 10**6)
    settings.API_UNKNOWN_A_MINUTE = settings.API_PUBLIC_A_MINUTE = 10**6
    settings.TOKENS_A_MINUTE_BY_ADDRESS = settings.TOKENS_A_MINUTE_BY_CLIENT = 10**6
    return hospital()


def token(town: Hospital) -> str:
    given = callers.register_calling_system("Contrat", organisations=[town.chu], granted=GRANTED, at=NOW)
    form = {"grant_type": "client_credentials", "client_id": given.client_id, "client_secret": given.client_secret}
    return str(Client().post("/oauth2/token", form).json()["access_token"])


@pytest.mark.slow
def test_schemathesis_finds_nothing(town: Hospital, live_server: Any) -> None:
    program = pathlib.Path(sys.executable).with_name("schemathesis")
    command = [
        str(program), "run", f"{live_server.url}/api/schema/?format=json", "--url", live_server.url,
        "--checks", "all", "--mode", "all", "--max-examples", EXAMPLES, *(["--max-time", SECONDS] if SECONDS else []),
        "--phases", PHASES, "--continue-on-failure", "--header", f"Authorization: Bearer {token(town)}",
        "--seed", "1", "--no-color",
        *(["--include-path-regex", ONLY] if ONLY else []),
    ]  # fmt: skip
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=float(SECONDS or 0) + 300
    )

    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2000:]
