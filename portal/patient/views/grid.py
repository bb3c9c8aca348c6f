"""`/qui-voit-quoi/`: the whole grid, each case an answer of the engine."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consents.selectors.minors import is_minor
from portal.patient import doorway, pages


@require_safe
def grid(request: HttpRequest) -> HttpResponse:
    """A minor has no such page (R67)."""
    patient, at = doorway.patient_of(request), doorway.now()
    if is_minor(patient, at=at):
        raise Http404
    return render(request, "patient/grid.html", pages.grid(patient, request.GET, at=at))
