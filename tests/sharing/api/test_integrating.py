"""docs/integrating.md does what it says: its blocks are run as they stand, against a real server."""

import json
import os
import re
import subprocess
import sys
from datetime import date
from typing import Any

import pytest
from django.conf import settings

from portal.demo.people import PEOPLE
from portal.demo.places import PLACES
from portal.demo.professionals import WORKERS
from tests.sharing.hospital import Hospital, hospital

MANUAL = settings.BASE_DIR / "docs/integrating.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", MANUAL.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


@pytest.fixture
def town(transactional_db: None) -> Hospital:
    return hospital()


def told(town: Hospital, base: str, document: Any) -> dict[str, str]:
    """What the page asks its reader to put in the environment."""
    given, patient = town.credentials, town.ana_ins
    return {
        "PATH": os.environ["PATH"], "BASE": base, "CLIENT_ID": given.client_id, "CLIENT_SECRET": given.client_secret,
        "RPPS": town.martin_rpps, "INS": patient.value, "INS_SYSTEM": patient.system, "DOCUMENT": str(document),
    }  # fmt: skip


def run(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_first_decision_with_curl_and_in_twenty_lines_of_python(town: Hospital, live_server: Any) -> None:
    shell, (program,) = "printf '\\n'\n".join(blocks("sh")), blocks("python")
    assert len([line for line in program.splitlines() if line.strip()]) <= 20

    said = run(["sh", "-ec", shell], told(town, live_server.url, town.seen)).split("\n")
    answer, found = (json.loads(line) for line in said if line)
    assert answer["decision"] is True
    assert found["results"] == [{"type": "document", "id": str(town.seen)}]

    for document, word in ((town.seen, "show "), (town.hidden, "show nothing ")):
        assert run([sys.executable, "-c", program], told(town, live_server.url, document)).startswith(word)


def test_those_whom_it_names_are_in_the_demonstration() -> None:
    manual = MANUAL.read_text(encoding="utf-8")
    marie, born_on = PEOPLE["marie"], PEOPLE["marie"].born_on(date(2026, 1, 1))
    workers = " ".join(f"`{WORKERS[name].rpps}`" for name in ("benali", "garnier", "fontaine"))
    for told in (
        f"--finess {PLACES['chu'].finess}\"", f"export RPPS={WORKERS['benali'].rpps} ", f" {workers} |",
        f"export INS={marie.ins(born_on)} ", f"`{marie.ins(born_on)}`, {marie.birth_name}, {born_on} |",
    ):  # fmt: skip
        assert told in manual, told


def test_the_limits_it_tells_are_those_of_the_settings() -> None:
    manual = MANUAL.read_text(encoding="utf-8")
    for door, share in settings.API_CALLS_A_MINUTE.items():
        assert re.search(rf"\| {share:,} \| `API_{door.upper()}_A_MINUTE` \|", manual), door
    for name in ("API_UNKNOWN_A_MINUTE", "API_PUBLIC_A_MINUTE", "VERIFICATIONS_A_MINUTE"):
        assert f"| {getattr(settings, name)} | `{name}` |" in manual
