"""What a line of the story may be: a choice, another declaration, a question asked by someone's software."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from consents.vocabulary import Purpose
from sharing.reported import Outcome, Reason


@dataclass(frozen=True, slots=True)
class Choice:
    """`verb` is grant, oppose or withdraw. `to` and `about`: a kind, and a name of ours after a colon.

    `by` is who speaks, the patient when left out; `worker:…` collects the patient's own words (R90).
    `from_days`, `for_days`: from, and until, so many days after the demonstration began (before, when negative).
    """

    days: int
    clock: str
    patient: str
    verb: str
    to: str
    about: str = "everything"
    by: str = ""
    from_days: int | None = None
    for_days: int | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """Any other declaration; `kind` names one of `portal.demo.words`, `said` what it needs."""

    days: int
    clock: str
    patient: str
    kind: str
    said: Mapping[str, object] = field(default_factory=dict)
    by: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """`who` asks, through the software of his place, about these documents or the record as a whole."""

    days: int
    clock: str
    who: str
    patient: str
    papers: tuple[str, ...] = ()
    purpose: Purpose = Purpose.CARE
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The patient reports the newest access to his record; `reason` is one of `sharing.reported.Reason`."""

    days: int
    clock: str
    patient: str
    reason: Reason
    words: str = ""


@dataclass(frozen=True, slots=True)
class Examined:
    """The reviewer takes this patient's report; with an outcome, he then answers it."""

    days: int
    clock: str
    patient: str
    outcome: Outcome | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The reviewer reads a list: `oppositions` or `questions`."""

    days: int
    clock: str
    page: str


@dataclass(frozen=True, slots=True)
class Receiver:
    """A place's software tells where it wants to be told of changes: an address, its own (`HERE`), or none."""

    days: int
    clock: str
    place: str
    address: str


@dataclass(frozen=True, slots=True)
class Post:
    """What is due is attempted."""

    days: int
    clock: str


@dataclass(frozen=True, slots=True)
class EverybodyReads:
    """Patients sign in, and read what they are told."""

    days: int
    clock: str


#: The receiver that runs beside the demonstration, and an address where nothing listens.
HERE, NOBODY = "here", "http://127.0.0.1:9/notices"
Step = Choice | Word | Ask | Report | Examined | Reviewed | Receiver | Post | EverybodyReads
