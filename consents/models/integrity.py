"""Words for constraints that several tables share."""

import uuid
from collections.abc import Iterable

import pgtrigger
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast, Coalesce

NOBODY = uuid.UUID(int=0)


#: An identifier from which nothing can be counted or guessed.
new_id = uuid.uuid4


def within(field: str, values: Iterable[str], *, name: str) -> models.CheckConstraint:
    """The database refuses a word that is not in the vocabulary."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": sorted(map(str, values))}), name=name)


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    """A period may be emptied (a word replaced before it began), never turned round."""
    return models.CheckConstraint(condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("begins_at")), name=name)


def period() -> Func:
    """The period of a row as a range: begin included, end excluded."""
    return Func(F("begins_at"), F("ends_at"), function="TSTZRANGE")


def or_nobody(field: str) -> Coalesce:
    """A reference that may be empty, made comparable in an exclusion constraint."""
    return Coalesce(F(field), Value(NOBODY))


def as_text(field: str) -> Cast:
    return Cast(F(field), models.TextField())


def append_only(name: str) -> list[pgtrigger.Trigger]:
    """The database refuses UPDATE, DELETE and TRUNCATE, to the tables' owner as well (R89)."""
    return [
        pgtrigger.Protect(name=f"{name}_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name=f"{name}_never_emptied",
            operation=pgtrigger.Truncate,
            when=pgtrigger.Before,
            level=pgtrigger.Statement,
            func="RAISE EXCEPTION 'the table % is never emptied', TG_TABLE_NAME;",
        ),
    ]


def only_ends_sooner(name: str, *, also: tuple[str, ...] = ()) -> list[pgtrigger.Trigger]:
    """Nothing declared is edited or deleted: only its end may come nearer (decision.md §1.2).

    `also`: columns that may change besides, an acceptance for instance.
    """
    kept = " - ".join(["to_jsonb({row})", *(f"'{column}'" for column in ("ends_at", *also))])
    return [
        pgtrigger.Protect(name=f"{name}_never_deleted", operation=pgtrigger.Delete),
        pgtrigger.Trigger(
            name=f"{name}_only_ends_sooner",
            operation=pgtrigger.Update,
            when=pgtrigger.Before,
            func=f"""
                IF ({kept.replace("{row}", "NEW")}) IS DISTINCT FROM ({kept.replace("{row}", "OLD")})
                   OR (OLD.ends_at IS NOT NULL AND NEW.ends_at IS NULL)
                   OR NEW.ends_at > OLD.ends_at THEN
                    RAISE EXCEPTION 'what was declared is never edited: only its end may come nearer';
                END IF;
                RETURN NEW;
            """,
        ),
    ]


EQUAL = RangeOperators.EQUAL
OVERLAPS = RangeOperators.OVERLAPS
