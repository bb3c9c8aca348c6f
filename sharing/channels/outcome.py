"""What came of one attempt to deliver."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """`said` is for the operator: a status or a kind of failure, never a word of the receiver's.

    `gone`: the receiver wants nothing more (410). `wait`: seconds it asked us to leave it alone.
    """

    succeeded: bool
    said: str
    gone: bool = False
    wait: int = 0


def failure(said: str) -> Outcome:
    return Outcome(succeeded=False, said=said)
