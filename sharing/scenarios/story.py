"""A story as values: who the people are, what was declared, what must be answered."""

from dataclasses import dataclass, field
from datetime import date, datetime

from consents.vocabulary import (
    CareBasis,
    Category,
    Choice,
    Code,
    NoticeKind,
    Obligation,
    OrganisationKind,
    Profession,
    ProtectionMeasure,
    Purpose,
    SettingName,
    Specialty,
    SurvivorRelation,
)
from consents.words import Recipient, Subject


@dataclass(frozen=True, slots=True)
class PersonLine:
    born: date
    died: date | None


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    kind: OrganisationKind
    team: bool
    active: bool
    part_of: str | None


@dataclass(frozen=True, slots=True)
class ProfessionalLine:
    profession: Profession
    specialty: str
    at: tuple[str, ...]
    assists: str | None
    active: bool
    person: str | None


@dataclass(frozen=True, slots=True)
class CareLine:
    patient: str
    professional: str
    basis: CareBasis
    at: str | None
    begins: datetime
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class DocumentLine:
    patient: str
    category: Category
    specialty: Specialty | None
    author: str | None
    at: str | None
    day: date
    third_party: bool
    announcement_pending: bool
    replaces: str | None


@dataclass(frozen=True, slots=True)
class AuthorityLine:
    child: str
    holder: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class ProtectionLine:
    protected: str
    guardian: str
    measure: ProtectionMeasure


@dataclass(frozen=True, slots=True)
class SurvivorLine:
    deceased: str
    survivor: str
    relation: SurvivorRelation


@dataclass(frozen=True, slots=True)
class PreferenceAct:
    """`grant`, `oppose` or `withdraw` of a sharing preference; references are names."""

    verb: str
    to: Recipient
    about: Subject
    begins: date | datetime | None = None
    ends: date | datetime | None = None


@dataclass(frozen=True, slots=True)
class TrustedPersonAct:
    person: str
    accepted: bool
    authorisation: str


@dataclass(frozen=True, slots=True)
class SettingsAct:
    """Emergency choices, the treating physician's rights, relatives' wishes, through a doctor."""

    values: dict[SettingName, Choice]
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PostMortemAct:
    everything: bool = False
    motives: tuple[Purpose, ...] = ()
    persons: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SecrecyAct:
    document: str
    towards: tuple[str, ...]  # empty: everyone


@dataclass(frozen=True, slots=True)
class NotToKnowAct:
    document: str


@dataclass(frozen=True, slots=True)
class MandateAct:
    to: Recipient
    about: Subject
    begins: date | datetime | None
    ends: date | datetime | None


@dataclass(frozen=True, slots=True)
class WithholdAct:
    """A physician keeps a document from representatives (decision.md §9.3); `towards` empty: from all."""

    rule: str
    document: str
    towards: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class EndAct:
    """The end of another declaration: `kind` is its word, `name` what it named."""

    kind: str
    name: str


Act = (
    PreferenceAct
    | TrustedPersonAct
    | SettingsAct
    | PostMortemAct
    | SecrecyAct
    | NotToKnowAct
    | MandateAct
    | WithholdAct
    | EndAct
)


@dataclass(frozen=True, slots=True)
class DeclarationLine:
    by: str
    patient: str
    act: Act
    at: datetime
    refused: str | None
    place: str
    line: int


@dataclass(frozen=True, slots=True)
class AskCheck:
    who: str
    patient: str
    about: str  # a document's name, or "everything"
    origin: str | None
    purpose: str | None
    at: datetime
    unable_to_consent: bool
    immediate_risk: bool
    reason: str
    expect: str  # permit | deny | error
    rule: str | None
    code: Code | None
    obligations: frozenset[Obligation] | None


@dataclass(frozen=True, slots=True)
class ListCheck:
    who: str
    patient: str
    origin: str | None
    purpose: str | None
    at: datetime
    expect: frozenset[str]


@dataclass(frozen=True, slots=True)
class WhoSeesCheck:
    about: str
    at: datetime
    expect: frozenset[str]


@dataclass(frozen=True, slots=True)
class NoticesCheck:
    to: str
    expect: frozenset[NoticeKind]


Check = AskCheck | ListCheck | WhoSeesCheck | NoticesCheck


@dataclass(frozen=True, slots=True)
class Story:
    title: str
    rules: tuple[str, ...]
    now: datetime
    people: dict[str, PersonLine]
    organisations: dict[str, OrganisationLine]
    professionals: dict[str, ProfessionalLine]
    care: tuple[CareLine, ...]
    documents: dict[str, DocumentLine]
    family: tuple[AuthorityLine | ProtectionLine | SurvivorLine, ...]
    declarations: tuple[DeclarationLine, ...]
    checks: tuple[Check, ...]
    names: frozenset[str] = field(default_factory=frozenset)
