"""What one line of the order says, before it is told to anyone."""

from dataclasses import dataclass

from consents.vocabulary import Obligation
from sharing.engine.decision import Basis
from sharing.engine.preferences import Weighing


@dataclass(frozen=True, slots=True)
class Answer:
    """`line` is the line of decision.md that answered."""

    permit: bool
    rule: str
    line: str
    obligations: frozenset[Obligation] = frozenset()
    weighing: Weighing | None = None
    basis: Basis | None = None


def permit(
    rule: str,
    line: str,
    *obligations: Obligation,
    weighing: Weighing | None = None,
    basis: Basis | None = None,
) -> Answer:
    return Answer(True, rule, line, frozenset(obligations), weighing, basis)


def deny(
    rule: str,
    line: str,
    *obligations: Obligation,
    weighing: Weighing | None = None,
    basis: Basis | None = None,
) -> Answer:
    return Answer(False, rule, line, frozenset(obligations), weighing, basis)
