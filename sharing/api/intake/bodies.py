"""Bodies as they come in and answers as they go out: JSON, one act a line, or FHIR."""

import json
from collections.abc import Mapping
from io import BytesIO
from typing import IO, Any

from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer

from sharing.api.kinds import Malformed
from sharing.api.reading import StrictJSONParser

LARGEST_LINES = 2 * 1024 * 1024
LARGEST_BUNDLE = 16 * 1024 * 1024
MOST_LINES = 1000
NDJSON = "application/x-ndjson"
FHIR = "application/fhir+json"


class TextParser(BaseParser):
    """UTF-8, no larger than `largest`; what is larger is not read to its end."""

    largest = LARGEST_LINES

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        body = stream.read(self.largest + 1)
        if len(body) > self.largest:
            raise Malformed("content-too-large")
        try:
            return body.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise Malformed("unreadable") from None


class LinesParser(TextParser):
    media_type = NDJSON


class BundleParser(TextParser):
    media_type = FHIR
    largest = LARGEST_BUNDLE


class BundleAsJsonParser(BundleParser):
    media_type = "application/json"


class LinesRenderer(JSONRenderer):
    """A line for each answer; a problem with the whole is one document."""

    media_type = NDJSON
    format = "ndjson"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        lines = data if isinstance(data, list) else [data]
        return b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)


class BundleRenderer(JSONRenderer):
    media_type = FHIR
    format = "fhir"


def line(text: str) -> Any:
    """One JSON document, as strict as a body of its own."""
    return StrictJSONParser().parse(BytesIO(text.encode()))
