"""`/controle/signalements/<id>/`: one report, with all that is needed to judge; taken, then answered."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.models import User
from portal.review import doorway, pages
from portal.review.forms import AnswerForm
from sharing.reported import Outcome
from sharing.selectors.reports import EventCard
from sharing.services import reports, review
from sharing.services.reports import OutOfTurn, UnknownReport


@require_safe
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    return _show(request, report_id, AnswerForm())


@require_POST
def take(request: HttpRequest, report_id: UUID) -> HttpResponse:
    try:
        reports.take(report_id, by=doorway.reviewer(request), at=doorway.now())
    except UnknownReport as unknown:
        raise Http404 from unknown
    except OutOfTurn:
        messages.warning(request, _("Une autre personne a déjà pris ce signalement. Voici où il en est."))
    return redirect("review_report", report_id)


@require_POST
def answer(request: HttpRequest, report_id: UUID) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, report_id, form, status=422)
    said = form.cleaned_data
    outcome, by = Outcome(said["outcome"]), doorway.reviewer(request)
    try:
        reports.answer(report_id, outcome=outcome, said=said["said"], by=by, at=doorway.now())
    except UnknownReport as unknown:
        raise Http404 from unknown
    except OutOfTurn:
        messages.warning(request, _("Ce signalement n’attend pas de réponse. Voici où il en est."))
    return redirect("review_report", report_id)


def _show(request: HttpRequest, report_id: UUID, form: AnswerForm, status: int = 200) -> HttpResponse:
    found = review.report(report_id, by=doorway.reviewer(request), at=doorway.now())
    if found is None:
        raise Http404
    shown = pages.report(*found, accounts=_accounts(found[0].events), form=form)
    return render(request, "review/report.html", shown, status=status)


def _accounts(events: Iterable[EventCard]) -> dict[str, str]:
    """The reviewers' own addresses: who did what is known among them."""
    rows = User.objects.filter(pk__in={event.by for event in events}, is_reviewer=True)
    return {str(pk): email for pk, email in rows.values_list("pk", "email")}
