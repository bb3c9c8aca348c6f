"""`/historique/`: what have I said, who came?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consents.selectors.minors import is_minor
from portal.patient import doorway, histories, minors, quiet
from portal.patient.once import new_token


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    patient, at = doorway.patient_of(request), doorway.now()
    if is_minor(patient, at=at):
        chosen, number = request.GET.get("voir", ""), request.GET.get("page", "1")
        shown = minors.history(patient, chosen, number, quiet=quiet.since(request), at=at)
    else:
        shown = histories.page(patient, request.GET.dict(), quiet=quiet.since(request), at=at)
    return render(request, "patient/history.html", {**shown, "token": new_token()})
