"""`/`: where do I stand?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.patient import doorway, pages


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "patient/home.html", pages.home(doorway.patient_of(request), at=doorway.now()))
