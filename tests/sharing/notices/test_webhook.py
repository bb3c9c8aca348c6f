"""Standard Webhooks 1.0.0, against a real receiver."""

import base64
import socket
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from sharing.channels import webhook
from sharing.channels.outcome import Outcome
from tests.sharing.notices.receiver import Receiver

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
OTHER = "whsec_" + base64.b64encode(bytes(range(1, 33))).decode()
BODY = '{"data":{"patient":"p","token":"t"},"type":"preferences.changed"}'
HERE = frozenset({"127.0.0.1"})


def send(receiver: Receiver, *, at: datetime | None = None, seconds: float = 5.0) -> Outcome:
    to = webhook.Receiver(receiver.url, SECRET, HERE)
    return webhook.send("a-notice", BODY, to=to, at=at or datetime.now(UTC), seconds=seconds)


def test_the_signature_is_verified_by_the_standard_library_with_the_receivers_key_and_no_other(
    receiver: Receiver,
) -> None:
    assert send(receiver) == Outcome(succeeded=True, said="HTTP 204")

    got = receiver.received[0]
    assert Webhook(SECRET).verify(got.body, got.headers) == {
        "type": "preferences.changed",
        "data": {"patient": "p", "token": "t"},
    }
    with pytest.raises(WebhookVerificationError):
        Webhook(OTHER).verify(got.body, got.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(got.body.replace(b'"p"', b'"q"'), got.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(got.body, {**got.headers, "webhook-id": "another"})


def test_two_attempts_carry_one_id_and_each_its_own_time(receiver: Receiver) -> None:
    first = datetime(2026, 3, 1, 9, tzinfo=UTC)

    send(receiver, at=first)
    send(receiver, at=first + timedelta(minutes=5))

    assert receiver.ids() == ["a-notice", "a-notice"]
    times = [int(one.headers["webhook-timestamp"]) for one in receiver.received]
    assert times == [int(first.timestamp()), int(first.timestamp()) + 300]


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_2xx_is_success(receiver: Receiver, status: int) -> None:
    receiver.answers = [status]

    assert send(receiver).succeeded


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_a_failure_and_is_not_followed(receiver: Receiver, status: int) -> None:
    receiver.answers = [(status, {"Location": receiver.url.replace("/changes", "/inside")})]

    assert send(receiver) == Outcome(succeeded=False, said=f"HTTP {status}")
    assert [one.path for one in receiver.received] == ["/changes"]


@pytest.mark.parametrize("status", [400, 401, 404, 500, 502, 503, 504])
def test_any_other_status_is_a_failure(receiver: Receiver, status: int) -> None:
    receiver.answers = [status]

    assert not send(receiver).succeeded


def test_410_says_that_the_receiver_wants_nothing_more(receiver: Receiver) -> None:
    receiver.answers = [410]

    assert send(receiver).gone


@pytest.mark.parametrize("status", [429, 503])
def test_a_wait_that_is_asked_for_is_honoured_up_to_a_day(receiver: Receiver, status: int) -> None:
    receiver.answers = [(status, {"Retry-After": "3600"}), (status, {"Retry-After": "99999999"}), (status, {})]

    assert [send(receiver).wait for _ in range(3)] == [3600, 86400, 0]


def test_a_receiver_that_never_answers_costs_no_more_than_the_time_there_is(receiver: Receiver) -> None:
    receiver.delay = 5
    began = time.monotonic()

    assert send(receiver, seconds=0.4) == Outcome(succeeded=False, said="timeout")
    assert time.monotonic() - began < 2


def test_a_receiver_that_gives_one_byte_at_a_time_costs_no_more_than_the_time_there_is() -> None:
    with _raw_server(b"HTTP/1.1 200 OK\r\n" + b"X-Slow: " + b"a" * 1000, pause=0.05) as port:
        began = time.monotonic()
        to = webhook.Receiver(f"http://127.0.0.1:{port}/", SECRET, HERE)

        outcome = webhook.send("n", BODY, to=to, at=datetime.now(UTC), seconds=0.6)

    assert outcome.said == "timeout"
    assert time.monotonic() - began < 2


def test_endless_headers_are_not_read_to_their_end() -> None:
    with _raw_server(b"HTTP/1.1 200 OK\r\n" + b"X-Long: abcdefgh\r\n" * 100_000) as port:
        to = webhook.Receiver(f"http://127.0.0.1:{port}/", SECRET, HERE)

        assert not webhook.send("n", BODY, to=to, at=datetime.now(UTC), seconds=5).succeeded


def test_a_connection_refused_is_an_outcome() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        to = webhook.Receiver(f"http://127.0.0.1:{free.getsockname()[1]}/", SECRET, HERE)
        outcome = webhook.send("n", BODY, to=to, at=datetime.now(UTC))

    assert outcome == Outcome(succeeded=False, said="unreachable: ConnectError")


def test_this_machine_is_not_called_when_nothing_allows_it(receiver: Receiver) -> None:
    to = webhook.Receiver(receiver.url, SECRET)

    assert webhook.send("n", BODY, to=to, at=datetime.now(UTC)).said.startswith("refused")
    assert receiver.received == []


def test_a_name_that_turns_inward_after_it_was_checked_changes_nothing(receiver: Receiver) -> None:
    """Rebinding: the second resolution would give this machine; there is no second resolution."""
    port = int(receiver.url.rsplit(":", 1)[1].split("/")[0])
    answers = [["192.0.2.1"], ["127.0.0.1"]]
    to = webhook.Receiver(f"http://rebinding.example:{port}/", SECRET, frozenset({"rebinding.example"}))

    outcome = webhook.send(
        "n", BODY, to=to, at=datetime.now(UTC), seconds=0.5, resolver=lambda host, port: answers.pop(0)
    )

    assert not outcome.succeeded
    assert receiver.received == []
    assert answers == [["127.0.0.1"]]


def test_the_address_that_was_checked_is_the_one_dialled(receiver: Receiver) -> None:
    """`hopital.invalid` cannot be resolved: only the resolver that was given knows where it is."""
    port = int(receiver.url.rsplit(":", 1)[1].split("/")[0])
    to = webhook.Receiver(f"http://hopital.invalid:{port}/changes", SECRET, frozenset({"hopital.invalid"}))

    outcome = webhook.send("n", BODY, to=to, at=datetime.now(UTC), resolver=lambda host, port: ["127.0.0.1"])

    assert outcome.succeeded
    assert receiver.received[0].headers["host"] == f"hopital.invalid:{port}"


def test_proxy_variables_are_not_read(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")

    assert send(receiver).succeeded


class _raw_server:  # noqa: N801
    """Sends these bytes, whole or one at a time, to whoever connects once."""

    def __init__(self, answer: bytes, *, pause: float = 0.0) -> None:
        self.answer, self.pause = answer, pause
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> int:
        self.thread.start()
        return self.socket.getsockname()[1]

    def __exit__(self, *_: object) -> None:
        self.socket.close()
        self.thread.join(5)

    def _serve(self) -> None:
        try:
            caller, _ = self.socket.accept()
            with caller:
                caller.recv(65536)
                for start in range(0, len(self.answer), 1 if self.pause else len(self.answer)):
                    caller.sendall(self.answer[start : start + (1 if self.pause else len(self.answer))])
                    time.sleep(self.pause)
        except OSError:
            return
