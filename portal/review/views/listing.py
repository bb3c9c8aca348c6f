"""A list of the console: filtered, page by page, or as a file (`?format=csv`, `?format=json`)."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.review import doorway, exports, pages
from portal.review.forms import Filters
from portal.review.lists import Listed
from sharing.services.review import Found, Shape, Slice

PER_PAGE = 50
#: Further back, the reviewer narrows the period: the database would have to count its way there.
_LAST_PAGE = 2_000


@require_safe
def listing(request: HttpRequest, listed: Listed) -> HttpResponse:
    form = listed.form(request.GET)
    if not form.is_valid():
        return render(request, "review/list.html", pages.mistaken(listed, form), status=422)
    shape = _shape(request.GET)
    return _page(request, listed, form) if shape is Shape.PAGE else _file(request, listed, form, shape)


def _page(request: HttpRequest, listed: Listed, form: Filters) -> HttpResponse:
    number = _number(request.GET)
    part = Slice((number - 1) * PER_PAGE, PER_PAGE)
    found = _found(request, listed, form, part)
    if number > 1 and not found.lines:
        raise Http404
    return render(request, "review/list.html", pages.listing(listed, form, found, number, PER_PAGE))


def _file(request: HttpRequest, listed: Listed, form: Filters, shape: Shape) -> HttpResponse:
    """The whole filtered list, or the page that asks to narrow it."""
    found = _found(request, listed, form, Slice(0, exports.MOST, shape))
    if found.total > exports.MOST:
        return render(request, "review/list.html", pages.too_many(listed, form, found.total), status=422)
    records = [{name: value(line) for name, value in listed.fields.items()} for line in found.lines]
    if shape is Shape.CSV:
        return exports.as_csv(listed.name, records, list(listed.fields))
    return exports.as_json(listed.name, records, {"list": listed.name, "filters": form.kept(), "total": found.total})


def _found(request: HttpRequest, listed: Listed, form: Filters, part: Slice) -> Found[Any]:
    return listed.read(form.chosen(), part, by=doorway.reviewer(request), at=doorway.now())


def _shape(asked: Mapping[str, str]) -> Shape:
    try:
        return Shape(asked.get("format", Shape.PAGE))
    except ValueError as unknown:
        raise Http404 from unknown


def _number(asked: Mapping[str, str]) -> int:
    """Pages count from 1; anything that is not one of the first pages is not found."""
    given = asked.get("page", "1")
    if not (given.isascii() and given.isdigit() and 1 <= int(given[:6]) <= _LAST_PAGE):
        raise Http404
    return int(given)
