import logging
import re

import pytest
from django.test import Client


def test_every_answer_forbids_inline_code_other_sites_frames_and_keeping(client: Client) -> None:
    for address in ("/livez", "/nowhere/"):
        headers = client.get(address).headers
        policy = headers["Content-Security-Policy"]

        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("given", ["abc-12345", "7", "x" * 100, "with space 1", "<b>{}"])
def test_a_printable_request_id_comes_back(client: Client, given: str) -> None:
    assert client.get("/livez", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "x" * 101, "é" * 10, "a\tb", "a\r\nSet-Cookie: b=c"])
def test_a_request_id_that_cannot_be_kept_is_replaced(client: Client, given: str) -> None:
    answered = client.get("/livez", headers={"X-Request-ID": given}).headers["X-Request-ID"]

    assert re.fullmatch(r"[0-9a-f]{32}", answered)


def test_a_log_line_holds_the_route_and_the_id_but_no_query_and_no_address(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="portal.requests"):
        client.get("/livez?nom=Durand", headers={"X-Request-ID": "abc-12345"}, REMOTE_ADDR="203.0.113.7")

    written = " ".join(str(record.msg) for record in caplog.records)
    assert "'route': 'livez'" in written
    assert "abc-12345" in written
    assert "Durand" not in written
    assert "203.0.113.7" not in written


def test_the_site_speaks_french_whatever_the_browser_prefers(client: Client) -> None:
    assert client.get("/livez", headers={"Accept-Language": "en"}).headers["Content-Language"] == "fr"


def test_a_reader_who_chose_english_gets_english(client: Client) -> None:
    client.cookies["django_language"] = "en"

    assert client.get("/livez").headers["Content-Language"] == "en"


def test_an_unknown_choice_of_language_is_french(client: Client) -> None:
    client.cookies["django_language"] = "../../xx"

    assert client.get("/livez").headers["Content-Language"] == "fr"
