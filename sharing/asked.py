"""A question as it is named from outside, before anything is looked up."""

import uuid
from dataclasses import dataclass
from enum import StrEnum

from consents.words import Identifier

RPPS = "https://rpps.esante.gouv.fr"
FINESS = "https://finess.esante.gouv.fr"


class AskerKind(StrEnum):
    PROFESSIONAL = "professional"
    ORGANISATION = "organisation"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class AskerNamed:
    """Who asks, and, for a professional, from which organisation: one at a time, as named or already found by us;
    left out: his first one."""

    kind: AskerKind
    identifier: Identifier
    from_organisation: Identifier | uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What is stated with `emergency` (decision.md §5)."""

    unable_to_consent: bool = False
    immediate_risk: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. `document`: our identifier, its source's, or none for the record as a whole.

    `at_least`: a freshness token; the answer must know what the one who gave it knew (decision.md §1.7).
    """

    asker: AskerNamed
    patient: Identifier
    document: uuid.UUID | Identifier | None
    purpose: str
    statement: Statement | None = None
    at_least: str = ""
