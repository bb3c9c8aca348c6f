"""The demonstration's story, told once for the tests of this folder and taken back at their end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from portal.demo import telling
from portal.demo.record import Cast
from portal.demo.telling import Told


@dataclass(frozen=True)
class Demonstration:
    at: datetime
    told: Told
    keys_file: Path

    @property
    def cast(self) -> Cast:
        return Cast(self.at)


@pytest.fixture(scope="package")
def demo(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demonstration]:
    keys_file = tmp_path_factory.mktemp("demo") / "keys.json"
    at = timezone.now()
    with django_db_blocker.unblock(), transaction.atomic():
        yield Demonstration(at, telling.tell(at=at, keys_file=keys_file), keys_file)
        transaction.set_rollback(True)
