"""`/controle/decisions-medicales/<id>/`: what one physician decided, with the reason."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.review import doorway, pages
from sharing.services import review


@require_safe
def case(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    found = review.medical_case(decision_id, by=doorway.reviewer(request), at=doorway.now())
    if found is None:
        raise Http404
    return render(request, "review/medical.html", pages.medical(found))
