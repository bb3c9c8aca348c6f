"""Notices that have not arrived: to whom, how often it was tried, what came back."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from portal.review.exports import Value
from portal.review.presenters import cells, words
from portal.review.presenters.cells import Cell
from sharing.selectors.review import NoticeLine


def headers() -> list[str]:
    return [_("Écrit le"), _("Patient"), _("Destinataire"), _("Avis"), _("État"), _("Essais"), _("Dernier résultat")]


def row(line: NoticeLine) -> list[Cell]:
    again = (_("le %(moment)s") % {"moment": words.moment(line.due_at)},) if line.state == "waiting" else ()
    return [
        cells.when(line.created_at),
        cells.patient(line.patient),
        Cell(line.recipient or "—", under=(str(words.RECIPIENTS[line.recipient_kind]),)),
        Cell(str(words.NOTICES.get(line.kind, line.kind)), under=(line.id,)),
        Cell(str(words.UNDELIVERED.get(line.state, line.state)), under=again),
        Cell(str(line.attempts)),
        Cell(line.said or _("pas encore essayé")),
    ]


#: What an export says of each, in the order of its columns.
FIELDS: Mapping[str, Callable[[NoticeLine], Value]] = {
    "id": lambda line: line.id,
    "created_at": lambda line: line.created_at.isoformat(),
    "kind": lambda line: line.kind,
    "patient": lambda line: line.patient.id if line.patient else "",
    "patient_name": lambda line: line.patient.name if line.patient else "",
    "recipient_kind": lambda line: line.recipient_kind,
    "recipient": lambda line: line.recipient,
    "state": lambda line: line.state,
    "attempts": lambda line: line.attempts,
    "next_attempt_at": lambda line: line.due_at.isoformat() if line.state == "waiting" else "",
    "last_outcome": lambda line: line.said,
}
