"""Marie, an adult whom a measure protects, with the record of the other pages; Sylvie, whom the measure names."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from consents.services import intake
from consents.vocabulary import ProtectionMeasure
from tests.portal.children.conftest import signed_in
from tests.portal.conftest import Record, person


@dataclass
class Ward:
    """`hers` is Marie's browser, `theirs` Sylvie's."""

    record: Record
    guardian: UUID
    hers: Client
    theirs: Client

    @property
    def marie(self) -> UUID:
        return self.record.patient

    def protect(self, measure: ProtectionMeasure, *, ends_at: datetime | None = None) -> None:
        intake.record_protection(
            self.marie, guardian=self.guardian, measure=measure, begins_at=self.record.at.replace(year=2025),
            ends_at=ends_at, reference="TJ Lyon 25/0412",
        )  # fmt: skip

    def url(self, page: str = "", *named: object) -> str:
        return reverse(f"ward_{page}" if page else "ward", args=[self.marie, *named])


@pytest.fixture
def ward(marie: Record) -> Ward:
    guardian = person("MOREL", "Sylvie", "2700675056001", marie.at)
    hers, theirs = signed_in(marie.patient, "marie@example.test"), signed_in(guardian, "sylvie@example.test")
    return Ward(marie, guardian, hers, theirs)
