"""What a resource says, in our words. References are names, resolved by the import; paths name elements."""

from dataclasses import dataclass, field
from datetime import date, datetime

_SHARED = frozenset({"SS", "DL", "PPN", "SIREN"})


@dataclass(frozen=True, slots=True)
class Identifier:
    """`types` are the codes that say what the number is (v2-0203 and its French supplement)."""

    system: str
    value: str
    path: str
    types: frozenset[str] = frozenset()

    @property
    def names_the_record(self) -> bool:
        """False for a number that may be shared or mistyped (social security, passport, SIREN of a site):
        kept under its own system, never enough to say that two records are one."""
        return not self.types & _SHARED

    @property
    def pair(self) -> tuple[str, str]:
        return self.system, self.value


@dataclass(frozen=True, slots=True)
class Reference:
    """`name` as it is spelled among the names of a file; `identifier` when the reference names one."""

    path: str
    kind: str = ""
    name: str = ""
    identifier: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Warned:
    element: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a resource stands, how references of the file may name it, and what was set aside while reading."""

    path: str
    names: tuple[str, ...]
    #: our field → the element it came from, so that a refusal by intake names the element
    elements: dict[str, str] = field(default_factory=dict)
    warnings: tuple[Warned, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRead:
    origin: Origin
    ins: Identifier | None
    identifiers: tuple[Identifier, ...]
    identity_status: str
    birth_name: str
    birth_given_names: str
    used_name: str
    used_given_name: str
    born_on: date
    birth_place: str
    sex: str
    died_at: datetime | None
    #: said dead without a date: known dead from the moment of the import
    died: bool
    treating_physician: Reference | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRead:
    origin: Origin
    finess: Identifier | None
    identifiers: tuple[Identifier, ...]
    name: str
    kind: str
    sector_code: str
    city: str
    is_active: bool | None
    part_of: Reference | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfessionalRead:
    origin: Origin
    rpps: Identifier | None
    identifiers: tuple[Identifier, ...]
    family_name: str
    given_name: str
    title: str
    profession: str
    profession_system: str
    profession_code: str
    email: str
    is_active: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeRead:
    """A PractitionerRole: a place of work, and the profession exercised there when the Practitioner is silent."""

    origin: Origin
    professional: Reference | None
    organisation: Reference | None
    begins_at: datetime | None
    ends_at: datetime | None
    profession: str
    profession_system: str
    profession_code: str
    is_active: bool | None
    #: the role's own place at its source: other files may name the professional by it
    addresses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """One professional's part in an Encounter or a CareTeam; `begins_at` None: known from the import on."""

    professional: Reference
    organisation: Reference | None
    begins_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CareRead:
    origin: Origin
    patient: Reference
    source: tuple[str, str]
    participations: tuple[Participation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRead:
    origin: Origin
    patient: Reference
    source: tuple[str, str]
    type_system: str
    type_code: str
    category: str
    author: Reference | None
    organisation: Reference | None
    made_on: date | None
    deposited_at: datetime | None
    announcement_pending: bool
    #: a visibility that only the patient may declare here (MASQUE_PS…): the document is left out
    patients_choice: str
    replaces: Reference | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotUsed:
    """A resource that says nothing we keep; `because` is empty for a type that is never used."""

    origin: Origin
    type: str
    because: str = ""


Read = PersonRead | OrganisationRead | ProfessionalRead | PracticeRead | CareRead | DocumentRead | NotUsed
