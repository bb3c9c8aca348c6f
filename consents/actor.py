"""Who acts, as a value: no table, no user account (architecture: an actor is a value)."""

from dataclasses import dataclass

from consents.vocabulary import ActorKind, Door


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who speaks, through which door, and for whom when it is not for himself (R89).

    `reference` is the identifier of a person, a professional or a calling system;
    `collected_by` the professional who says he heard the patient's words (R90).
    """

    kind: ActorKind
    reference: str
    door: Door
    collected_by: str | None = None

    @classmethod
    def person(cls, reference: object, *, door: Door = Door.SITE) -> "Actor":
        return cls(ActorKind.PERSON, str(reference), door)

    @classmethod
    def professional(cls, reference: object, *, door: Door = Door.API) -> "Actor":
        return cls(ActorKind.PROFESSIONAL, str(reference), door)

    @classmethod
    def system(cls, reference: object, *, door: Door = Door.API) -> "Actor":
        return cls(ActorKind.SYSTEM, str(reference), door)
