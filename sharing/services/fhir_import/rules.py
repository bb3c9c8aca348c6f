"""What a sender may tell in a file; the command, run by an administrator, has none."""

from typing import Protocol

from sharing.fhir.reading.values import Read
from sharing.services.fhir_import.report import Report
from sharing.services.fhir_import.resolving import Resolver, Target


class Rules(Protocol):
    """Asked before each resource is written."""

    def instead(self, read: Read, resolver: Resolver, report: Report) -> Target | None:
        """What is kept already and is not rewritten; None when it may be written; InvalidFact when it may not."""
        ...
