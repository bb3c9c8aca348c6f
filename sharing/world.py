"""Everything that may be asked about some patients, loaded once: facts for any of their questions."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from consents.selectors import facts as rows_of
from consents.selectors.facts import Declared, DocumentsWanted, Row
from consents.vocabulary import CareBasis
from sharing import rows
from sharing.engine import matrix
from sharing.engine.facts import Document, Facts, Organisation, PatientFacts, Person, Professional

STATEMENTS = 22


@dataclass(frozen=True, slots=True)
class Named:
    """Whom to load besides those that the patients' rows lead to."""

    professionals: frozenset[uuid.UUID] = frozenset()
    organisations: frozenset[uuid.UUID] = frozenset()
    persons: frozenset[uuid.UUID] = frozenset()
    everyone: bool = False
    """Also whoever takes part in the care or wrote a document, to say who may see it."""


@dataclass(frozen=True, slots=True)
class World:
    """`documents` by patient, then by identifier; `sources` leads from a source's identifier to ours."""

    patients: Mapping[uuid.UUID, PatientFacts]
    documents: Mapping[uuid.UUID, Mapping[str, Document]]
    sources: Mapping[tuple[uuid.UUID, str, str], uuid.UUID]
    organisations: Mapping[str, Organisation]
    professionals: Mapping[str, Professional]
    persons: Mapping[str, Person]
    matrix: matrix.Matrix

    def facts(self, patient_id: uuid.UUID | None) -> Facts:
        """The facts for questions about one patient; about nobody known when None."""
        return Facts(
            patient=self.patients.get(patient_id) if patient_id else None,
            matrix=self.matrix,
            documents=self.documents.get(patient_id, {}) if patient_id else {},
            organisations=self.organisations,
            professionals=self.professionals,
            persons=self.persons,
        )


def load(patients: Collection[Row], wanted: DocumentsWanted, named: Named, *, at: datetime) -> World:
    """`STATEMENTS` statements, whatever is wanted and whatever exists."""
    ids = [row["id"] for row in patients]
    documents = rows_of.documents(ids, wanted)
    declared = rows_of.declared(ids)
    professionals = rows_of.professionals(_professionals(named, declared, documents))
    practices = rows_of.practices(row["id"] for row in professionals)
    organisations = rows_of.organisations(_organisations(named, declared, documents, practices))
    persons = rows_of.persons(_persons(named, declared, professionals))
    return World(
        patients={row["id"]: rows.patient(row, declared) for row in patients},
        documents=_by_patient(ids, documents),
        sources={
            (row["patient_id"], row["source_system"], row["source_value"]): row["id"]
            for row in documents
            if row["source_value"]
        },
        organisations={str(row["id"]): rows.organisation(row) for row in organisations},
        professionals={str(row["id"]): rows.professional(row, practices, at) for row in professionals},
        persons={str(row["id"]): rows.person(row) for row in persons},
        matrix=matrix.in_force(at),
    )


def _by_patient(ids: Iterable[uuid.UUID], documents: Iterable[Row]) -> dict[uuid.UUID, dict[str, Document]]:
    found: dict[uuid.UUID, dict[str, Document]] = {each: {} for each in ids}
    for row in documents:
        found[row["patient_id"]][str(row["id"])] = rows.document(row)
    return found


def _professionals(named: Named, declared: Declared, documents: Iterable[Row]) -> set[uuid.UUID]:
    """Those named, in the question or by a word, and the treating physicians; with `everyone`, whoever takes part."""
    found = set(named.professionals) | {row["to_professional_id"] for row in declared.preferences}
    for row in declared.care:
        if named.everyone or row["basis"] == CareBasis.TREATING_PHYSICIAN:
            found.add(row["professional_id"])
    if named.everyone:
        found |= {row["author_id"] for row in documents}
    return found - {None}


def _organisations(
    named: Named, declared: Declared, documents: Iterable[Row], practices: Iterable[Row]
) -> set[uuid.UUID]:
    found = set(named.organisations)
    for row in (*declared.care, *documents, *practices):
        found.add(row["organisation_id"])
    found |= {row["to_organisation_id"] for row in declared.preferences}
    return found - {None}


def _persons(named: Named, declared: Declared, professionals: Iterable[Row]) -> set[uuid.UUID]:
    """The askers, the same humans as professionals, whoever ever spoke for the patients, and those they named."""
    spoken = (*declared.preferences, *declared.settings, *declared.mandates)
    found = set(named.persons) | {row["voice_id"] for row in spoken}
    found |= {row["to_person_id"] for row in (*declared.preferences, *declared.mandates)}
    found |= {row["holder_id"] for row in declared.authorities} | {row["guardian_id"] for row in declared.measures}
    return (found | {row["person_id"] for row in professionals}) - {None}
