"""The acts, as named from outside before anything is looked up. Days are days in Paris; moments are aware."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from consents.services.moments import When
from consents.vocabulary import (
    Category,
    OrganisationKind,
    Profession,
    RecipientKind,
    Specialty,
    SubjectKind,
    SurvivorRelation,
)
from consents.words import Identifier
from sharing.services.intake.secrecy_words import SecrecyAct


@dataclass(frozen=True, slots=True)
class Done:
    """`id` of what was kept; `warnings`: what looks wrong and was kept all the same, as (member, reason)."""

    id: uuid.UUID
    created: bool
    warnings: tuple[tuple[str, str], ...] = ()
    others: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Traits:
    """Of the national identity: what makes sure that an identifier and a human go together."""

    birth_name: str
    born_on: date
    birth_given_names: str | None = None
    used_name: str | None = None
    used_given_name: str | None = None
    birth_place: str | None = None
    sex: str | None = None
    identity_status: str | None = None


@dataclass(frozen=True, slots=True)
class StartCare:
    """`number` is the sender's own for this stay or this role."""

    patient: Identifier
    traits: Traits | None
    professional: Identifier
    organisation: Identifier
    begins_at: When | None = None
    ends_at: When | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class EndCare:
    """Which: our identifier, the sender's number, or the professional and the place."""

    patient: Identifier
    care: uuid.UUID | None = None
    number: str = ""
    professional: Identifier | None = None
    organisation: Identifier | None = None
    ends_at: When | None = None


@dataclass(frozen=True, slots=True)
class TransferCare:
    patient: Identifier
    organisation: Identifier
    professional: Identifier
    to_organisation: Identifier
    to_professional: Identifier
    on: When | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class SetTeam:
    """From that moment, exactly these professionals care for the patient in that place."""

    patient: Identifier
    organisation: Identifier
    members: tuple[Identifier, ...]
    on: When | None = None


@dataclass(frozen=True, slots=True)
class TellDocument:
    """`source` is the number by which it is found again."""

    patient: Identifier
    organisation: Identifier
    source: Identifier
    type_system: str = ""
    type_code: str = ""
    category: Category | None = None
    specialty: Specialty | None = None
    author: Identifier | None = None
    made_on: date | None = None
    deposited: When | None = None
    third_party: bool = False
    announcement_pending: bool = False
    replaces: Identifier | uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class AnnounceDocument:
    patient: Identifier
    document: Identifier | uuid.UUID


@dataclass(frozen=True, slots=True)
class TellDeath:
    patient: Identifier
    died_at: When


@dataclass(frozen=True, slots=True)
class WithdrawDeath:
    patient: Identifier


@dataclass(frozen=True, slots=True)
class TellSurvivor:
    """Who survives a patient, with the traits of someone new to us, and the proof that was seen (R52)."""

    patient: Identifier
    survivor: Identifier
    traits: Traits | None
    relation: SurvivorRelation
    proof: str


@dataclass(frozen=True, slots=True)
class TellConsent:
    """What the patient said, and to whom he said it (R90). `to` and `about` are named, not yet looked up."""

    patient: Identifier
    verb: str
    collected_by: Identifier
    organisation: Identifier
    to_kind: RecipientKind
    to: Identifier | str
    about_kind: SubjectKind
    about: Identifier | uuid.UUID | str
    begins_at: When | None = None
    ends_at: When | None = None


@dataclass(frozen=True, slots=True)
class TellOpening:
    patient: Identifier
    professional: Identifier
    organisation: Identifier
    document: Identifier | uuid.UUID
    opened_at: datetime
    decision_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class TellOrganisation:
    """One of the sender's own, or a new site of `part_of`."""

    organisation: Identifier
    name: str
    part_of: Identifier | None = None
    kind: OrganisationKind | None = None
    city: str = ""


@dataclass(frozen=True, slots=True)
class TellProfessional:
    """Someone who works in `organisation`, from and until a moment; `assists`: under whose responsibility (R18)."""

    professional: Identifier
    family_name: str
    organisation: Identifier
    given_name: str = ""
    title: str = ""
    profession: Profession | None = None
    profession_system: str = ""
    profession_code: str = ""
    assists: Identifier | None = None
    begins_at: datetime | None = None
    ends_at: datetime | None = None


Act = (
    StartCare
    | EndCare
    | TransferCare
    | SetTeam
    | TellDocument
    | AnnounceDocument
    | TellDeath
    | WithdrawDeath
    | TellSurvivor
    | TellConsent
    | TellOpening
    | TellOrganisation
    | TellProfessional
    | SecrecyAct
)
