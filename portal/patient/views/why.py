"""`/pourquoi/…`: why may he see this, why not, and what would change it?"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consents.selectors.minors import is_minor
from portal.patient import doorway, whys


@require_safe
def why_record(request: HttpRequest, professional: UUID) -> HttpResponse:
    return _answer(request, professional, None)


@require_safe
def why(request: HttpRequest, professional: UUID, document: UUID) -> HttpResponse:
    return _answer(request, professional, document)


def _answer(request: HttpRequest, professional: UUID, document: UUID | None) -> HttpResponse:
    """A minor has no such page (R67)."""
    patient, now = doorway.patient_of(request), doorway.now()
    if is_minor(patient, at=now):
        raise Http404
    return render(request, "patient/why.html", whys.page(patient, professional, document, request.GET.dict(), now=now))
