"""What a line of the story may be: a choice, another declaration, a question asked by someone's software."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from consents.vocabulary import Purpose


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


Step = Choice | Word | Ask
