"""Where a patient's documents come from: who wrote them, and where they were made."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from consents.models import Document


@dataclass(frozen=True, slots=True)
class Origins:
    professionals: frozenset[uuid.UUID]
    places: frozenset[uuid.UUID]


def written_by(patient_id: uuid.UUID, professional: uuid.UUID) -> frozenset[str]:
    """The patient's documents of which this professional is the author. One statement."""
    rows = Document.objects.filter(patient_id=patient_id, author_id=professional).values_list("pk", flat=True)
    return frozenset(str(each) for each in rows)


def known_by_others_only(
    patient_id: uuid.UUID, *, seen: Collection[str], besides: tuple[Collection[str], Collection[str]] = ((), ())
) -> Origins:
    """Authors and places of documents other than those `seen`, and of none of these. One statement.

    `besides`: professionals and places of care kept secret, which may have no document yet.
    """
    told: tuple[set[uuid.UUID], set[uuid.UUID]] = (set(), set())
    others = tuple({uuid.UUID(each) for each in kept} for kept in besides)
    rows = Document.objects.filter(patient_id=patient_id).values_list("pk", "author_id", "organisation_id")
    for document, author, place in rows.iterator():
        kept = told if str(document) in seen else others
        kept[0].update({author} - {None})
        kept[1].update({place} - {None})
    return Origins(frozenset(others[0] - told[0]), frozenset(others[1] - told[1]))
