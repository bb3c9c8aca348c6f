"""What physicians decided of minors' secrets, and what they withheld; the reason on a case's own page alone."""

from collections.abc import Callable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from consents.selectors.medical import DecisionCase, DecisionLine
from consents.selectors.review import ProfessionalLine
from portal.review.exports import Value
from portal.review.presenters import cells, words
from portal.review.presenters.cells import Cell


def headers() -> list[str]:
    return [_("Décidé le"), _("Patient"), _("Décision"), _("Par"), _("Sur quoi"), _("À l’égard de"), _("État")]


def row(line: DecisionLine) -> list[Cell]:
    about = _("ouvrir la décision de %(who)s") % {"who": line.by.name}
    address = reverse("review_medical_case", args=[line.id])
    return [
        Cell(words.moment(line.at), moment=line.at, url=address, about=about),
        cells.patient(line.patient),
        Cell(str(words.DECIDED[line.kind]), under=() if _spoken_of(line) else words.rule_lines(line.kind)[:1]),
        Cell(line.by.name, under=(words.profession(line.by.profession),)),
        cells.short(line.document) if line.document else Cell(_subject(line)),
        Cell(_towards(line)),
        Cell(_state(line)),
    ]


def facts(case: DecisionCase) -> list[tuple[str, str]]:
    """All that is known of one decision, its reason with it."""
    line, back = case.line, case.given_back
    patient = cells.patient(line.patient)
    rows = [
        (_("Décidé le"), words.moment(line.at)),
        (_("Patient"), ", ".join((patient.text, *patient.under))),
        (_("Décision"), words.DECIDED[line.kind]),
        (_("Par"), _who(line.by)),
        (_("Sur quoi"), line.document or _subject(line)),
        (_("À l’égard de"), _towards(line)),
        (_("Motif écrit"), case.reason or _("aucun")),
        (_("État"), _state(line)),
    ]
    if back:
        rows += [(_("Rendu par"), _who(back.by)), (_("Motif pour rendre"), back.reason)]
    return [(str(term), str(value)) for term, value in rows]


def _spoken_of(line: DecisionLine) -> bool:
    """A secret that was spoken of; the others are withheld."""
    return line.revision is not None


def _subject(line: DecisionLine) -> str:
    return _("un secret, choix n° %(n)d") % {"n": line.revision} if _spoken_of(line) else _("tout le dossier")


def _towards(line: DecisionLine) -> str:
    return "—" if _spoken_of(line) else line.towards or _("toute personne qui représente")


def _state(line: DecisionLine) -> str:
    if _spoken_of(line):
        return "—"
    return _("rendu le %(moment)s") % {"moment": words.moment(line.ended_at)} if line.ended_at else _("en vigueur")


def _who(by: ProfessionalLine) -> str:
    return f"{by.name}, {words.profession(by.profession)}"


#: What an export says of each, in the order of its columns; the reason stays on the case's page.
FIELDS: Mapping[str, Callable[[DecisionLine], Value]] = {
    "id": lambda line: line.id,
    "decided_at": lambda line: line.at.isoformat(),
    "kind": lambda line: line.kind,
    "patient": lambda line: line.patient.id,
    "patient_name": lambda line: line.patient.name,
    "patient_birth_year": lambda line: line.patient.birth_year,
    "decided_by": lambda line: line.by.name,
    "profession": lambda line: line.by.profession,
    "revision": lambda line: line.revision,
    "document": lambda line: line.document,
    "towards": lambda line: line.towards,
    "given_back_at": lambda line: line.ended_at.isoformat() if line.ended_at else "",
}
