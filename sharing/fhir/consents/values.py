"""What a Consent says, in our words, before anybody in it is looked up."""

from dataclasses import dataclass, field
from datetime import datetime

from consents.vocabulary import RecipientKind, Stance, SubjectKind
from consents.words import Identifier

ACTIVE, INACTIVE, ENTERED_IN_ERROR = "active", "inactive", "entered-in-error"
#: Those that say that it does not hold any more.
ENDED = frozenset({INACTIVE, ENTERED_IN_ERROR})


class NotKept(Exception):
    """Valid FHIR that this registry cannot keep: `element` is where, `because` a stable word, `rule` of the catalogue."""

    def __init__(self, element: str, because: str, rule: str = "") -> None:
        super().__init__(f"{element}: {because}")
        self.element = element
        self.because = because
        self.rule = rule


@dataclass(frozen=True, slots=True)
class To:
    """`named` is an identifier, a profession's word, or empty for everyone. `path`: where it was read."""

    kind: RecipientKind
    named: Identifier | str = ""
    path: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class About:
    """`named` is a document's identifier (ours as a text, or its source's), a word, or empty for everything."""

    kind: SubjectKind
    named: Identifier | str = ""
    path: str = field(default="", compare=False)


TO_EVERYONE = To(RecipientKind.EVERYONE)
ABOUT_EVERYTHING = About(SubjectKind.EVERYTHING)


@dataclass(frozen=True, slots=True)
class Word:
    """One sharing preference: `stance × to × about × period`."""

    stance: Stance
    to: To
    about: About
    begins_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Provision:
    """`tos` and `abouts` are never empty: everyone and everything are said. `inner`: one level, no more."""

    stance: Stance
    tos: tuple[To, ...] = (TO_EVERYONE,)
    abouts: tuple[About, ...] = (ABOUT_EVERYTHING,)
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    inner: tuple["Provision", ...] = ()

    def words(self) -> tuple[Word, ...]:
        """One for each recipient and each subject; those of the inner provisions after its own."""
        own = [Word(self.stance, to, about, self.begins_at, self.ends_at) for to in self.tos for about in self.abouts]
        return (*own, *(word for inner in self.inner for word in inner.words()))


@dataclass(frozen=True, slots=True)
class ConsentRead:
    """`patient_named`: the address that its sender gives him. `heard_by`: who collected it (R90), `place`: where."""

    status: str
    patient: Identifier
    patient_named: str
    heard_by: Identifier | None
    place: Identifier | None
    provision: Provision

    @property
    def ended(self) -> bool:
        return self.status in ENDED
