"""What an import did, or would not do and why: words for the door to translate, paths for the sender to find."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from consents.errors import InvalidFact

#: a reference to something that no file told us of yet: worth another try after the other files
NEVER_SEEN = "never_seen"


@dataclass(frozen=True, slots=True)
class Remark:
    element: str
    because: str


@dataclass(slots=True)
class Report:
    """Of one file. `written` is False when anything was refused: then nothing of the file was kept."""

    file: str
    written: bool = False
    created: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    not_used: Counter[tuple[str, str]] = field(default_factory=Counter)
    warnings: list[Remark] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)

    def count(self, kind: str, *, created: bool) -> None:
        (self.created if created else self.known)[kind] += 1

    def warn(self, element: str, because: str) -> None:
        self.warnings.append(Remark(element, because))

    def refuse(self, fault: InvalidFact) -> None:
        self.refused.append(Remark(fault.element, fault.because))

    def close(self) -> None:
        """What was counted on the way to a refusal was not kept."""
        self.written = not self.refused
        if self.refused:
            self.created.clear()
            self.known.clear()

    @property
    def only_waits(self) -> bool:
        """Every refusal is a reference that another file may explain."""
        return bool(self.refused) and all(remark.because == NEVER_SEEN for remark in self.refused)

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "written": self.written,
            "created": dict(self.created),
            "known": dict(self.known),
            "not_used": [
                {"type": kind, "because": because or "not_kept", "count": count}
                for (kind, because), count in sorted(self.not_used.items())
            ],
            "warnings": [{"element": remark.element, "because": remark.because} for remark in self.warnings],
            "refused": [{"element": remark.element, "because": remark.because} for remark in self.refused],
        }
