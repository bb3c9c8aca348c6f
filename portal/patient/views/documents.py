"""`/documents/`: what is in my record, who sees each one?"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consents.selectors.minors import is_minor
from portal.patient import doorway, minors, pages


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    patient, at = doorway.patient_of(request), doorway.now()
    if is_minor(patient, at=at):
        return render(request, "patient/minor/documents.html", minors.documents(patient, at=at))
    return render(request, "patient/documents.html", pages.documents(patient, request.GET, at=at))


@require_safe
def document(request: HttpRequest, document: UUID) -> HttpResponse:
    """Who sees it, one by one; a minor has no such page (R67)."""
    patient, at = doorway.patient_of(request), doorway.now()
    if is_minor(patient, at=at):
        raise Http404
    return render(request, "patient/document.html", pages.document(patient, document, at=at))
