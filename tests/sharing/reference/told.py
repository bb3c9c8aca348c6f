"""What the reference answers with: a verdict, its rule, what the asker is told, what must follow."""

from dataclasses import dataclass

from consents.vocabulary import Code, Obligation


@dataclass(frozen=True)
class Told:
    permit: bool
    rule: str
    code: str
    obligations: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Line:
    """The answer of a line, before §6 gives it its outward code. `never`: line 2 answered."""

    permit: bool
    rule: str
    obligations: frozenset[str] = frozenset()
    never: bool = False


class Malformed(Exception):
    """ "the question is an error, not an answer"."""


def permit(rule: str, *obligations: Obligation) -> Line:
    return Line(True, rule, frozenset(obligations))


def deny(rule: str, *obligations: Obligation) -> Line:
    return Line(False, rule, frozenset(obligations))


def outward(line: Line, *, whole: bool) -> Told:
    """§6: "What the asker is told, and what he is not", row by row."""
    if line.permit:  # "permit | `permit` | `permit`"
        code = Code.PERMIT
    elif line.never:  # "never (§4.2) | `not_permitted` | `not_permitted`"
        code = Code.NOT_PERMITTED
    elif line.rule == "R64":  # ""through a doctor" (R64), to a parent | `through_physician`"
        code = Code.THROUGH_PHYSICIAN
    elif not whole:  # "any other deny, whatever its rule | `not_visible`"
        code = Code.NOT_VISIBLE
    elif line.rule in ("R34", "R35", "R37"):  # "`emergency_refused` for R34, R35, R37"
        code = Code.EMERGENCY_REFUSED
    else:  # "`consent_required`"
        code = Code.CONSENT_REQUIRED
    return Told(line.permit, line.rule, code, line.obligations)
