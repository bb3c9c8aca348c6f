"""What a professional writes down of a minor's secrecy, as named from outside before anything is looked up (R62–R65)."""

import uuid
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from consents.words import Identifier


class Ground(StrEnum):
    """Why a physician withholds: the child's interest (R65), he consents alone (R68), he is in danger (R71)."""

    INTEREST = "interest"
    ALONE = "alone"
    DANGER = "danger"


RULES = {Ground.INTEREST: "R65", Ground.ALONE: "R68", Ground.DANGER: "R71"}


@dataclass(frozen=True, slots=True)
class Written:
    """`professional` writes it down, at `organisation`; `sexual_health`: it is about sexual or reproductive health,
    which a nurse may write down too.
    """

    patient: Identifier
    professional: Identifier
    organisation: Identifier
    sexual_health: bool = False


@dataclass(frozen=True, slots=True)
class KeepSecret:
    """One document, or all that this professional and this place make from the day `since` on. `towards` empty: every
    holder of authority.
    """

    written: Written
    document: Identifier | uuid.UUID | None = None
    since: date | None = None
    until: date | None = None
    towards: tuple[Identifier, ...] = ()
    accompanied: bool = False


@dataclass(frozen=True, slots=True)
class RenewSecret:
    """Asked again at a contact: the minor keeps it, or lifts it."""

    written: Written
    secret: uuid.UUID
    maintained: bool


@dataclass(frozen=True, slots=True)
class OverruleSecret:
    written: Written
    secret: uuid.UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Withhold:
    """A document, or everything; from one holder of authority, or all of them."""

    written: Written
    ground: Ground
    reason: str
    document: Identifier | uuid.UUID | None = None
    from_person: Identifier | None = None


@dataclass(frozen=True, slots=True)
class GiveBack:
    written: Written
    withholding: uuid.UUID
    reason: str


SecrecyAct = KeepSecret | RenewSecret | OverruleSecret | Withhold | GiveBack
