"""Finding the one row that a fact is about, and bringing it up to date."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consents.errors import InvalidFact
from consents.verification import Doubt, system
from consents.words import Identifier


@dataclass(frozen=True, slots=True)
class Recorded:
    """The row that now holds the fact; `created` is False when it was known already."""

    id: UUID
    created: bool
    doubts: tuple[Doubt, ...] = ()


def named(model: Any, key: UUID | None, element: str) -> Any:
    """The row that a reference names, None for no reference; an unknown one is at fault."""
    if key is None:
        return None
    row = model.objects.filter(pk=key).first()
    if row is None:
        raise InvalidFact(element, "unknown")
    return row


def clean(identifiers: Iterable[Identifier]) -> list[Identifier]:
    known = [Identifier(system(one.system), one.value.strip()) for one in identifiers]
    for one in known:
        if not one.system or not one.value:
            raise InvalidFact("identifier", "without_system_or_value")
    return known


def only_one(found: Iterable[Any], element: str) -> Any:
    """The row that all identifiers agree on; None when none is known yet."""
    rows = {row.pk: row for row in found if row is not None}
    if len(rows) > 1:
        raise InvalidFact(element, "names_several")
    return next(iter(rows.values()), None)


def by_identifiers(model: Any, owner: str, identifiers: Sequence[Identifier]) -> list[Any]:
    found = []
    for one in identifiers:
        row = model.objects.filter(system=one.system, value=one.value).select_related(owner).first()
        if row is not None:
            found.append(getattr(row, owner))
    return found


def keep_identifiers(model: Any, owner: str, row: Any, identifiers: Sequence[Identifier]) -> None:
    for one in identifiers:
        model.objects.get_or_create(system=one.system, value=one.value, defaults={owner: row})


def update(row: Any, **values: Any) -> None:
    """Write what changed; None says nothing about a value."""
    changed = [name for name, value in values.items() if value is not None and getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)


def word(vocabulary: Any, value: str, element: str) -> str:
    """A word of ours, checked."""
    try:
        return str(vocabulary(value))
    except ValueError:
        raise InvalidFact(element, "unknown_word") from None
