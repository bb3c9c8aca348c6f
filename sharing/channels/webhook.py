"""Webhooks: Standard Webhooks 1.0.0, to an address that was checked, within ten seconds in all.

2xx only is success. No redirect is followed, no proxy variable is read, and of the answer only the status line and
headers are read: what the receiver says is nobody's business.
"""

import math
import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpcore2
from standardwebhooks.webhooks import Webhook

from sharing.channels import addresses
from sharing.channels.outcome import Outcome, failure

SECONDS_IN_ALL = 10.0
_GONE = 410
_SLOW_DOWN = frozenset({429, 502, 503, 504})
_LONGEST_WAIT = 24 * 3600
_HEADERS_MOST_BYTES = 16 * 1024


@dataclass(frozen=True, slots=True)
class Receiver:
    """`secret` is `whsec_…`, `former` those that it replaces and that still sign (rotation, Standard Webhooks).

    `private_hosts` may be called although they are not public (never in production). `headers` are those that this
    receiver asked for; without a secret nothing is signed, and they alone say who calls.
    """

    url: str
    secret: str
    private_hosts: frozenset[str] = frozenset()
    former: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = "application/json"


def headers_of(message_id: str, body: str, *, secrets: Iterable[str], at: datetime) -> dict[str, str]:
    """The three headers of Standard Webhooks: the same id on every attempt, the time of this one, a signature a secret."""
    moment = at.astimezone(UTC)
    signatures = " ".join(Webhook(secret).sign(message_id, moment, body) for secret in secrets)
    headers = {"webhook-id": message_id, "webhook-timestamp": str(int(moment.timestamp()))}
    return headers | ({"webhook-signature": signatures} if signatures else {})


def send(
    message_id: str,
    body: str,
    *,
    to: Receiver,
    at: datetime,
    seconds: float = SECONDS_IN_ALL,
    resolver: addresses.Resolver = addresses.resolve,
) -> Outcome:
    """One attempt. Never raises for what the network or the receiver does: every failure is an outcome."""
    deadline = time.monotonic() + seconds
    try:
        target = addresses.check(to.url, private_hosts=to.private_hosts, resolver=resolver)
        secrets = (secret for secret in (to.secret, *to.former) if secret)
        signed = headers_of(message_id, body, secrets=secrets, at=at)
        asked_for = {name.lower(): value for name, value in to.headers}
        headers = asked_for | {"content-type": to.content_type} | signed
        return _outcome(_post(to.url, body, headers, Checked(target, deadline)), at)
    except addresses.NotCallable as refused:
        return failure(f"{addresses.REFUSED}{refused}")
    except httpcore2.TimeoutException:
        return failure("timeout")
    except (httpcore2.NetworkError, httpcore2.ProtocolError, ssl.SSLError, OSError) as failed:
        return failure(f"unreachable: {type(failed).__name__}")


class Checked(httpcore2.NetworkBackend):
    """Dials the address that was checked and no other, and ends everything at the deadline."""

    def __init__(self, target: addresses.Target, deadline: float, *, most_bytes: int = _HEADERS_MOST_BYTES) -> None:
        self._target = target
        self._deadline = deadline
        self._most_bytes = most_bytes
        self._network = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        failed: Exception | None = None
        for address in self._target.addresses:
            try:
                stream = self._network.connect_tcp(address, self._target.port, timeout=_left(self._deadline))
                return _Bounded(stream, self._deadline, self._most_bytes)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as this_one:
                failed = this_one
        raise failed or httpcore2.ConnectError("no address")


class _Bounded(httpcore2.NetworkStream):
    """A receiver that gives one byte a second, or endless headers, gets no more than the time and room there is."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: float, most_bytes: int) -> None:
        self._stream = stream
        self._deadline = deadline
        self._most_bytes = most_bytes
        self._read = 0

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._read > self._most_bytes:
            raise httpcore2.ReadError("too long")
        received = self._stream.read(min(max_bytes, 1024), timeout=_left(self._deadline))
        self._read += len(received)
        return received

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout=_left(self._deadline))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, timeout=_left(self._deadline))
        return _Bounded(secured, self._deadline, self._most_bytes)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("deadline")
    return left


def _post(url: str, body: str, headers: dict[str, str], network: httpcore2.NetworkBackend) -> httpcore2.Response:
    sent = list(({"user-agent": "mes-partages"} | headers | {"connection": "close"}).items())
    with (
        httpcore2.ConnectionPool(network_backend=network) as pool,
        pool.stream("POST", url, headers=sent, content=body.encode()) as response,
    ):
        return response


def _outcome(response: httpcore2.Response, at: datetime) -> Outcome:
    said = f"HTTP {response.status}"
    if 200 <= response.status < 300:
        return Outcome(succeeded=True, said=said)
    wait = _retry_after(response, at) if response.status in _SLOW_DOWN else 0
    return Outcome(succeeded=False, said=said, gone=response.status == _GONE, wait=wait)


def _retry_after(response: httpcore2.Response, at: datetime) -> int:
    """Seconds asked for, or until the date asked for (RFC 9110 §10.2.3); a day at most; 0 for anything else."""
    said = next((value for name, value in response.headers if name.lower() == b"retry-after"), b"").strip()
    if said.isdigit():
        return min(int(said[:9]), _LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(said.decode("ascii"))
    except ValueError:
        return 0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0, min(math.ceil((until - at).total_seconds()), _LONGEST_WAIT))
