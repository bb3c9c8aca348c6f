"""The hospital's small receiver believes nothing that the site did not sign."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from portal.demo import receiver
from sharing.channels import webhook

SECRET = "whsec_" + "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
BODY = json.dumps({"type": "preferences.changed", "data": {"patient": "abcdefghijkl", "token": "t"}})


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps({"chu": {"webhook_secret": SECRET}}))
    server = receiver.serve(0, keys)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/notices"
    server.shutdown()
    server.server_close()
    thread.join()


def _send(url: str, secret: str = SECRET, at: datetime | None = None) -> bool:
    to = webhook.Receiver(url, secret, frozenset({"127.0.0.1"}))
    return webhook.send("0a1b2c3d-notice", BODY, to=to, at=at or datetime.now(UTC)).succeeded


def test_a_notice_that_the_site_signed_is_said_in_one_line(url: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert _send(url)
    assert capfd.readouterr().out == "notice 0a1b2c3d, signature good: preferences.changed, patient abcdefgh…\n"


def test_another_signature_and_an_old_notice_are_refused(url: str) -> None:
    assert not _send(url, secret="whsec_" + "QUJDRUZHSElKS0xNTk9QUVJTVFVWV1hZWjAxMjM0NTY=")
    assert not _send(url, at=datetime.now(UTC) - timedelta(minutes=10))
