"""What a sender may tell in a file, and what is noted of it; the command, run by an administrator, has none."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from sharing.fhir.reading.values import Read
from sharing.services.fhir_import.report import Report
from sharing.services.fhir_import.resolving import Resolver, Target


class Rules(Protocol):
    """Asked before each resource is written, and told of the deaths that were."""

    def instead(self, read: Read, resolver: Resolver, report: Report) -> Target | None:
        """What is kept already and is not rewritten; None when it may be written; InvalidFact when it may not."""
        ...

    def told_death(self, person_id: UUID, *, died_at: datetime) -> None:
        """This death has been written, in the transaction of its file."""
        ...
