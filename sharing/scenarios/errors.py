"""What is wrong with a story, said to a person who is not a developer."""


class StoryError(Exception):
    """A story that cannot be played: the place in the file, its line, and the reason."""

    def __init__(self, place: str, line: int, reason: str) -> None:
        super().__init__(f"line {line}, {place}: {reason}")
        self.place = place
        self.line = line
        self.reason = reason
