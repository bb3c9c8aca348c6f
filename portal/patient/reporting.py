"""The pages of the patient's reports: which access, what is said of it, what became of it."""

from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from consents.actor import Actor
from consents.selectors.readers import Reader
from portal.patient.presenters import counting
from portal.patient.presenters import history as lines
from portal.patient.presenters import reports as said
from portal.patient.report_form import ReportForm
from sharing.reported import Reason, Status
from sharing.selectors import accesses, reports
from sharing.selectors.accesses import AccessCard
from sharing.selectors.portrait import portrait
from sharing.services import reports as service

Shown = dict[str, object]
_PER_PAGE = 20


def open_report(patient_id: UUID, access_id: UUID) -> str:
    """The report of this access that still waits for its answer; empty when there is none."""
    card = reports.of_requests(patient_id, [str(access_id)], by=patient_id).get(str(access_id))
    return card.id if card and card.status != Status.ANSWERED else ""


def report(patient_id: UUID, access_id: UUID, form: ReportForm, *, by: Actor, at: datetime) -> UUID:
    """An access that is none of this patient's is not found."""
    given = form.cleaned_data
    try:
        return service.report(
            patient_id, access_id, reason=Reason(given["reason"]), words=given["words"], by=by, at=at
        )  # fmt: skip
    except service.UnknownAccess as unknown:
        raise Http404 from unknown


def asking(patient_id: UUID, access_id: UUID, *, at: datetime) -> Shown:
    """The access, and the form under it."""
    card = accesses.access(patient_id, access_id, reader=Reader.patient(patient_id))
    if card is None:
        raise Http404
    history = {"url": f"{reverse('history')}?voir=acces#a{card.id}", "label": _("Les accès")}
    return {"access": _access(patient_id, card, at), "back": history["url"], "crumb_items": [history]}


def page(patient_id: UUID, number: str) -> Shown:
    shown = Paginator(reports.mine(patient_id, by=patient_id), _PER_PAGE).get_page(number)
    found = reports.cards(shown)
    came = accesses.among(patient_id, [UUID(card.request) for card in found])
    return {"rows": [said.row(card, _who(came.get(card.request))) for card in found], "page": shown}


def one(patient_id: UUID, report_id: UUID, *, at: datetime) -> Shown:
    card = reports.report(patient_id, report_id, by=patient_id)
    access = accesses.access(patient_id, UUID(card.request), reader=Reader.patient(patient_id)) if card else None
    if card is None or access is None:
        raise Http404
    return {
        **said.page(card),
        "access": _access(patient_id, access, at),
        "crumb_items": [{"url": reverse("reports"), "label": _("Mes signalements")}],
    }


def _access(patient_id: UUID, card: AccessCard, at: datetime) -> lines.Line:
    own = {document.id: document for document in portrait(patient_id, at=at).documents}
    line = lines.access_line(card, own)
    return {**line, "when": counting.moment(card.asked_at), "may_report": False, "oppose": ""}


def _who(card: AccessCard | None) -> str:
    """« Dr Hugo Ferrand, le 19 novembre 2026 à 15 h 12 »."""
    if card is None:
        return ""
    return _("%(who)s, le %(moment)s") % {"who": lines.who(card), "moment": counting.moment(card.asked_at)}
