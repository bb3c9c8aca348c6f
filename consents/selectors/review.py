"""Lists over every patient, for reviewers: who said what to whom, never what a document is about (R88).

No category, specialty, type or title leaves here: a subject is a document's identifier, or only its kind.
"""

import re
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from consents.calendar import after_last_instant, first_instant
from consents.models import Organisation, Person, Practice, Professional, SharingPreference, Survivor

_NUMBER = re.compile(r"[0-9][0-9AB ]{4,}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a reviewer looks for; empty: everything. `since` and `until` are days in Paris, both included."""

    patient: str = ""
    professional: str = ""
    place: str = ""
    since: date | None = None
    until: date | None = None

    def within(self, moment: str) -> Q:
        """The period, on that column."""
        kept = Q(**{f"{moment}__gte": first_instant(self.since)}) if self.since else Q()
        return kept & Q(**{f"{moment}__lt": after_last_instant(self.until)}) if self.until else kept


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Identity, and no more of it than tells two people of one name apart."""

    id: str
    name: str
    birth_year: int


@dataclass(frozen=True, slots=True)
class ProfessionalLine:
    id: str
    name: str
    profession: str


@dataclass(frozen=True, slots=True)
class PreferenceLine:
    """A word in force. `to` names its recipient: a name, or a profession's word; `document` is an identifier,
    empty when the word is about something wider. `voice` is who spoke, empty for the patient himself."""

    id: str
    stance: str
    patient: PersonLine
    voice: str
    to_kind: str
    to: str
    about_kind: str
    document: str
    begins_at: datetime
    ends_at: datetime | None
    declared_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class Named:
    """Everyone and every place that a page of lines names."""

    people: dict[uuid.UUID, PersonLine]
    professionals: dict[uuid.UUID, ProfessionalLine]
    places: dict[uuid.UUID, str]


def standing(stance: str, wanted: Wanted, *, at: datetime) -> QuerySet[Any]:
    """Words of that stance in force at that moment, the last declared first. Turned into lines by `preferences`."""
    not_ended = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    rows = SharingPreference.objects.filter(not_ended, wanted.within("declared_at"), stance=stance, begins_at__lte=at)
    if wanted.patient:
        rows = rows.filter(patient__in=people_called(wanted.patient))
    if wanted.professional:
        rows = rows.filter(to_professional__in=professionals_called(wanted.professional))
    if wanted.place:
        rows = rows.filter(_at_a_place_called(wanted.place))
    return rows.select_related(
        "patient", "voice", "to_professional", "to_organisation", "to_person"
    ).order_by("-declared_at", "-pk")  # fmt: skip


def preferences(rows: Iterable[SharingPreference]) -> tuple[PreferenceLine, ...]:
    return tuple(_preference(row) for row in rows)


def people_called(text: str) -> QuerySet[Any]:
    """Identifiers, for a subquery: each word stands in a name; or the beginning of the INS."""
    if _NUMBER.fullmatch(text):
        return Person.objects.filter(ins__startswith=text.replace(" ", "")).values("pk")
    names = ("birth_name", "birth_given_names", "used_name", "used_given_name")
    return Person.objects.filter(_each_word(text, names)).values("pk")


def professionals_called(text: str) -> QuerySet[Any]:
    """Identifiers, for a subquery: each word stands in the name; or the beginning of the RPPS."""
    if _NUMBER.fullmatch(text):
        return Professional.objects.filter(rpps__startswith=text.replace(" ", "")).values("pk")
    return Professional.objects.filter(_each_word(text, ("family_name", "given_name", "title"))).values("pk")


def places_called(text: str) -> QuerySet[Any]:
    """Identifiers, for a subquery: each word stands in the name or town; or the beginning of the FINESS."""
    if _NUMBER.fullmatch(text):
        return Organisation.objects.filter(finess__startswith=text.replace(" ", "")).values("pk")
    return Organisation.objects.filter(_each_word(text, ("name", "city"))).values("pk")


def named(
    *, people: Collection[uuid.UUID], professionals: Collection[uuid.UUID], places: Collection[uuid.UUID]
) -> Named:
    """Three statements."""
    return Named(
        people={row.pk: person_line(row) for row in Person.objects.filter(pk__in=people)},
        professionals={
            row.pk: ProfessionalLine(str(row.pk), str(row), row.profession)
            for row in Professional.objects.filter(pk__in=professionals)
        },
        places=dict(Organisation.objects.filter(pk__in=places).values_list("pk", "name")),
    )


def relations(deceased: uuid.UUID, survivor: uuid.UUID) -> tuple[tuple[str, str], ...]:
    """Each relation (a word), with the proof that an establishment saw. 1 statement."""
    rows = Survivor.objects.filter(deceased=deceased, survivor=survivor).order_by("relation")
    return tuple(rows.values_list("relation", "proof"))


def person_line(row: Person) -> PersonLine:
    return PersonLine(str(row.pk), str(row), row.born_on.year)


def _at_a_place_called(text: str) -> Q:
    """Said to that place, or to somebody who works there."""
    places = places_called(text)
    there = Practice.objects.filter(organisation__in=places).values("professional")
    return Q(to_organisation__in=places) | Q(to_professional__in=there)


def _each_word(text: str, columns: tuple[str, ...]) -> Q:
    found = Q()
    for word in text.split():
        anywhere = Q()
        for column in columns:
            anywhere |= Q(**{f"{column}__icontains": word})
        found &= anywhere
    return found


def _preference(row: SharingPreference) -> PreferenceLine:
    return PreferenceLine(
        id=str(row.pk),
        stance=row.stance,
        patient=person_line(row.patient),
        voice="" if row.voice_id == row.patient_id else str(row.voice),
        to_kind=row.to_kind,
        to=str(row.to_professional or row.to_organisation or row.to_person or row.to_profession),
        about_kind=row.about_kind,
        document=str(row.about_document_id or ""),
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        declared_at=row.declared_at,
        revision=row.revision,
    )
