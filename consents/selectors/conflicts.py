"""Where a protected adult and the one who represents him chose differently (R74a): for a reviewer, and nobody else.

The strictest holds meanwhile. A line says that they differ, never about what, nor which of them said yes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from consents.models import Protection, Setting, SharingPreference
from consents.selectors.protections import in_force
from consents.selectors.review import PersonLine, Wanted, people_called
from consents.vocabulary import REPRESENTATION_MEASURES, RecipientKind, SubjectKind

_MEASURES = sorted(each.value for each in REPRESENTATION_MEASURES)
_TO = ("to_kind", "to_professional", "to_organisation", "to_person", "to_profession")
_ABOUT = ("about_kind", "about_document", "about_word")


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """`choices`, `settings`: whether they differ on who sees, on what holds in an emergency or for a physician."""

    id: str
    patient: PersonLine
    representative: str
    measure: str
    reference: str
    begins_at: datetime | None
    choices: bool
    settings: bool


def conflicts(wanted: Wanted, *, at: datetime) -> QuerySet[Any]:
    """Measures for the person, in force, whose two voices say opposite things now. Turned into lines by `lines`."""
    rows = (
        Protection.objects.filter(in_force(at=at), wanted.within("begins_at"), measure__in=_MEASURES)
        .annotate(choices=_preferences(at), settings=_settings(at))
        .filter(Q(choices=True) | Q(settings=True))
    )
    if wanted.patient:
        rows = rows.filter(protected__in=people_called(wanted.patient))
    return rows.select_related("protected", "guardian").order_by(F("begins_at").desc(nulls_last=True), "pk")


def lines(rows: Iterable[Any]) -> tuple[ConflictLine, ...]:
    return tuple(
        ConflictLine(
            id=str(row.pk),
            patient=PersonLine(str(row.protected_id), str(row.protected), row.protected.born_on.year),
            representative=str(row.guardian),
            measure=row.measure,
            reference=row.reference,
            begins_at=row.begins_at,
            choices=row.choices,
            settings=row.settings,
        )
        for row in rows
    )


def _standing(at: datetime) -> Q:
    return Q(begins_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))


def _preferences(at: datetime) -> Exists:
    """A word of the one, and one of the other of the other stance, of which either covers the other."""
    own = _keyed(
        SharingPreference.objects.filter(_standing(at), patient=OuterRef("patient"), voice=OuterRef("patient"))
    )
    own = own.exclude(stance=OuterRef("stance")).annotate(wide_to=_outer("to_kind"), wide_about=_outer("about_kind"))
    to = Q(to_key=OuterRef("to_key")) | Q(to_kind=RecipientKind.EVERYONE) | Q(wide_to=RecipientKind.EVERYONE)
    about = (
        Q(about_key=OuterRef("about_key")) | Q(about_kind=SubjectKind.EVERYTHING) | Q(wide_about=SubjectKind.EVERYTHING)
    )
    said = SharingPreference.objects.filter(_standing(at), patient=OuterRef("protected"), voice=OuterRef("guardian"))
    return Exists(_keyed(said).filter(Exists(own.filter(to, about))))


def _settings(at: datetime) -> Exists:
    """The same setting, another value."""
    own = Setting.objects.filter(_standing(at), patient=OuterRef("patient"), voice=OuterRef("patient"))
    own = own.filter(name=OuterRef("name")).exclude(value=OuterRef("value"))
    said = Setting.objects.filter(_standing(at), patient=OuterRef("protected"), voice=OuterRef("guardian"))
    return Exists(said.filter(Exists(own)))


def _keyed(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Whom and what each word names, in one text each."""
    return rows.annotate(to_key=_text(_TO), about_key=_text(_ABOUT))


def _text(columns: tuple[str, ...]) -> Concat:
    return Concat(
        *(Coalesce(Cast(column, TextField()), Value(""), output_field=TextField()) for column in columns),
        output_field=TextField(),
    )


def _outer(column: str) -> ExpressionWrapper:
    return ExpressionWrapper(OuterRef(column), output_field=TextField())
