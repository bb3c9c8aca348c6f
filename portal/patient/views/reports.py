"""`/signalements/`: an access that surprises me, reported; and what was answered."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consents.selectors.minors import is_minor
from portal.patient import doorway, reporting
from portal.patient.report_form import ReportForm


@require_http_methods(["GET", "HEAD", "POST"])
def report_access(request: HttpRequest, access: UUID) -> HttpResponse:
    """One access of the patient's own history; one already reported leads to where it stands."""
    patient, at = _patient(request), doorway.now()
    already = reporting.open_report(patient, access)
    if already:
        return redirect("report", already)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = reporting.report(patient, access, form, by=doorway.himself(request), at=at)
        messages.success(request, _("Votre signalement est parti. Vous suivez ici ce qu’il devient."))
        return redirect("report", made)
    shown = {**reporting.asking(patient, access, at=at), "form": form}
    return render(request, "patient/report_access.html", shown, status=422 if form.errors else 200)


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    return render(request, "patient/reports.html", reporting.page(_patient(request), request.GET.get("page", "1")))


@require_safe
def report(request: HttpRequest, report: UUID) -> HttpResponse:
    return render(request, "patient/report.html", reporting.one(_patient(request), report, at=doorway.now()))


def _patient(request: HttpRequest) -> UUID:
    """A minor has no such page (R67)."""
    patient = doorway.patient_of(request)
    if is_minor(patient, at=doorway.now()):
        raise Http404
    return patient
