"""One file, in one transaction: everything that can be read is tried, so that the report names every fault at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import TypeVar

from django.db import DataError, IntegrityError, transaction

from consents.errors import InvalidFact
from sharing.fhir.reading import files, resource
from sharing.fhir.reading.values import (
    CareRead,
    DocumentRead,
    NotUsed,
    OrganisationRead,
    PersonRead,
    PracticeRead,
    ProfessionalRead,
    Read,
)
from sharing.services.fhir_import import care, directory, documents, people
from sharing.services.fhir_import.report import Report
from sharing.services.fhir_import.resolving import LeansOnRefused, LeftOut, Resolver, Target
from sharing.services.fhir_import.rules import Rules

R = TypeVar("R", bound=Read)


@dataclass(slots=True)
class Import:
    report: Report
    at: datetime
    source: str
    rules: Rules | None = None
    resolver: Resolver = field(default_factory=Resolver)
    reads: list[Read] = field(default_factory=list)

    def of(self, kind: type[R]) -> list[R]:
        return [read for read in self.reads if isinstance(read, kind)]


def import_file(path: Path, *, at: datetime, source: str = "") -> Report:
    """Nothing of the file is kept when the report refuses anything."""
    work = Import(Report(str(path)), at, source)
    try:
        with path.open(encoding="utf-8-sig", newline=None) as stream:
            _read(work, files.entries(stream, ndjson=path.suffix == ".ndjson", source=source))
    except OSError:
        work.report.refuse(InvalidFact("file", "cannot_be_opened"))
    except InvalidFact as fault:
        work.report.refuse(fault)
    return _written(work)


def import_text(text: str, *, name: str, rules: Rules, at: datetime, source: str) -> Report:
    """As a file, from someone who may not tell everything."""
    work = Import(Report(name), at, source, rules)
    try:
        _read(work, files.entries(StringIO(text), source=source))
    except InvalidFact as fault:
        work.report.refuse(fault)
    return _written(work)


def _read(work: Import, entries: Iterable[files.Entry]) -> None:
    for entry in entries:
        try:
            if entry.fault is not None:
                raise entry.fault
            for read in resource.read(entry.resource, entry.standing):
                _learn(work, read)
        except InvalidFact as fault:
            work.report.refuse(fault)
            _remember_refused(work, entry)


def _learn(work: Import, read: Read) -> None:
    work.resolver.learn(read)
    work.reads.append(read)
    for warned in read.origin.warnings:
        work.report.warn(warned.element, warned.because)
    if isinstance(read, NotUsed):
        work.report.not_used[read.type, read.because] += 1


def _remember_refused(work: Import, entry: files.Entry) -> None:
    """Those who refer to a refused entry are not refused for it: its own fault is told once."""
    names = resource.names_of_refused(entry.resource, entry.standing)
    for name in names:
        work.resolver.refused.add(name)


def _written(work: Import) -> Report:
    with transaction.atomic():
        _write(work)
        transaction.set_rollback(bool(work.report.refused))
    work.report.close()
    return work.report


def _write(work: Import) -> None:
    resolver, report, at = work.resolver, work.report, work.at
    places = _ordered(work, directory.parents_first, OrganisationRead)
    _each(work, places, lambda read: directory.organisation(read, resolver, report))
    _each(work, work.of(ProfessionalRead), lambda read: directory.professional(read, resolver, report))
    _each(work, work.of(PracticeRead), lambda read: directory.practice(read, resolver, report, at=at))
    _each(work, work.of(PersonRead), lambda read: people.person(read, report, work.rules, at=at))
    _each(work, work.of(PersonRead), lambda read: _treating_physician(work, read))
    _write_care(work)
    papers = _ordered(work, documents.earlier_first, DocumentRead)
    _each(work, papers, lambda read: documents.document(read, resolver, report, at=at))


def _write_care(work: Import) -> None:
    gathered = care.Gathered(work.at)
    _each(work, work.of(CareRead), lambda read: gathered.add(read, work.resolver))
    care.write(gathered, work.report)


def _treating_physician(work: Import, read: PersonRead) -> None:
    known = work.resolver.targets.get(read.origin.path)
    if known is None:
        raise LeansOnRefused
    people.treating_physician(read, known.id, work.resolver, work.report, at=work.at)


def _ordered(work: Import, order: Callable[[list[R], Resolver], list[R]], kind: type[R]) -> list[R]:
    try:
        return order(work.of(kind), work.resolver)
    except InvalidFact as fault:
        work.report.refuse(fault)
        return []


def _each(work: Import, reads: list[R], write: Callable[[R], Target | None]) -> None:
    for read in reads:
        try:
            with transaction.atomic():
                target = _instead(work, read) or write(read)
            work.resolver.targets.setdefault(read.origin.path, target)
        except (InvalidFact, LeansOnRefused, LeftOut, DataError, IntegrityError) as fault:
            _not_written(work, read, fault)


def _instead(work: Import, read: Read) -> Target | None:
    return work.rules.instead(read, work.resolver, work.report) if work.rules else None


def _not_written(work: Import, read: Read, fault: Exception) -> None:
    """A fault is told with the element it came from; one that only the database sees, with the resource."""
    if isinstance(fault, InvalidFact):
        element = fault.element if fault.element.startswith(read.origin.path) else _element(read, fault.element)
        work.report.refuse(InvalidFact(element, fault.because))
    elif isinstance(fault, LeftOut):
        work.resolver.left_out.add(read.origin.path)
        work.report.not_used["DocumentReference", "left_out_for_the_patients_choice"] += 1
    elif not isinstance(fault, LeansOnRefused):
        work.report.refuse(InvalidFact(read.origin.path, "cannot_be_kept"))


def _element(read: Read, name: str) -> str:
    return read.origin.elements.get(name, f"{read.origin.path}.{name}")
