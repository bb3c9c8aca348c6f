"""`/avis/`: what was I told?"""

from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from consents.selectors.minors import is_minor
from portal.patient import doorway, noticing
from sharing.services import telling


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    patient, at = doorway.patient_of(request), doorway.now()
    shown = noticing.page(patient, request.GET.get("page", "1"), minor=is_minor(patient, at=at), at=at)
    return render(request, "patient/notices.html", shown)


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Those named in the form, and nobody else's: opening the page marks nothing."""
    try:
        named = [UUID(each) for each in request.POST.getlist("avis")[:50]]
    except ValueError as malformed:
        raise BadRequest("no such notice") from malformed
    telling.mark_read(doorway.patient_of(request), notices=named, at=doorway.now())
    return redirect("notices")
