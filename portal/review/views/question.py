"""`/controle/questions/<id>/`: one request, each of its answers with the rule behind it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.review import doorway, pages
from sharing.services import review


@require_safe
def question(request: HttpRequest, request_id: UUID) -> HttpResponse:
    found = review.question(request_id, by=doorway.reviewer(request), at=doorway.now())
    if found is None:
        raise Http404
    return render(request, "review/question.html", pages.question(*found))
