"""Grants and oppositions in force: who said what to whom, until when; never which sort of document."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from consents.selectors.review import PreferenceLine
from portal.review.exports import Value
from portal.review.presenters import cells, words
from portal.review.presenters.cells import Cell


def headers() -> list[str]:
    return [_("Déclaré le"), _("Patient"), _("À qui"), _("Sur quoi"), _("Dit par"), _("Depuis"), _("Jusqu’au")]


def row(line: PreferenceLine) -> list[Cell]:
    about = str(words.SUBJECTS[line.about_kind])
    return [
        cells.when(line.declared_at),
        cells.patient(line.patient),
        Cell(words.recipient(line.to_kind, line.to), under=_kind(line.to_kind)),
        cells.short(line.document, under=(about,)) if line.document else Cell(about),
        Cell(line.voice or _("le patient")),
        cells.when(line.begins_at),
        Cell(words.last_day(line.ends_at) or _("sans date de fin"), moment=line.ends_at),
    ]


def _kind(kind: str) -> tuple[str, ...]:
    return (str(words.RECIPIENTS[kind]),) if kind in words.RECIPIENTS else ()


#: What an export says of each, in the order of its columns.
FIELDS: Mapping[str, Callable[[PreferenceLine], Value]] = {
    "id": lambda line: line.id,
    "stance": lambda line: line.stance,
    "declared_at": lambda line: line.declared_at.isoformat(),
    "patient": lambda line: line.patient.id,
    "patient_name": lambda line: line.patient.name,
    "patient_birth_year": lambda line: line.patient.birth_year,
    "to_kind": lambda line: line.to_kind,
    "to": lambda line: line.to,
    "about_kind": lambda line: line.about_kind,
    "document": lambda line: line.document,
    "said_by": lambda line: line.voice or line.patient.name,
    "begins_at": lambda line: line.begins_at.isoformat(),
    "ends_at": lambda line: line.ends_at.isoformat() if line.ends_at else "",
    "revision": lambda line: line.revision,
}
