"""`/choix-de-mes-parents/`: what had they chosen for me, and do I keep it?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.patient import acting, doorway, inheriting


@require_safe
def inherited(request: HttpRequest) -> HttpResponse:
    """From the first instant of the eighteenth birthday; a minor has no such page (R67)."""
    patient, at = doorway.patient_of(request), doorway.now()
    acting.refuse_minors(patient, at=at)
    return render(request, "patient/inherited.html", inheriting.page(patient, at=at))
