"""Reports of accesses: who complains of whose access, why, how far it has come."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.review.exports import Value
from portal.review.presenters import cells, questions, words
from portal.review.presenters.cells import Cell
from sharing.selectors.reports import Case, EventCard, ReportLine
from sharing.selectors.review import QuestionLine


def headers() -> list[str]:
    return [_("Signalé le"), _("Patient"), _("Raison"), _("Accès de"), _("D’où"), _("Demandé le"), _("État")]


def row(line: ReportLine) -> list[Cell]:
    asked, address = line.question, reverse("review_report", args=[line.id])
    about = _("ouvrir le signalement sur %(who)s") % {"who": questions.who(asked)}
    return [
        Cell(words.moment(line.reported_at), moment=line.reported_at, url=address, about=about),
        cells.patient(asked.patient, asked.patient_named),
        Cell(str(words.REASONS[line.reason])),
        Cell(questions.who(asked), under=(questions.purpose(asked),)),
        Cell(asked.place or "—"),
        cells.when(asked.asked_at),
        Cell(str(words.STATUSES[line.status]), under=_since(line)),
    ]


def _since(line: ReportLine) -> tuple[str, ...]:
    since = _("le %(moment)s") % {"moment": words.moment(line.since)}
    return (since, str(words.OUTCOMES[line.outcome])) if line.outcome else (since,)


def facts(case: Case) -> list[tuple[str, str]]:
    """What was reported. The access itself has its own facts."""
    line = case.line
    rows = [
        (_("Signalé le"), words.moment(line.reported_at)),
        (_("Raison"), words.REASONS[line.reason]),
        (_("Ses mots"), case.words or _("aucun")),
        (_("État"), words.STATUSES[line.status]),
    ]
    return [(str(term), str(value)) for term, value in rows]


def event_headers() -> list[str]:
    return [_("Quand"), _("Quoi"), _("Par"), _("Dit au patient")]


def event_row(event: EventCard, accounts: Mapping[str, str]) -> list[Cell]:
    """`accounts`: the reviewers' addresses; whoever is none of them is the one who reported."""
    found = (str(words.OUTCOMES[event.outcome]),) if event.outcome else ()
    return [
        cells.when(event.at),
        Cell(str(words.STATUSES[event.status]), under=found),
        Cell(accounts.get(event.by, _("la personne qui signale"))),
        Cell(event.said or "—"),
    ]


def others_url(asked: QuestionLine) -> str:
    """Everything else that the same asker asked, whoever it was about."""
    named = cells.value_of(asked.asker_named)
    return f"{reverse('review_questions')}?{urlencode({'qui': named})}" if named else ""


#: What an export says of each, in the order of its columns; the patient's own words stay on the case's page.
FIELDS: Mapping[str, Callable[[ReportLine], Value]] = {
    "id": lambda line: line.id,
    "reported_at": lambda line: line.reported_at.isoformat(),
    "reason": lambda line: line.reason,
    "status": lambda line: line.status,
    "status_since": lambda line: line.since.isoformat(),
    "outcome": lambda line: line.outcome,
    "patient": lambda line: line.patient.id if line.patient else "",
    "patient_name": lambda line: line.patient.name if line.patient else "",
    "request": lambda line: line.question.id,
    "asked_at": lambda line: line.question.asked_at.isoformat(),
    "asker": lambda line: line.question.asker_named,
    "asker_name": lambda line: questions.who(line.question),
    "organisation": lambda line: line.question.place,
    "purpose": lambda line: line.question.purpose,
}
