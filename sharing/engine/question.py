"""One question: may this asker, for this purpose, now, see this document? (decision.md §4)

Standard library and `consents.vocabulary` only. All identifiers are strings.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from consents.vocabulary import Purpose

#: A reason shorter than this, once trimmed, is no reason (decision.md §5).
REASON_LENGTH = 10


class QuestionError(ValueError):
    """A malformed question: refused with an error, never answered. `because` is an identifier."""

    def __init__(self, because: str) -> None:
        super().__init__(because)
        self.because = because


class AskerKind(StrEnum):
    PROFESSIONAL = "professional"
    PERSON = "person"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks; a professional asks from one organisation at a time (decision.md §2).

    `organisation` left out means the first of the professional's own.
    """

    kind: AskerKind
    ref: str
    organisation: str | None = None

    @classmethod
    def professional(cls, ref: str, organisation: str | None = None) -> "Asker":
        return cls(AskerKind.PROFESSIONAL, ref, organisation)

    @classmethod
    def person(cls, ref: str) -> "Asker":
        return cls(AskerKind.PERSON, ref)

    @classmethod
    def of_organisation(cls, ref: str) -> "Asker":
        return cls(AskerKind.ORGANISATION, ref, ref)


@dataclass(frozen=True, slots=True)
class EmergencyStatement:
    """What must be stated before the glass is broken (R34, CSP L1111-17 I)."""

    unable_to_consent: bool = False
    immediate_risk: bool = False
    reason: str = ""

    def is_complete(self) -> bool:
        long_enough = len(self.reason.strip()) >= REASON_LENGTH
        return self.unable_to_consent and self.immediate_risk and long_enough

    def is_empty(self) -> bool:
        return not (self.unable_to_consent or self.immediate_risk or self.reason.strip())


@dataclass(frozen=True, slots=True)
class Question:
    """`about` is a document's identifier, or None for the record as a whole."""

    asker: Asker
    patient: str | None
    about: str | None
    purpose: Purpose
    at: datetime
    statement: EmergencyStatement | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.purpose, Purpose):
            raise QuestionError("unknown_purpose")
        if self.at.tzinfo is None:
            raise QuestionError("moment_without_zone")


def purpose_named(word: str) -> Purpose:
    """The purpose behind a word of `vocabulary`; any other word is an error, never an answer."""
    try:
        return Purpose(word)
    except ValueError:
        raise QuestionError("unknown_purpose") from None
