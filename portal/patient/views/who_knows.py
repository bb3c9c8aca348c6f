"""`/qui-est-au-courant/`: has my choice reached everyone?"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consents.selectors.minors import is_minor
from portal.patient import doorway, knowing, quiet


@require_safe
def who_knows(request: HttpRequest) -> HttpResponse:
    """A minor makes no choice here, and is shown none of his parents' (R67)."""
    patient, at = doorway.patient_of(request), doorway.now()
    if is_minor(patient, at=at):
        raise Http404
    shown = knowing.page(patient, request.GET.get("choix", ""), quiet=quiet.since(request), at=at)
    return render(request, "patient/who_knows.html", shown)
