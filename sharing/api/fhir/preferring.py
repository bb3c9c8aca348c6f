"""What a request asks of its answer: `Prefer`, `If-Match` (R4, http.html; RFC 7240, RFC 9110)."""

import re
from dataclasses import dataclass

from rest_framework.request import Request

from sharing.api.fhir.errors import Unmet

_TAG = re.compile(r'(W/)?"(?P<version>[^"]+)"|(?P<bare>[0-9]+)')
MINIMAL, REPRESENTATION, OUTCOME = "minimal", "representation", "operationoutcome"


@dataclass(frozen=True, slots=True)
class Preferred:
    """`shape` of the answer to a change: one of the three words above; `strict` towards what is not known."""

    shape: str = REPRESENTATION
    strict: bool = False


def preferred(request: Request) -> Preferred:
    """What `Prefer` says that we know; the rest is left aside, as RFC 7240 asks."""
    said = {}
    for part in re.split(r"[;,]", request.headers.get("Prefer", "")):
        name, _, value = part.strip().partition("=")
        said[name.strip().lower()] = value.strip().strip('"').lower()
    shape = said.get("return", "")
    known = shape if shape in (MINIMAL, REPRESENTATION, OUTCOME) else REPRESENTATION
    return Preferred(known, strict=said.get("handling") == "strict")


def expected_version(request: Request) -> str | None:
    """The version that `If-Match` names; None when it names none, or any (`*`)."""
    said = request.headers.get("If-Match", "").strip()
    if not said or said == "*":
        return None
    found = _TAG.fullmatch(said)
    if found is None:
        raise Unmet(400, "bad_if_match")
    return found["version"] or found["bare"]
