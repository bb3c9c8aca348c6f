"""Refusals as types: a door turns them into words, nobody searches a sentence."""


class Refused(Exception):
    """A declaration that the law or the rules do not allow; nothing was written.

    `rule` is the number of the rule catalogue, `because` a stable identifier of the reason that
    the doors translate.
    """

    def __init__(self, rule: str, because: str) -> None:
        super().__init__(f"{rule}: {because}")
        self.rule = rule
        self.because = because


class StaleRevision(Exception):
    """Another preference came in since the page was shown (decision.md §1.6); nothing was written."""


class InvalidFact(ValueError):
    """A fact fed from outside that cannot be kept: `element` names what is at fault."""

    def __init__(self, element: str, because: str) -> None:
        super().__init__(f"{element}: {because}")
        self.element = element
        self.because = because
