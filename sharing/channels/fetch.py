"""What others publish, read from an address that was checked: small, soon, as JSON, and never by a redirect."""

import json
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpcore2

from sharing.channels import addresses, webhook

MOST_BYTES = 128 * 1024
SECONDS_IN_ALL = 5.0


class Unread(Exception):
    """Nothing usable came; the reason is for the operator's eyes."""


@dataclass(frozen=True, slots=True)
class Question:
    """`form` is sent by POST when there is one; `basic` are the name and secret of HTTP Basic, already encoded."""

    url: str
    form: Mapping[str, str] | None = None
    basic: str = ""


def json_object(
    asked: Question,
    *,
    private_hosts: frozenset[str] = frozenset(),
    seconds: float = SECONDS_IN_ALL,
    resolver: addresses.Resolver = addresses.resolve,
) -> dict[str, Any]:
    """The JSON object that stands at an address. Raises `Unread` for anything else that happens."""
    deadline = time.monotonic() + seconds
    try:
        target = addresses.check(asked.url, private_hosts=private_hosts, resolver=resolver)
        found = json.loads(_body(asked, webhook.Checked(target, deadline, most_bytes=MOST_BYTES)))
    except addresses.NotCallable as refused:
        raise Unread(f"refused: {refused}") from refused
    except (
        httpcore2.TimeoutException,
        httpcore2.NetworkError,
        httpcore2.ProtocolError,
        ssl.SSLError,
        OSError,
    ) as failed:
        raise Unread(type(failed).__name__) from failed
    except (ValueError, RecursionError) as wrong:
        raise Unread("not JSON") from wrong
    if not isinstance(found, dict):
        raise Unread("not a JSON object")
    return found


def _body(asked: Question, network: httpcore2.NetworkBackend) -> bytes:
    headers = {"accept": "application/json", "user-agent": "mes-partages", "connection": "close"}
    headers |= {"authorization": f"Basic {asked.basic}"} if asked.basic else {}
    content = None
    if asked.form is not None:
        headers |= {"content-type": "application/x-www-form-urlencoded"}
        content = urlencode(asked.form).encode()
    with (
        httpcore2.ConnectionPool(network_backend=network) as pool,
        pool.stream(
            "GET" if content is None else "POST", asked.url, headers=list(headers.items()), content=content
        ) as said,
    ):
        if said.status != 200:
            raise Unread(f"HTTP {said.status}")
        return b"".join(said.iter_stream())
