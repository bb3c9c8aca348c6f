"""Questions asked: who, from where, through which system, about whom, why, and what was answered."""

from collections.abc import Callable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.review.exports import Value
from portal.review.presenters import cells, words
from portal.review.presenters.cells import Cell
from sharing.selectors.journal import LineCard
from sharing.selectors.review import QuestionLine


def headers() -> list[str]:
    return [_("Demandé le"), _("Qui"), _("D’où"), _("Logiciel"), _("Patient"), _("Motif"), _("Réponse"), _("Règles")]


def row(line: QuestionLine) -> list[Cell]:
    asked = words.moment(line.asked_at)
    address = reverse("review_question", args=[line.id])
    return [
        Cell(asked, moment=line.asked_at, url=address, about=_("ouvrir la demande de %(who)s") % {"who": who(line)}),
        Cell(who(line), under=_under(line), code=not _known(line)),
        Cell(line.place or "—"),
        Cell(line.system or _("ce site")),
        cells.patient(line.patient, line.patient_named),
        Cell(purpose(line)),
        answered(line),
        cells.rules(line.rules),
    ]


def who(line: QuestionLine) -> str:
    """The name found, or else what was named."""
    if line.professional:
        return line.professional.name
    if line.person:
        return line.person.name
    return line.place if line.asker_kind == "organisation" and line.place else cells.value_of(line.asker_named)


def purpose(line: QuestionLine) -> str:
    return str(words.PURPOSES.get(line.purpose, line.purpose))


def answered(line: QuestionLine) -> Cell:
    """How many answers were a permit, how many a refusal."""
    counts = []
    if line.permits:
        counts.append(ngettext("%(n)d accordée", "%(n)d accordées", line.permits) % {"n": line.permits})
    if line.denies:
        counts.append(ngettext("%(n)d refusée", "%(n)d refusées", line.denies) % {"n": line.denies})
    verdict = "not" if not line.permits else "part" if line.denies else "sees"
    return Cell(", ".join(counts), verdict=verdict, tag=_("Tentative interdite") if line.attempt else "")


def facts(line: QuestionLine) -> list[tuple[str, str]]:
    """All that is known of one request, for its own page."""
    about = cells.patient(line.patient, line.patient_named)
    known = [
        (_("Demandé le"), words.moment(line.asked_at)),
        (_("Qui"), ", ".join((who(line), *_under(line)))),
        (_("Désigné par"), line.asker_named),
        (_("D’où"), line.place or "—"),
        (_("Logiciel"), line.system or _("ce site")),
        (_("Patient"), ", ".join((about.text, *about.under))),
        (_("Patient désigné par"), line.patient_named or "—"),
        (_("Motif"), purpose(line)),
        *((_("Qualité, preuve vue"), _relation(*one)) for one in line.relations),
    ]
    return [(str(term), value) for term, value in known]


def _relation(relation: str, proof: str) -> str:
    return " · ".join(part for part in (str(words.RELATIONS.get(relation, relation)), proof) if part)


def answer_headers() -> list[str]:
    return [_("Décision"), _("Document"), _("Réponse"), _("Règle"), _("Obligations")]


def answer_row(card: LineCard) -> list[Cell]:
    return [
        Cell(card.decision_id, code=True),
        cells.short(card.document)
        if card.document
        else Cell(card.document_named or _("tout le dossier"), code=bool(card.document_named)),
        Cell(
            _("accordée") if card.permit else _("refusée"), verdict="sees" if card.permit else "not", under=(card.code,)
        ),
        cells.rules((card.rule,)),
        Cell(", ".join(card.obligations) or "—"),
    ]


def _known(line: QuestionLine) -> bool:
    return bool(line.professional or line.person or (line.asker_kind == "organisation" and line.place))


def _under(line: QuestionLine) -> tuple[str, ...]:
    """His profession, and in whose place he asked (R18)."""
    if not _known(line):
        return (_("inconnu ici"),)
    lines = (words.profession(line.professional.profession),) if line.professional else ()
    behalf = line.on_behalf_of
    return (*lines, _("pour %(name)s") % {"name": behalf.name}) if behalf else lines


#: What an export says of each, in the order of its columns.
FIELDS: Mapping[str, Callable[[QuestionLine], Value]] = {
    "id": lambda line: line.id,
    "asked_at": lambda line: line.asked_at.isoformat(),
    "asker_kind": lambda line: line.asker_kind,
    "asker": lambda line: line.asker_named,
    "asker_name": lambda line: who(line) if _known(line) else "",
    "on_behalf_of": lambda line: line.on_behalf_of.name if line.on_behalf_of else "",
    "organisation": lambda line: line.place,
    "system": lambda line: line.system,
    "patient": lambda line: line.patient.id if line.patient else "",
    "patient_name": lambda line: line.patient.name if line.patient else "",
    "patient_birth_year": lambda line: line.patient.birth_year if line.patient else None,
    "purpose": lambda line: line.purpose,
    "permits": lambda line: line.permits,
    "denies": lambda line: line.denies,
    "rules": lambda line: " ".join(line.rules),
    "attempt": lambda line: line.attempt,
}
