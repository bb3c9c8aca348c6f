"""`/documents/`: what is in my record, who sees each one?"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.patient import doorway, pages


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    shown = pages.documents(doorway.patient_of(request), request.GET, at=doorway.now())
    return render(request, "patient/documents.html", shown)


@require_safe
def document(request: HttpRequest, document: UUID) -> HttpResponse:
    shown = pages.document(doorway.patient_of(request), document, at=doorway.now())
    return render(request, "patient/document.html", shown)
