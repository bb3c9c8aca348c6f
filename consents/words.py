"""The two ends of a sharing preference, as values (decision.md §1)."""

from dataclasses import dataclass

from consents.vocabulary import RecipientKind, SubjectKind


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom: `reference` is an identifier, a profession's word, or empty for everyone."""

    kind: RecipientKind
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """About what: `reference` is a document's identifier, a word, or empty for everything."""

    kind: SubjectKind
    reference: str = ""


EVERYONE = Recipient(RecipientKind.EVERYONE)
EVERYTHING = Subject(SubjectKind.EVERYTHING)


@dataclass(frozen=True, slots=True)
class Identifier:
    """A value under the system that gave it."""

    system: str
    value: str

    def __str__(self) -> str:
        return f"{self.system}|{self.value}"
