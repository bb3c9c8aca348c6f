"""`/mes-donnees/`: my proof."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.patient import doorway, quiet, receipts


@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    patient, at = doorway.patient_of(request), doorway.now()
    receipts.refuse_minors(patient, at=at)
    return render(request, "patient/my_data.html", receipts.latest(patient, quiet=quiet.since(request), at=at))
