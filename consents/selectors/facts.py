"""Rows for decisions, by sets, so that one question or five hundred cost the same few statements.

Every function here runs the same number of statements whatever it is given and whatever it finds: an
unknown patient, document or professional costs what a known one does. Rows are plain dictionaries; what
they mean is the business of `sharing.gather`.
"""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, QuerySet

from consents.models import (
    CareEntry,
    Document,
    Mandate,
    NotToKnow,
    Organisation,
    OrganisationIdentifier,
    ParentalAuthority,
    Person,
    PersonIdentifier,
    PostMortemOpposition,
    Practice,
    Professional,
    ProfessionalIdentifier,
    Protection,
    Secrecy,
    Setting,
    SharingPreference,
    Survivor,
    Withholding,
)
from consents.selectors import stays

Row = dict[str, Any]
Named = tuple[str, str]
RPPS = "https://rpps.esante.gouv.fr"
FINESS = "https://finess.esante.gouv.fr"

#: Stands in an empty set, which Django would answer without asking the database.
_NOBODY = uuid.UUID(int=0)
_NOTHING = "\u2205"

_PERSON = ("id", "born_on", "died_at", "ledger_head__revision", "ledger_head__preference_revision")
_PROFESSIONAL = ("id", "profession", "assists_id", "person_id", "is_active")
_ORGANISATION = ("id", "kind", "regime", "part_of_id", "grace_hours", "is_active", "minors_see_documents")


def people(named: Collection[Named]) -> dict[Named, Row]:
    """Persons by (system, value): a national health identity first, or another identifier. 2 statements."""
    found = _by_own(Person, named, system="ins_system", value="ins", columns=_PERSON)
    return _by_identifier(PersonIdentifier, named, owner="person", columns=_PERSON) | found


def professionals_named(named: Collection[Named]) -> dict[Named, Row]:
    """Professionals by RPPS, or by the identifier of another system. 2 statements."""
    rpps = {value for system, value in named if system == RPPS}
    rows = Professional.objects.filter(rpps__in=rpps | {_NOTHING}).values("rpps", *_PROFESSIONAL)
    found = {(RPPS, row["rpps"]): row for row in rows}
    return _by_identifier(ProfessionalIdentifier, named, owner="professional", columns=_PROFESSIONAL) | found


def organisations_named(named: Collection[Named]) -> dict[Named, Row]:
    """Organisations by FINESS, or by the identifier of another system. 2 statements."""
    finess = {value for system, value in named if system == FINESS}
    rows = Organisation.objects.filter(finess__in=finess | {_NOTHING}).values("finess", *_ORGANISATION)
    found = {(FINESS, row["finess"]): row for row in rows}
    return _by_identifier(OrganisationIdentifier, named, owner="organisation", columns=_ORGANISATION) | found


def professionals(ids: Iterable[uuid.UUID]) -> list[Row]:
    """These professionals, and those whom they assist (R18). 2 statements."""
    rows = _professionals(ids)
    return rows + _professionals({row["assists_id"] for row in rows} - {None} - {row["id"] for row in rows})


def _professionals(ids: Iterable[uuid.UUID]) -> list[Row]:
    return list(Professional.objects.filter(pk__in=_some(ids)).values(*_PROFESSIONAL))


