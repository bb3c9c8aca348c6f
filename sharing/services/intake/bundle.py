"""FHIR resources told by a calling system: kept whole or not at all, and only of its own organisations.

What is known already of people, professionals and organisations is found, never rewritten: each has its own act, or
its own directory.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from consents.errors import InvalidFact
from consents.selectors import facts, known
from sharing.fhir.reading.identifiers import FINESS, RPPS
from sharing.fhir.reading.values import (
    CareRead,
    DocumentRead,
    Identifier,
    OrganisationRead,
    PersonRead,
    PracticeRead,
    ProfessionalRead,
    Read,
)
from sharing.services import fhir_import
from sharing.services.fhir_import import Report
from sharing.services.fhir_import.care import Gathered
from sharing.services.fhir_import.resolving import ORGANISATION, PATIENT, PROFESSIONAL, Resolver, Target
from sharing.services.intake import deaths, speaking
from sharing.services.intake.speaking import Speaker

NOT_OF_CALLER = "not_of_caller"
_ELSEWHERE = "told_by_its_own_act"
Look = Callable[[Collection[facts.Named]], dict[facts.Named, facts.Row]]


def tell(client_id: str, text: str, *, at: datetime, request_id: str) -> Report:
    """The command's own report. A resource that names its source by nothing is known under this system's name."""
    with transaction.atomic():
        speaker = speaking.speaker(client_id, request_id=request_id)
        source = f"urn:uuid:{speaker.system}"
        return fhir_import.import_text(text, name="Bundle", rules=OwnOnly(speaker, at), at=at, source=source)


@dataclass(frozen=True, slots=True)
class OwnOnly:
    """Whether each resource is of the speaker's organisations."""

    speaker: Speaker
    at: datetime

    def instead(self, read: Read, resolver: Resolver, report: Report) -> Target | None:
        if isinstance(read, OrganisationRead):
            return self._organisation(read, report)
        if isinstance(read, ProfessionalRead):
            return self._professional(read, report)
        if isinstance(read, PersonRead):
            return resolver.targets.get(read.origin.path) or self._person(read, report)
        if isinstance(read, PracticeRead):
            self._practice(read, resolver)
        elif isinstance(read, CareRead):
            self._care(read, resolver)
        elif isinstance(read, DocumentRead):
            self._document(read, resolver)
        return None

    def told_death(self, person_id: UUID, *, died_at: datetime) -> None:
        """As by its own act: this system may say that it was an error (R52)."""
        deaths.note(self.speaker, person_id, died_at=died_at, at=self.at)

    def _organisation(self, read: OrganisationRead, report: Report) -> Target:
        """Only those that are known: another place may be named, for what was not made here."""
        row = _kept(facts.organisations_named, FINESS, read.finess, read.identifiers)
        if row is None:
            raise InvalidFact(read.origin.path, NOT_OF_CALLER)
        report.count("Organization", created=False)
        return Target(row["id"])

    def _professional(self, read: ProfessionalRead, report: Report) -> Target | None:
        row = _kept(facts.professionals_named, RPPS, read.rpps, read.identifiers)
        if row is None:
            return None
        report.count("Practitioner", created=False)
        return Target(row["id"])

    def _person(self, read: PersonRead, report: Report) -> Target | None:
        """Someone known is the same human when he was born the same day; his death is told by its own act."""
        row = _kept(facts.people, read.ins.system if read.ins else "", read.ins, read.identifiers)
        if row is None:
            return None
        if row["born_on"] != read.born_on:
            raise InvalidFact(f"{read.origin.path}.birthDate", "another_person")
        if read.died and row["died_at"] is None:
            report.warn(f"{read.origin.path}.deceased", _ELSEWHERE)
        report.count("Patient", created=False)
        return Target(row["id"])

    def _practice(self, read: PracticeRead, resolver: Resolver) -> None:
        place = resolver.find(read.organisation, ORGANISATION)
        if place is not None and not self.speaker.owns(place.id):
            raise InvalidFact(f"{read.origin.path}.organization", NOT_OF_CALLER)

    def _care(self, read: CareRead, resolver: Resolver) -> None:
        """In these organisations, by those who work there; a patient who is new to them comes with his traits."""
        gathered = Gathered(self.at)
        gathered.add(read, resolver)
        told = {target.id for target in resolver.targets.values() if target}
        for patient, professional, place in gathered.periods:
            is_ours = patient in told or self.speaker.care(patient)
            if not is_ours or not self._is_worker(professional, place):
                raise InvalidFact(read.origin.path, NOT_OF_CALLER)

    def _document(self, read: DocumentRead, resolver: Resolver) -> None:
        """Made in these organisations, by someone who works there, about one of their patients."""
        patient = resolver.need(read.patient, PATIENT).id
        author = resolver.find(read.author, PROFESSIONAL)
        place = resolver.find(read.organisation, ORGANISATION)
        where = place.id if place else author.organisation if author else None
        by_a_worker = author is None or self._is_worker(author.id, where)
        if not (self.speaker.owns(where) and by_a_worker and self.speaker.care(patient)):
            raise InvalidFact(read.origin.path, NOT_OF_CALLER)
        earlier = resolver.document(read.replaces, patient)
        named: list[UUID | tuple[str, str]] = [read.source, *([earlier.id] if earlier else [])]
        if any(self._is_anothers(patient, each) for each in named):
            raise InvalidFact(read.origin.path, NOT_OF_CALLER)

    def _is_worker(self, professional: UUID, place: UUID | None) -> bool:
        return place is not None and self.speaker.owns(place) and self.speaker.works_in(professional, place)

    def _is_anothers(self, patient: UUID, named: UUID | tuple[str, str]) -> bool:
        row = known.document(patient, named)
        return row is not None and (row.organisation is None or not self.speaker.is_for(row.organisation, row.part_of))


def _kept(look: Look, system: str, main: Identifier | None, others: Iterable[Identifier]) -> facts.Row | None:
    """The one row that the numbers name; several are left to the import, which refuses them."""
    naming = {each.pair for each in others if each.names_the_record}
    naming |= {(system, main.value)} if main else set()
    rows = {row["id"]: row for row in look(naming).values()} if naming else {}
    return next(iter(rows.values())) if len(rows) == 1 else None
