"""Protected adults and representatives who chose differently (R74a): that they differ, never about what."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from consents import labels
from consents.selectors.conflicts import ConflictLine
from portal.review.exports import Value
from portal.review.presenters import cells
from portal.review.presenters.cells import Cell


def headers() -> list[str]:
    return [_("Personne protégée"), _("Représentée par"), _("Mesure"), _("Depuis"), _("Écart"), _("État")]


def row(line: ConflictLine) -> list[Cell]:
    return [
        cells.patient(line.patient),
        Cell(line.representative),
        Cell(str(labels.MEASURES[line.measure]), under=(line.reference,) if line.reference else ()),
        cells.when(line.begins_at) if line.begins_at else Cell("—"),
        Cell(_gap(line)),
        Cell(_("À examiner"), under=(_("Le choix le plus strict s’applique."),)),
    ]


def _gap(line: ConflictLine) -> str:
    if line.choices and line.settings:
        return _("qui voit, et les réglages")
    return _("qui voit") if line.choices else _("les réglages")


#: What an export says of each, in the order of its columns.
FIELDS: Mapping[str, Callable[[ConflictLine], Value]] = {
    "id": lambda line: line.id,
    "patient": lambda line: line.patient.id,
    "patient_name": lambda line: line.patient.name,
    "patient_birth_year": lambda line: line.patient.birth_year,
    "representative": lambda line: line.representative,
    "measure": lambda line: line.measure,
    "reference": lambda line: line.reference,
    "begins_at": lambda line: line.begins_at.isoformat() if line.begins_at else "",
    "differ_on_choices": lambda line: line.choices,
    "differ_on_settings": lambda line: line.settings,
    "state": lambda _line: "to_examine",
}
