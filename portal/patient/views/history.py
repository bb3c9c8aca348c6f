"""`/historique/`: what have I said, who came?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.patient import doorway, pages
from portal.patient.once import new_token


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    shown = pages.history(
        doorway.patient_of(request), request.GET.get("voir", ""), request.GET.get("page", "1"), at=doorway.now()
    )
    return render(request, "patient/history.html", {**shown, "token": new_token()})
