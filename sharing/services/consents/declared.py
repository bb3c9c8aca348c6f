"""The words that a Consent stands for, once those whom it names are known."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consents.vocabulary import RecipientKind, Stance, SubjectKind
from consents.words import Recipient, Subject


@dataclass(frozen=True, slots=True)
class Spoken:
    """One preference; `revision` is the patient's when it was declared, None while it waits for him (R90)."""

    stance: Stance
    to: Recipient
    about: Subject
    begins_at: datetime | None
    ends_at: datetime | None
    revision: int | None = None

    @property
    def key(self) -> tuple[Recipient, Subject]:
        return self.to, self.about

    def says_as(self, other: "Spoken") -> bool:
        mine = (self.stance, self.key, self.begins_at, self.ends_at)
        return mine == (other.stance, other.key, other.begins_at, other.ends_at)

    def written(self) -> dict[str, Any]:
        return {
            "stance": self.stance.value,
            "to": [self.to.kind.value, self.to.reference],
            "about": [self.about.kind.value, self.about.reference],
            "begins_at": self.begins_at.isoformat() if self.begins_at else None,
            "ends_at": self.ends_at.isoformat() if self.ends_at else None,
            "revision": self.revision,
        }

    @classmethod
    def read(cls, written: dict[str, Any]) -> "Spoken":
        (to_kind, to), (about_kind, about) = written["to"], written["about"]
        return cls(
            Stance(written["stance"]),
            Recipient(RecipientKind(to_kind), to),
            Subject(SubjectKind(about_kind), about),
            _moment(written["begins_at"]),
            _moment(written["ends_at"]),
            written["revision"],
        )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
