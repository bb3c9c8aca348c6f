"""Everything a question is answered from. Facts are dated; the engine picks what stands then.

An answer about a past moment is therefore right by construction, as long as nothing dated is left
out. Identifiers are strings; moments are aware; `voice` is the identifier of the person who spoke.
Services have already ended (`period.ends`) what was replaced or withdrawn (decision.md §1.2).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from consents.vocabulary import (
    CareBasis,
    Category,
    Choice,
    OrganisationKind,
    PostMortemScope,
    Profession,
    ProtectionMeasure,
    Purpose,
    RecipientKind,
    SettingName,
    Specialty,
    Stance,
    SubjectKind,
    SurvivorRelation,
)
from sharing.engine.matrix import Matrix


@dataclass(frozen=True, slots=True)
class Period:
    """The begin is included, the end excluded; None is open."""

    begins: datetime | None = None
    ends: datetime | None = None

    def covers(self, at: datetime) -> bool:
        return self.has_begun(at) and (self.ends is None or at < self.ends)

    def has_begun(self, at: datetime) -> bool:
        return self.begins is None or self.begins <= at


ALWAYS = Period()


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom: `ref` is an identifier, a profession's word, or "" for everyone."""

    kind: RecipientKind
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """About what: `ref` is a document's identifier, a category's or specialty's word, or ""."""

    kind: SubjectKind
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """`died`: dead from the first instant of that day in Paris."""

    id: str
    born: date | None = None
    died: date | None = None


@dataclass(frozen=True, slots=True)
class Professional:
    """`organisations` in order, the first being where he asks from when nothing is said.

    `assists`: the professional whom a secretary or a student assists (R18).
    `person`: the same human as a person, when known (decision.md §9.6).
    """

    id: str
    profession: Profession
    organisations: tuple[str, ...] = ()
    active: bool = True
    assists: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """`part_of`: the legal entity of a site. `grace`: how long a stay counts after its end.

    `minors_see_documents`: the establishment shows minors their own documents (R67).
    """

    id: str
    kind: OrganisationKind
    team_regime: bool = False
    active: bool = True
    part_of: str | None = None
    grace: timedelta = timedelta(0)
    minors_see_documents: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A reference, never content. `deposited_on` is the Paris day of the deposit (R31).

    `replaces`: every earlier document it corrects, retypes, copies or translates, transitively
    (decision.md §9.2); those documents are in `Facts.documents` too.
    """

    id: str
    patient: str
    category: Category
    deposited_at: datetime
    deposited_on: date
    specialty: Specialty | None = None
    author: str | None = None
    organisation: str | None = None
    third_party: bool = False
    announcement_pending: bool = False
    announced_at: datetime | None = None
    replaces: tuple[str, ...] = ()
    made_on: date | None = None


@dataclass(frozen=True, slots=True)
class CareEntry:
    """A professional takes part in the patient's care; the period is that of the stay or role."""

    professional: str
    basis: CareBasis
    organisation: str | None = None
    period: Period = ALWAYS


@dataclass(frozen=True, slots=True)
class Preference:
    """A sharing preference: stance × to × about × period (decision.md §1)."""

    id: str
    voice: str
    stance: Stance
    to: Recipient
    about: Subject
    declared_at: datetime
    period: Period = ALWAYS


@dataclass(frozen=True, slots=True)
class Setting:
    """`persons` names those of `only` (R42). `through_physician` is spoken by the minor himself."""

    voice: str
    name: SettingName
    value: Choice
    declared_at: datetime
    period: Period = ALWAYS
    persons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Episode:
    """One care: by whom, where, from which day to which (both included). Its documents are those that this
    professional, or this place, made then; those still to come too (R63).
    """

    professional: str | None
    organisation: str | None
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Secrecy:
    """A minor's secrecy of care about a document, or a whole episode; `towards` None is everyone (R62, R63)."""

    document: str | None
    towards: str | None = None
    period: Period = ALWAYS
    episode: Episode | None = None


@dataclass(frozen=True, slots=True)
class NotToKnow:
    """The wish not to know about a document (R02c)."""

    document: str
    period: Period = ALWAYS


@dataclass(frozen=True, slots=True)
class Mandate:
    """A mandate of the patient to a person (R82). `granted_by` is the person who gave it."""

    person: str
    about: Subject
    granted_by: str
    period: Period = ALWAYS


@dataclass(frozen=True, slots=True)
class PostMortem:
    """An opposition made in life (R54); `ref` is a purpose, a person, a document, or ""."""

    scope: PostMortemScope
    ref: str | Purpose = ""
    period: Period = ALWAYS


@dataclass(frozen=True, slots=True)
class TrustedPerson:
    """A personne de confiance, designated and accepted (R43)."""

    person: str
    period: Period = ALWAYS


@dataclass(frozen=True, slots=True)
class Withholding:
    """A physician keeps a document (None: everything) from a representative (decision.md §9.3).

    `rule` is R65, R71 or R68.
    """

    person: str
    rule: str
    document: str | None = None
    period: Period = ALWAYS


@dataclass(frozen=True, slots=True)
class Authority:
    """Parental authority of `holder`: `held.ends` is the moment a judge withdrew it (R59, R60).

    Withdrawn from the start: an end no later than the begin, or than the child's birth.
    """

    holder: str
    held: Period = ALWAYS


@dataclass(frozen=True, slots=True)
class Measure:
    """A protection measure that names `guardian` (R72–R74)."""

    guardian: str
    measure: ProtectionMeasure
    period: Period = ALWAYS


@dataclass(frozen=True, slots=True)
class Survivor:
    person: str
    relation: SurvivorRelation


@dataclass(frozen=True, slots=True)
class EmergencyOpening:
    """What a professional stated holds for a time and need not be stated again (decision.md §5)."""

    professional: str
    purpose: Purpose
    period: Period


@dataclass(frozen=True, slots=True)
class PatientFacts:
    id: str
    born: date
    died: date | None = None
    care: tuple[CareEntry, ...] = ()
    preferences: tuple[Preference, ...] = ()
    settings: tuple[Setting, ...] = ()
    secrecies: tuple[Secrecy, ...] = ()
    not_to_know: tuple[NotToKnow, ...] = ()
    mandates: tuple[Mandate, ...] = ()
    post_mortem: tuple[PostMortem, ...] = ()
    trusted_persons: tuple[TrustedPerson, ...] = ()
    withholdings: tuple[Withholding, ...] = ()
    authorities: tuple[Authority, ...] = ()
    measures: tuple[Measure, ...] = ()
    survivors: tuple[Survivor, ...] = ()
    openings: tuple[EmergencyOpening, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """`patient` None: unknown. A professional or an organisation that is missing is unknown too.

    `organisations` holds the asker's, the documents' and care entries', with their legal entities;
    `professionals` the asker, the one he assists and the treating physicians; `persons` the asker
    and whoever ever spoke for the patient.
    """

    patient: PatientFacts | None
    matrix: Matrix
    documents: Mapping[str, Document] = field(default_factory=dict)
    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    professionals: Mapping[str, Professional] = field(default_factory=dict)
    persons: Mapping[str, Person] = field(default_factory=dict)
