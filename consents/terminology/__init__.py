"""Codes as other software writes them, in our words. Each file says its source; what it lacks is unknown."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from consents.vocabulary import Category, OrganisationKind, Profession, Specialty

_HERE = Path(__file__).parent
_ALIASES = {
    "urn:oid:2.16.840.1.113883.6.1": "http://loinc.org",
    "https://loinc.org": "http://loinc.org",
    "urn:oid:1.2.250.1.213.1.1.4.12": (
        "https://mos.esante.gouv.fr/NOS/TRE_A05-TypeDocComplementaire/FHIR/TRE-A05-TypeDocComplementaire"
    ),
}
#: Speciality codes that make a physician something else than a treating physician (law R75).
_FUNCTIONS = {"SM25": Profession.OCCUPATIONAL_PHYSICIAN}
#: Our own words as codes, in what we write: a document or a place without a French code keeps its kind on the way back.
CATEGORY_SYSTEM = "urn:mes-partages:category"
ORGANISATION_KIND_SYSTEM = "urn:mes-partages:organisation-kind"
#: decision.md §9.11: what these categories take when the document says no specialty.
DEFAULT_SPECIALTY = {Category.MENTAL_HEALTH: Specialty.PSYCHIATRY, Category.BIRTH: Specialty.GYNAECOLOGY}


def category(system: str, code: str) -> Category:
    """The category of a document type; `unknown` until mapped."""
    if system == CATEGORY_SYSTEM:
        return Category(code) if code in set(Category) else Category.UNKNOWN
    return _categories().get((_ALIASES.get(system, system), code), Category.UNKNOWN)


def profession(system: str, code: str, speciality_code: str = "") -> Profession:
    """The profession of a (system, code) pair; `unknown`, entitled to nothing, until mapped."""
    found = _professions().get((system, code), Profession.UNKNOWN)
    return _FUNCTIONS.get(speciality_code, found) if found is Profession.PHYSICIAN else found


def organisation_kind(sector_code: str) -> OrganisationKind:
    """The kind of a sector of activity (TRE_R02); `unknown`, entitling to nothing, until mapped."""
    return _kinds().get(sector_code, OrganisationKind.UNKNOWN)


def coding_of(profession_: str) -> tuple[str, str] | None:
    """The (system, code) that the French tables have for this profession, the first of several; None without one."""
    return next((pair for pair, word in _professions().items() if word == profession_), None)


def sector_of(kind: str) -> str:
    """The sector of activity of this kind of organisation, the first of several; empty without one."""
    return next((code for code, word in _kinds().items() if word == kind), "")


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


@cache
def _categories() -> dict[tuple[str, str], Category]:
    return {(row["system"], row["code"]): Category(row["category"]) for row in _rows("document-types.csv")}


@cache
def _professions() -> dict[tuple[str, str], Profession]:
    rows = list(_rows("professions.csv"))
    return {(row[name], row["code"]): Profession(row["profession"]) for row in rows for name in ("system", "oid")}


@cache
def _kinds() -> dict[str, OrganisationKind]:
    return {row["code"]: OrganisationKind(row["kind"]) for row in _rows("sectors.csv")}
