"""What came of playing stories: what passed, what failed, which rules answered."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Failure:
    """One line of the report: where, what was expected, what came, the rule that answered."""

    file: str
    where: str
    expected: str
    came: str
    rule: str = ""

    def __str__(self) -> str:
        by = f" (rule {self.rule})" if self.rule else ""
        return f"{self.file}, {self.where}: expected {self.expected}; came {self.came}{by}"


@dataclass
class Result:
    """One file's outcome; `answered` the rules that decided, `named` those the story is about."""

    file: str
    title: str = ""
    passed: int = 0
    failures: list[Failure] = field(default_factory=list)
    answered: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)

    def fail(self, where: str, expected: str, came: str, rule: str = "") -> None:
        self.failures.append(Failure(self.file, where, expected, came, rule))


@dataclass
class Report:
    results: list[Result] = field(default_factory=list)

    @property
    def passed(self) -> int:
        return sum(result.passed for result in self.results)

    @property
    def failures(self) -> list[Failure]:
        return [failure for result in self.results for failure in result.failures]

    @property
    def answered(self) -> set[str]:
        return {rule for result in self.results for rule in result.answered}

    @property
    def reached(self) -> set[str]:
        """Rules that answered a check, or that a story which passed whole is about."""
        named = {rule for r in self.results if not r.failures for rule in r.named}
        return self.answered | named

    @property
    def succeeded(self) -> bool:
        return self.passed > 0 and not self.failures

    def closing_line(self) -> str:
        return f"{self.passed} passed, {len(self.failures)} failed"
