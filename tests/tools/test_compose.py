"""No container engine is needed to know that the compose file says what the site needs."""

import re
from typing import Any

import pytest
import yaml

from portal import configuration
from tools import places, postgres

COMPOSE = places.ROOT / "docker-compose.yml"


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]


@pytest.mark.parametrize("name", ["web", "worker", "beat", "migrate"])
def test_every_process_of_the_site_has_all_that_production_requires(services: dict[str, Any], name: str) -> None:
    given = services[name]["environment"]

    assert configuration.REQUIRED_IN_PRODUCTION.keys() <= given.keys()
    assert given["PORTAL_MODE"] == "production"


def test_only_the_migration_runs_as_the_owner_of_the_tables(services: dict[str, Any]) -> None:
    owners = [name for name, service in services.items() if "PORTAL_AS_OWNER" in service.get("environment", {})]

    assert owners == ["migrate"]
    assert postgres.OWNER in services["migrate"]["environment"]["DATABASE_OWNER_URL"]
    assert all(postgres.APPLICATION in services[name]["environment"]["DATABASE_URL"] for name in ("web", "worker"))


def test_every_lasting_service_says_when_it_is_well(services: dict[str, Any]) -> None:
    lasting = {name for name, service in services.items() if service.get("restart") != "no"}

    assert lasting == {"web", "worker", "beat", "postgres", "valkey", "mail"}
    assert all("healthcheck" in services[name] for name in lasting)


def test_no_port_is_open_beyond_this_machine(services: dict[str, Any]) -> None:
    ports = [port for service in services.values() for port in service.get("ports", [])]

    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_both_places_give_the_two_roles_the_same_rights() -> None:
    def grants(text: str) -> set[str]:
        found = re.findall(r"GRANT [A-Z, ]+ ON (?:TABLES|SEQUENCES) TO \w+", re.sub(r"\s+", " ", text))
        return set(found)

    shell = (places.ROOT / "deploy" / "database-roles.sh").read_text(encoding="utf-8")

    assert len(grants(shell)) == 2
    assert grants(shell) == grants(postgres.RIGHTS)
