"""Makes the exports that wait, one after the other. Whatever stops it, nothing half-made is ever ready."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain

import structlog
from django.conf import settings
from django.utils import translation

from consents.calendar import paris_day
from portal.exports import as_fhir, as_json, as_pdf, gathering, jobs, keeping
from portal.exports.gathering import Record
from portal.models import Export

#: A task makes several small exports, not several large ones.
ENOUGH = timedelta(seconds=15)
logger = structlog.get_logger("portal.exports")


def make_waiting(*, clock: Callable[[], datetime]) -> int:
    """How many were made. The clock is read once an export: everything in it is as at that moment.

    None is begun when the task has lasted `ENOUGH`: the next sweep has its whole time before it.
    """
    began = at = clock()
    made = 0
    while at < began + ENOUGH and (export := jobs.take(at=at)) is not None:
        made += make(export, at=at)
        at = clock()
    return made


def make(export: Export, *, at: datetime) -> bool:
    """False when it was given up or taken over; a fault leaves it to the next attempt, once its lease has passed."""
    try:
        record = gathering.begin(export.patient_id, at=at)
        with translation.override(export.language):
            ending, parts = _file(export, record)
            pieces, size = keeping.store(export, parts, goes_on=lambda: _tell(export, record))
        jobs.finish(export, file_name=_name(at, ending), pieces=pieces, size=size, at=at)
    except jobs.Superseded:
        return False
    except gathering.Unknown:
        jobs.give_up(export)
        return False
    return True


def _file(export: Export, record: Record) -> tuple[str, Iterable[bytes]]:
    """How its name ends, and its bytes."""
    if export.shape == "pdf":
        return _paper(export, record)
    write = as_fhir.write if export.shape == "fhir" else as_json.write
    texts = write(record, site=settings.SITE_URL)
    return "fhir.json" if export.shape == "fhir" else "json", (text.encode() for text in texts)


def _paper(export: Export, record: Record) -> tuple[str, Iterable[bytes]]:
    """One PDF, or several in one file."""
    found = _telling(as_pdf.papers(record, language=export.language), export, record)
    first, second = next(found), next(found, None)
    if second is None:
        return "pdf", [first]
    return "zip", [as_pdf.zipped(first, chain((second,), found), at=record.at)]


def _telling(papers: Iterator[bytes], export: Export, record: Record) -> Iterator[bytes]:
    for paper in papers:
        _tell(export, record)
        yield paper


def _tell(export: Export, record: Record) -> None:
    if record.percent != export.progress:
        jobs.progress(export, record.percent)
        export.progress = record.percent


def _name(at: datetime, ending: str) -> str:
    """Says nothing of whom or what it is about."""
    return f"mes-partages-{paris_day(at):%Y-%m-%d}.{ending}"
