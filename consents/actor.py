"""Who acts, as a value: no table, no user account (architecture: an actor is a value)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from consents.vocabulary import ActorKind, Door


@dataclass(frozen=True, slots=True)
class Shown:
    """Our own words that stood before someone when he chose: their language, and the release that wrote them (R89).

    Never what names a document: the ledger says which one, by its reference.
    """

    words: tuple[str, ...]
    language: str
    release: str

    @property
    def content(self) -> dict[str, Any]:
        """In the ledger's words."""
        return {"words": list(self.words), "language": self.language, "release": self.release}

    @classmethod
    def kept(cls, content: Mapping[str, Any]) -> "Shown | None":
        """What an entry of the ledger holds; None where nothing was shown, or nothing was kept."""
        found = content.get("shown")
        return cls(tuple(found["words"]), found["language"], found["release"]) if found else None


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who speaks, through which door, and for whom when it is not for himself (R89).

    `reference` is the identifier of a person, a professional or a calling system;
    `collected_by` the professional who says he heard the patient's words (R90); `shown` the text that he had just read.
    """

    kind: ActorKind
    reference: str
    door: Door
    collected_by: str | None = None
    shown: Shown | None = None

    def having_read(self, shown: Shown | None) -> "Actor":
        return replace(self, shown=shown)

    @classmethod
    def person(cls, reference: object, *, door: Door = Door.SITE) -> "Actor":
        return cls(ActorKind.PERSON, str(reference), door)

    @classmethod
    def professional(cls, reference: object, *, door: Door = Door.API) -> "Actor":
        return cls(ActorKind.PROFESSIONAL, str(reference), door)

    @classmethod
    def system(cls, reference: object, *, door: Door = Door.API) -> "Actor":
        return cls(ActorKind.SYSTEM, str(reference), door)
