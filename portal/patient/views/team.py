"""`/equipe/`: who takes care of me, and may see what?"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.patient import doorway, pages


@require_safe
def team(request: HttpRequest) -> HttpResponse:
    shown = pages.team(doorway.patient_of(request), request.GET.get("voir", ""), at=doorway.now())
    return render(request, "patient/team.html", shown)


@require_safe
def professional(request: HttpRequest, professional: UUID) -> HttpResponse:
    page = request.GET.get("page", "1")
    shown = pages.professional(doorway.patient_of(request), professional, page, at=doorway.now())
    return render(request, "patient/professional.html", shown)
