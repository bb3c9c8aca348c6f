"""The OpenAPI document and the manual say what the doors of intake do."""

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from sharing.api.intake import acts
from sharing.api.intake.problems import INTAKE_PROBLEMS
from tests.sharing.hospital import Hospital

MANUAL = settings.BASE_DIR / "docs/intake.md"


@pytest.fixture
def paths(client: Client) -> Any:
    schema = client.get("/api/schema/", headers={"Accept": "application/vnd.oai.openapi+json"}).json()
    return schema["paths"]


@pytest.mark.parametrize("name", sorted(acts.ACTS))
def test_every_act_is_described_with_an_example_that_can_be_read(paths: Any, name: str) -> None:
    described = paths[f"/intake/v1/{name}"]["post"]
    assert described["security"] == [{"oauth2": ["intake"]}]
    assert {"200", "201", "400", "401", "403", "409", "413", "415", "422", "503"} <= set(described["responses"])
    (example,) = described["requestBody"]["content"]["application/json"]["examples"].values()
    read = acts.act(name, example["value"])
    assert getattr(read, "patient", None) is None or read.patient.value == "285057512345623"


def test_many_acts_are_described_as_lines(paths: Any) -> None:
    described = paths["/intake/v1/acts"]["post"]
    assert "application/x-ndjson" in described["requestBody"]["content"]
    assert "application/x-ndjson" in described["responses"]["200"]["content"]


def test_the_manual_lists_every_act_and_every_problem() -> None:
    manual = MANUAL.read_text(encoding="utf-8")
    for name in acts.ACTS:
        assert f"`{name}`" in manual, name
    for slug, problem in INTAKE_PROBLEMS.items():
        assert re.search(rf"^\| {problem.status} \|.*`{slug}`", manual, re.MULTILINE), slug


def test_the_manuals_examples_can_be_sent_as_they_stand(chu: Hospital, tell: Any) -> None:
    """In their order, about the hospital of these tests."""
    blocks = re.findall(r"/intake/v1/([a-z/]+) .*?-d '(\{.*?\})'", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) >= 7
    for name, body in blocks:
        said = body.replace("285057512345623", chu.ana_ins.value)
        response = tell(name, json.loads(said))
        assert response.status_code in (200, 201), (name, response.content)
