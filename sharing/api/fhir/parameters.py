"""The parameters of a search, by GET or by `_search`: read once, those not known reported (R4, search.html)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request

from sharing.api.fhir import sentences
from sharing.api.fhir.errors import Unmet
from sharing.api.fhir.preferring import preferred
from sharing.fhir.outcome import WARNING, Issue

#: Of every search; `_page` is ours, and opaque.
COUNT, PAGE = "_count", "_page"
_ABOUT_THE_ANSWER = frozenset({COUNT, PAGE, "_format", "_pretty"})
USUAL, MOST = 50, 200
LONGEST_VALUE = 500


@dataclass(frozen=True, slots=True)
class Parameters:
    """`given`: name → values, repeats being a conjunction; within one value, commas are alternatives.

    `unknown`: the names that were left aside, which a strict request is refused for.
    """

    given: Mapping[str, tuple[str, ...]]
    count: int = USUAL
    page: str = ""
    unknown: tuple[str, ...] = ()

    def has(self, *names: str) -> bool:
        return any(name in self.given for name in names)

    def alternatives(self, name: str) -> tuple[tuple[str, ...], ...]:
        """Of each repeat its alternatives."""
        return tuple(tuple(value.split(",")) for value in self.given.get(name, ()))

    def warnings(self) -> tuple[Issue, ...]:
        """One warning a parameter that was left aside."""
        return tuple(
            Issue("not-supported", sentences.of("unknown_parameter"), f"http.{name}", WARNING) for name in self.unknown
        )

    def link(self, address: str, *, page: str = "") -> str:
        """The address of this search as it was understood, at the page named."""
        pairs = [(name, value) for name, values in self.given.items() for value in values]
        pairs += [(COUNT, str(self.count))] + ([(PAGE, page)] if page else [])
        return f"{address}?{urlencode(pairs)}"

    def question(self, kind: str) -> bytes:
        """What a page cursor is bound to."""
        pairs = sorted((name, value) for name, values in self.given.items() for value in values)
        return urlencode([("kind", kind), *pairs]).encode()


def read(request: Request, known: Iterable[str]) -> Parameters:
    """Raises `Unmet`: 400 for a value that is none, or, when the request is strict, for a name not known."""
    pairs = _pairs(request)
    names, given, unknown = frozenset(known), dict[str, tuple[str, ...]](), list[str]()
    for name, value in pairs:
        if name in _ABOUT_THE_ANSWER or not value:
            continue
        if name not in names:
            if name.split(":")[0] in names:  # a modifier that is not known is never left aside (R4, search.html)
                raise Unmet(400, "unknown_parameter", f"http.{name}", code="not-supported")
            unknown.append(name)
            continue
        if len(value) > LONGEST_VALUE or "\0" in value:
            raise Unmet(400, "bad_value", f"http.{name}")
        given[name] = (*given.get(name, ()), value)
    if unknown and preferred(request).strict:
        raise Unmet(400, "unknown_parameter", f"http.{unknown[0]}", code="not-supported")
    said = dict(pairs)
    return Parameters(given, _count(said.get(COUNT, "")), said.get(PAGE, ""), tuple(dict.fromkeys(unknown)))


def _pairs(request: Request) -> list[tuple[str, str]]:
    """Of the address, then of the form of a `_search`."""
    form: Any = request.data if request.method == "POST" else QueryDict()
    if not isinstance(form, QueryDict):
        raise UnsupportedMediaType(str(request.content_type))
    sources: list[QueryDict] = [request._request.GET, form]
    return [(str(name), str(value)) for source in sources for name, values in source.lists() for value in values]


def _count(said: str) -> int:
    """How many on a page: never more than `MOST`, whatever is asked (R4 lets a server decide)."""
    if not said:
        return USUAL
    if not said.isascii() or not said.isdigit() or len(said) > 9 or int(said) == 0:
        raise Unmet(400, "bad_value", f"http.{COUNT}")
    return min(int(said), MOST)
