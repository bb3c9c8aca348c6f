"""JSON and XML, in and out: `_format` first, then `Accept` (R4, http.html, content types)."""

import json
from collections.abc import Iterable, Mapping
from typing import IO, Any

from django.http import QueryDict
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser, FormParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from sharing.api.kinds import Malformed
from sharing.api.reading import LARGEST_BODY, StrictJSONParser
from sharing.fhir import xml

JSON, XML = "application/fhir+json", "application/fhir+xml"
#: What `_format` may say besides a media type of ours.
_SHORT = {"json": JSON, "xml": XML, "text/json": JSON, "text/xml": XML, "application/xml": XML}


class FhirJSONRenderer(BaseRenderer):
    media_type = JSON
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        return b"" if data is None else json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


class PlainJSONRenderer(FhirJSONRenderer):
    media_type = "application/json"


class FhirXMLRenderer(BaseRenderer):
    media_type = XML
    format = "xml"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        return b"" if data is None else xml.to_xml(data)


class PlainXMLRenderer(FhirXMLRenderer):
    media_type = "application/xml"


class TextXMLRenderer(FhirXMLRenderer):
    media_type = "text/xml"


class FhirJSONParser(StrictJSONParser):
    media_type = JSON


class FhirXMLParser(BaseParser):
    """At most 1 MiB; without document types or entities, as `sharing.fhir.xml` reads."""

    media_type = XML

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        body = stream.read(LARGEST_BODY + 1)
        if len(body) > LARGEST_BODY:
            raise Malformed("body-too-large")
        return xml.from_xml(body)


class PlainXMLParser(FhirXMLParser):
    media_type = "application/xml"


class TextXMLParser(FhirXMLParser):
    media_type = "text/xml"


RENDERERS: list[type[BaseRenderer]] = [
    FhirJSONRenderer, PlainJSONRenderer, FhirXMLRenderer, PlainXMLRenderer, TextXMLRenderer,
]  # fmt: skip
PARSERS: list[type[BaseParser]] = [FhirJSONParser, StrictJSONParser, FhirXMLParser, PlainXMLParser, TextXMLParser]
#: Of `_search` only.
FORMS: list[type[BaseParser]] = [FormParser]


class Negotiation(DefaultContentNegotiation):
    """`_format` wins over `Accept`; neither said, JSON."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        # The form of a POST is not read yet: a `_format` said there is not looked for.
        wanted = wanted_format(request._request.GET)
        if not wanted:
            usual: tuple[BaseRenderer, str] = super().select_renderer(request, renderers, format_suffix)
            return usual
        for renderer in renderers:
            if renderer.media_type == wanted:
                return renderer, renderer.media_type
        raise NotAcceptable

    def filter_renderers(
        self,
        renderers: Iterable[BaseRenderer],
        format: str,  # noqa: A002 - its name there
    ) -> list[BaseRenderer]:
        """`format` is no parameter of this door."""
        return list(renderers)


def wanted_format(query: QueryDict) -> str:
    """The media type that `_format` asks for, empty when nothing is said. A `+` not escaped came as a blank."""
    said = query.get("_format", "").split(";")[0].strip().lower().replace("fhir json", "fhir+json")
    return _SHORT.get(said, said.replace("fhir xml", "fhir+xml"))
