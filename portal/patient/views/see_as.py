"""`/voir-comme/…`: what does Dr X see of me?"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consents.selectors.minors import is_minor
from portal.patient import doorway
from portal.patient import see_as as seen


@require_safe
def see_as(request: HttpRequest, professional: UUID) -> HttpResponse:
    """The patient looks at his own record: nothing is journaled. A minor has no such page (R67)."""
    patient, at = doorway.patient_of(request), doorway.now()
    if is_minor(patient, at=at):
        raise Http404
    return render(request, "patient/see_as.html", seen.page(patient, professional, request.GET.dict(), at=at))
