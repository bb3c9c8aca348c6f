"""What is kept about people, places, care and documents, as plain values.

For a person's own copy and for the mappings to other software's words: no table, no framework. References are
identifiers; (system, value) pairs are identifiers of other systems, the national one first.
"""

from dataclasses import dataclass
from datetime import date, datetime

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Identity:
    """The traits of the national identity (CSP R1111-8-1)."""

    id: str
    identifiers: tuple[Pair, ...]
    identity_status: str
    birth_name: str
    birth_given_names: str
    used_name: str
    used_given_name: str
    born_on: date
    birth_place: str
    sex: str
    died_at: datetime | None
    known_since: datetime


@dataclass(frozen=True, slots=True)
class Place:
    id: str
    name: str
    kind: str
    sector_code: str
    city: str
    part_of: str | None
    identifiers: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """Where a professional works, from when to when, as far as it is known."""

    place: str
    begins_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Carer:
    id: str
    family_name: str
    given_name: str
    title: str
    profession: str
    profession_system: str
    profession_code: str
    specialty: str
    assists: str | None
    identifiers: tuple[Pair, ...]
    works: tuple[Work, ...]

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.title, self.given_name, self.family_name) if part)


@dataclass(frozen=True, slots=True)
class Care:
    id: str
    professional: str
    place: str | None
    basis: str
    begins_at: datetime
    ends_at: datetime | None
    source: str
    source_value: str


@dataclass(frozen=True, slots=True)
class Paper:
    """What a document is, never what it says."""

    id: str
    source: Pair
    type_system: str
    type_code: str
    category: str
    specialty: str
    author: str | None
    place: str | None
    made_on: date | None
    deposited_on: date
    deposited_at: datetime
    replaces: str | None


@dataclass(frozen=True, slots=True)
class Preference:
    """A sharing preference (decision.md §1). `to` is an identifier, a profession's word, or empty for everyone;
    `about` likewise. `voice` is the person who spoke; `ends_at` is excluded."""

    id: str
    voice: str
    stance: str
    to_kind: str
    to: str
    about_kind: str
    about: str
    begins_at: datetime
    ends_at: datetime | None
    declared_at: datetime
