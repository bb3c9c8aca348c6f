"""One answer: permit or deny, the rule that decided, and how it came about (decision.md §4, §6)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from consents.vocabulary import CareBasis, Choice, Code, Obligation


class Verdict(StrEnum):
    """What one voice's preferences say (decision.md §2)."""

    PERMIT = "permit"
    DENY = "deny"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class VoiceVerdict:
    """`voice` is a person's identifier; None when nobody is left to speak."""

    voice: str | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class SetAside:
    """A preference set aside by a narrower one; both are identifiers."""

    preference: str
    by: str


@dataclass(frozen=True, slots=True)
class Basis:
    """The basis of care that counted: its rule, and the entry behind it when there is one."""

    rule: str
    basis: CareBasis | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """How the answer came about; for the patient, the journal and the reviewer, never the asker.

    `line` is the line of decision.md that answered ("4.10.5", "5.3"). The preferences are given by
    identifier: those that took part, those that decided, those a patient's setting left out.
    `assisted` is the professional in whose place an assistant was answered (R18).
    `error` is set when an exception turned the answer into a deny.
    """

    line: str
    took_part: tuple[str, ...] = ()
    deciding: tuple[str, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    left_out: tuple[str, ...] = ()
    voices: tuple[VoiceVerdict, ...] = ()
    basis: Basis | None = None
    assisted: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """The patient's wish after a grave prognosis (R42), for the care team and the journal.

    Never told to the relative who asks (decision.md §9.9).
    """

    choice: Choice
    persons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """`code` is all the asker is told; `rule` and `trace` are not his to know (decision.md §6).

    `valid_until`: the next moment at which a dated fact may change the answer; None: none known.
    """

    permit: bool
    rule: str
    article: str
    code: Code
    trace: Trace
    obligations: frozenset[Obligation] = field(default_factory=frozenset)
    wish: Wish | None = None
    valid_until: datetime | None = None
