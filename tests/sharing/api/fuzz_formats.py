"""The formats of our OpenAPI document that no JSON Schema can say, made by schemathesis (schemathesis.toml)."""

from typing import Any

import schemathesis
from hypothesis import strategies


def _with_its_key(number: int) -> str:
    """13 digits and the key: 97 less the number modulo 97."""
    return f"{number:013d}{97 - number % 97:02d}"


schemathesis.openapi.format("ins", strategies.integers(10**12, 3 * 10**12 - 1).map(_with_its_key))


@schemathesis.serializer("application/x-ndjson")
def lines(context: Any, value: Any) -> bytes:
    """Text as it is; what is not text is sent as bytes that no text is written in."""
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else b"\xff"


@schemathesis.hook
def map_body(context: Any, body: Any) -> Any:
    """What only an earlier answer can give is left out: a page's token, a freshness token."""
    if isinstance(body, dict):
        for holder, name in (("page", "token"), ("context", "min_token")):
            held = body.get(holder)
            if isinstance(held, dict) and isinstance(held.get(name), str) and held[name].strip():
                body = {**body, holder: {key: value for key, value in held.items() if key != name}}
    return body


@schemathesis.hook
def map_query(context: Any, query: Any) -> Any:
    """Nobody waits for changes that will not come."""
    wait = (query or {}).get("wait")
    return {**query, "wait": min(wait, 1)} if isinstance(wait, int) and not isinstance(wait, bool) else query
