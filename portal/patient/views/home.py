"""`/`: where do I stand?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consents.selectors.minors import is_minor
from portal.patient import doorway, minors, pages, quiet


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    patient, at = doorway.patient_of(request), doorway.now()
    if is_minor(patient, at=at):
        return render(request, "patient/minor/home.html", minors.home(patient, at=at))
    return render(request, "patient/home.html", pages.home(patient, quiet=quiet.since(request), at=at))
