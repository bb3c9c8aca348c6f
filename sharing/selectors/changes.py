"""What one calling system was told, in the order of its places: what its software reads, however it is told."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sharing.models import ChangeFeed, Notice


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """`place`: among all that this system was told, from one on, without a hole. `body` is all that leaves the house.

    `patient` and `revision` stay in it: they are for those who make another body of the same change.
    """

    id: uuid.UUID
    place: int
    patient: uuid.UUID
    revision: int | None
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FeedCard:
    """`last`: the newest place; `acknowledged`: up to where the system said that it applied what it was told."""

    last: int = 0
    acknowledged: int = 0


def feed(system: uuid.UUID) -> FeedCard:
    """1 statement."""
    row = ChangeFeed.objects.filter(pk=system).values_list("last", "acknowledged").first()
    return FeedCard(*row) if row else FeedCard()


def after(system: uuid.UUID, place: int, *, limit: int) -> list[ChangeCard]:
    """At most so many changes after that place, none left out. 1 statement."""
    rows = Notice.objects.filter(system=system, place__gt=place).order_by("place")[:limit]
    return [
        ChangeCard(pk, int(known or 0), patient, revision, body)
        for pk, known, patient, revision, body in rows.values_list("id", "place", "patient", "revision", "body")
    ]
