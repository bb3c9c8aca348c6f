"""Several files at once, in whatever order: what waits for another file is tried again after it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction

from sharing.services.fhir_import.one_file import import_file
from sharing.services.fhir_import.report import Report


def import_files(paths: Sequence[Path], *, at: datetime, source: str = "", dry_run: bool = False) -> list[Report]:
    """One report a file, in the order given. A dry run does everything and takes it all back."""
    if not dry_run:
        return _until_nothing_helps(paths, at=at, source=source)
    with transaction.atomic():
        reports = _until_nothing_helps(paths, at=at, source=source)
        transaction.set_rollback(True)
    return reports


def _until_nothing_helps(paths: Sequence[Path], *, at: datetime, source: str) -> list[Report]:
    reports: dict[int, Report] = {}
    waiting, helped = list(range(len(paths))), True
    while waiting and helped:
        for index in waiting:
            reports[index] = import_file(paths[index], at=at, source=source)
        still = [index for index in waiting if reports[index].only_waits]
        helped = any(reports[index].written for index in waiting)
        waiting = still
    return [reports[index] for index in sorted(reports)]
