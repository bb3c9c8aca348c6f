"""What each profession may read, in force at a moment (R06): the entitlement matrix, for people to look at."""

from dataclasses import dataclass
from datetime import datetime

from consents.vocabulary import Category, Profession
from sharing.engine import matrix


@dataclass(frozen=True, slots=True)
class Remit:
    """Professions that may read the same kinds of document, in the order of the vocabulary."""

    professions: tuple[Profession, ...]
    categories: tuple[Category, ...]


def remits(*, at: datetime) -> tuple[Remit, ...]:
    """Every profession of the matrix once, those who read most first."""
    rows = matrix.in_force(at).rows
    together: dict[tuple[Category, ...], list[Profession]] = {}
    for profession in Profession:
        if profession in rows:
            kinds = tuple(each for each in Category if each in rows[profession])
            together.setdefault(kinds, []).append(profession)
    found = [Remit(tuple(professions), kinds) for kinds, professions in together.items()]
    return tuple(sorted(found, key=lambda remit: -len(remit.categories)))
