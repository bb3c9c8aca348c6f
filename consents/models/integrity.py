"""Words for constraints that several tables share."""

import uuid
from collections.abc import Iterable

from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast, Coalesce

NOBODY = uuid.UUID(int=0)


def new_id() -> uuid.UUID:
    """An identifier from which nothing can be counted or guessed."""
    return uuid.uuid4()


def within(field: str, values: Iterable[str], *, name: str) -> models.CheckConstraint:
    """The database refuses a word that is not in the vocabulary."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": sorted(values)}), name=name)


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    """A period may be emptied (a word replaced before it began), never turned round."""
    return models.CheckConstraint(
        condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("begins_at")), name=name
    )


def period() -> Func:
    """The period of a row as a range: begin included, end excluded."""
    return Func(F("begins_at"), F("ends_at"), function="TSTZRANGE")


def or_nobody(field: str) -> Coalesce:
    """A reference that may be empty, made comparable in an exclusion constraint."""
    return Coalesce(F(field), Value(NOBODY))


def as_text(field: str) -> Cast:
    return Cast(F(field), models.TextField())


EQUAL = RangeOperators.EQUAL
OVERLAPS = RangeOperators.OVERLAPS
