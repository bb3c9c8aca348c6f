"""`/controle/`: the figures of the day, the newest of each list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.review import doorway, pages
from sharing.services import review

_NEWEST = 8


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    found = review.overview(by=doorway.reviewer(request), at=doorway.now(), most=_NEWEST)
    return render(request, "review/home.html", pages.home(found))