def assistants(professional_ids: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    """Secretaries and students of these professionals (R18). 1 statement."""
    return list(Professional.objects.filter(assists_id__in=_some(professional_ids)).values_list("id", flat=True))


def practices(professional_ids: Iterable[uuid.UUID]) -> list[Row]:
    """Where they work, in their order, whatever the period. 1 statement."""
    rows = Practice.objects.filter(professional_id__in=_some(professional_ids)).order_by("position", "id")
    return _rows(rows.values("professional_id", "organisation_id", "organisation__part_of_id", "begins_at", "ends_at"))


def organisations(ids: Iterable[uuid.UUID]) -> list[Row]:
    """These organisations and the legal entities that they are part of. 2 statements."""
    rows = _organisations(ids)
    entities = {row["part_of_id"] for row in rows if row["part_of_id"]} - {row["id"] for row in rows}
    return rows + _organisations(entities)


def _organisations(ids: Iterable[uuid.UUID]) -> list[Row]:
    return list(Organisation.objects.filter(pk__in=_some(ids)).values(*_ORGANISATION))


def persons(ids: Iterable[uuid.UUID]) -> list[Row]:
    """1 statement."""
    return _rows(Person.objects.filter(pk__in=_some(ids)).values("id", "born_on", "died_at"))


@dataclass(frozen=True, slots=True)
class DocumentsWanted:
    """Documents of some patients: those named, by our identifier or by their source's; or all of them."""

    ids: frozenset[uuid.UUID] = field(default_factory=frozenset)
    sources: frozenset[Named] = field(default_factory=frozenset)
    every: bool = False

    def condition(self) -> Q:
        if self.every:
            return Q()
        systems = {system for system, _ in self.sources} | {_NOTHING}
        values = {value for _, value in self.sources} | {_NOTHING}
        return Q(pk__in=_some(self.ids)) | Q(source_system__in=systems, source_value__in=values)


def documents(patient_ids: Iterable[uuid.UUID], wanted: DocumentsWanted) -> list[Row]:
    """Those documents and every earlier one that they replace, with `replaced` (transitive). 3 statements."""
    patients = _some(patient_ids)
    replacing = Document.objects.filter(patient_id__in=patients, replaces__isnull=False)
    chain = dict(replacing.values_list("id", "replaces_id"))
    rows = _document_rows(patients, wanted.condition())
    earlier = {ancestor for row in rows for ancestor in _lineage(row["id"], chain)}
    rows += _document_rows(patients, Q(pk__in=_some(earlier - {row["id"] for row in rows})))
    return [row | {"replaced": _lineage(row["id"], chain)} for row in rows]


def _document_rows(patients: Collection[uuid.UUID], condition: Q) -> list[Row]:
    rows = Document.objects.filter(condition, patient_id__in=patients)
    return _rows(
        rows.values(
            "id", "patient_id", "source_system", "source_value", "category", "specialty", "author_id",
            "organisation_id", "deposited_on", "deposited_at", "third_party", "announcement_pending", "announced_at",
            "made_on",
        )
    )  # fmt: skip


def _lineage(document: uuid.UUID, chain: dict[uuid.UUID, uuid.UUID]) -> tuple[uuid.UUID, ...]:
    found: list[uuid.UUID] = []
    while (document := chain.get(document, _NOBODY)) != _NOBODY and document not in found:
        found.append(document)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Declared:
    """All that was declared by or about some patients, and their care, past and to come; each row has its patient."""

    care: list[Row]
    preferences: list[Row]
    settings: list[Row]
    secrecies: list[Row]
    not_to_know: list[Row]
    mandates: list[Row]
    post_mortem: list[Row]
    trusted_persons: list[Row]
    withholdings: list[Row]
    authorities: list[Row]
    measures: list[Row]
    survivors: list[Row]


_DATED = ("begins_at", "ends_at")
_EPISODE = ("professional_id", "organisation_id", "since", "until")
_SPOKEN = ("id", "voice_id", "declared_at", *_DATED)
_ABOUT = ("about_kind", "about_document_id", "about_word")


def declared(patient_ids: Iterable[uuid.UUID]) -> Declared:
    """13 statements."""
    patients = _some(patient_ids)

    def of(rows: QuerySet[Any], *columns: str) -> list[Row]:
        return list(rows.filter(patient_id__in=patients).values("patient_id", *columns))

    return Declared(
        care=of(CareEntry.objects.all(), "professional_id", "organisation_id", "basis", *_DATED),
        preferences=of(
            SharingPreference.objects.all(), *_SPOKEN, *_ABOUT, "stance", "to_kind", "to_professional_id",
            "to_organisation_id", "to_person_id", "to_profession",
        ),
        settings=_settings(patients),
        secrecies=of(Secrecy.objects.all(), "document_id", "towards_id", *_EPISODE, *_DATED),
        not_to_know=of(NotToKnow.objects.all(), "document_id", *_DATED),
        mandates=of(Mandate.objects.all(), *_SPOKEN, *_ABOUT, "to_person_id"),
        post_mortem=of(PostMortemOpposition.objects.all(), "scope", "motive", "person_id", "document_id", *_DATED),
        trusted_persons=_trusted(patients),
        withholdings=of(Withholding.objects.all(), "document_id", "from_person_id", "rule", *_DATED),
        authorities=_of_person(ParentalAuthority, "child", patients, "holder_id", "begins_at", "withdrawn_at"),
        measures=_of_person(Protection, "protected", patients, "guardian_id", "measure", *_DATED),
        survivors=_of_person(Survivor, "deceased", patients, "survivor_id", "relation"),
    )  # fmt: skip


def _settings(patients: Collection[uuid.UUID]) -> list[Row]:
    """Settings with the persons that `only` names."""
    rows = list(Setting.objects.filter(patient_id__in=patients).values("patient_id", *_SPOKEN, "name", "value"))
    only: dict[uuid.UUID, list[uuid.UUID]] = {}
    named = Setting.only.through.objects.filter(setting__patient_id__in=patients)
    for setting, person in named.values_list("setting_id", "person_id"):
        only.setdefault(setting, []).append(person)
    return [row | {"only": only.get(row["id"], [])} for row in rows]


def _trusted(patients: Collection[uuid.UUID]) -> list[Row]:
    """Each with its end, or its stay's (R46)."""
    columns = ("patient_id", "person_id", "contact_id", "role", "accepted_at", "begins_at", "until")
    rows = stays.lasting().filter(patient_id__in=patients).values(*columns)
    return [row | {"ends_at": row["until"]} for row in rows]


def _of_person(model: Any, patient: str, patients: Collection[uuid.UUID], *columns: str) -> list[Row]:
    rows = model.objects.filter(**{f"{patient}__in": patients})
    return list(rows.values(*columns, patient_id=F(f"{patient}_id")))


def _by_own(
    model: Any, named: Collection[Named], *, system: str, value: str, columns: Iterable[str]
) -> dict[Named, Row]:
    rows = model.objects.filter(**_either(named, system, value)).values(system, value, *columns)
    return {(row[system], row[value]): row for row in rows if (row[system], row[value]) in named}


def _by_identifier(model: Any, named: Collection[Named], *, owner: str, columns: Iterable[str]) -> dict[Named, Row]:
    """Rows of the owner of an identifier, under the owner's own column names."""
    owned = {column: F(f"{owner}__{column}") for column in columns if column != "id"}
    rows = model.objects.filter(**_either(named, "system", "value"))
    found = rows.values(
        "system", "value", **{f"of_{name}": path for name, path in owned.items()}, of_id=F(f"{owner}_id")
    )
    return {
        (row["system"], row["value"]): {name[3:]: row[name] for name in row if name.startswith("of_")}
        for row in found
        if (row["system"], row["value"]) in named
    }


def _either(named: Collection[Named], system: str, value: str) -> dict[str, set[str]]:
    """A superset of the pairs, which an index can answer; the caller keeps the exact ones."""
    return {
        f"{system}__in": {pair[0] for pair in named} | {_NOTHING},
        f"{value}__in": {pair[1] for pair in named} | {_NOTHING},
    }


def _rows(found: Iterable[Any]) -> list[Row]:
    return list(found)


def _some(ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    return set(ids) | {_NOBODY}
