"""Why an act is refused. `member` is where it stands in what was sent: names and places joined by `/`."""


class NotYours(Exception):
    """Another organisation's, or unknown: the same refusal. `what` is a stable word for the doors."""

    def __init__(self, what: str, member: str) -> None:
        super().__init__(f"{what} at {member}")
        self.what = what
        self.member = member


class Conflict(Exception):
    """It contradicts what is kept; `because` is a stable word for the doors."""

    def __init__(self, because: str, member: str) -> None:
        super().__init__(f"{because} at {member}")
        self.because = because
        self.member = member


class KeyReused(Exception):
    """The same idempotency key came with another body."""
