"""`/equipe/`: who takes care of me, and may see what?"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consents.selectors.minors import is_minor
from portal.patient import doorway, minors, pages


@require_safe
def team(request: HttpRequest) -> HttpResponse:
    patient, at = doorway.patient_of(request), doorway.now()
    if is_minor(patient, at=at):
        return render(request, "patient/minor/team.html", minors.team(patient, at=at))
    return render(request, "patient/team.html", pages.team(patient, request.GET, at=at))


@require_safe
def professional(request: HttpRequest, professional: UUID) -> HttpResponse:
    """Document by document; a minor has no such page (R67)."""
    patient, at = doorway.patient_of(request), doorway.now()
    if is_minor(patient, at=at):
        raise Http404
    shown = pages.professional(patient, professional, request.GET.get("page", "1"), at=at)
    return render(request, "patient/professional.html", shown)
