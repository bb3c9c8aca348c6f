"""What a patient refused for after his death, as it stands (R54). For himself alone: nobody else reads it while he lives."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from consents.models import Person, PostMortemOpposition
from consents.vocabulary import PostMortemScope


@dataclass(frozen=True, slots=True)
class Opposition:
    """What one declaration says: `wholly`, or the motives (words), persons (names) and documents (identifiers) named."""

    revision: int
    declared_at: datetime
    wholly: bool
    motives: tuple[str, ...]
    persons: tuple[str, ...]
    documents: tuple[str, ...]


def standing(patient_id: uuid.UUID, *, at: datetime) -> tuple[Opposition, ...]:
    """The newest first. 1 statement."""
    stands = Q(begins_at__lte=at) & (Q(ends_at=None) | Q(ends_at__gt=at))
    rows = PostMortemOpposition.objects.filter(stands, patient=patient_id).select_related("person")
    together: dict[int, list[PostMortemOpposition]] = {}
    for row in rows.order_by("-revision", "begins_at", "pk"):
        together.setdefault(row.revision, []).append(row)
    return tuple(_opposition(revision, some) for revision, some in together.items())


def lives(patient_id: uuid.UUID, *, at: datetime) -> bool:
    """Whether nobody has said that he died by then (R52)."""
    return not Person.objects.filter(pk=patient_id, died_at__lte=at).exists()


def _opposition(revision: int, rows: list[PostMortemOpposition]) -> Opposition:
    """A person whom it names is one line, though she be known under two identifiers."""
    people = {str(row.person).casefold(): str(row.person) for row in reversed(rows) if row.person}
    return Opposition(
        revision=revision,
        declared_at=rows[0].declared_at,
        wholly=any(row.scope == PostMortemScope.EVERYTHING for row in rows),
        motives=tuple(sorted(row.motive for row in rows if row.motive)),
        persons=tuple(people.values()),
        documents=tuple(str(row.document_id) for row in rows if row.document_id),
    )
