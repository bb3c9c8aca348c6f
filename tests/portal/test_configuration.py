from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal import configuration

KEY = "an-example-of-a-key-that-somebody-drew-at-random-0123456789"
COMPLETE = dict.fromkeys(configuration.REQUIRED_IN_PRODUCTION, "x") | {
    "SECRET_KEY": KEY,
    "SEALING_KEYS": KEY,
    "RECEIPT_SIGNING_KEY": "0123456789abcdef" * 4,
    "SITE_URL": "https://partages.example",
}


def test_the_mode_is_production_unless_told_otherwise() -> None:
    assert configuration.mode({}) == "production"


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="PORTAL_MODE='prod'"):
        configuration.mode({"PORTAL_MODE": "prod"})


def test_production_names_everything_that_is_missing_at_once() -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        configuration.refuse_incomplete_production({})

    assert all(name in str(refusal.value) for name in configuration.REQUIRED_IN_PRODUCTION)


@pytest.mark.parametrize("name", ["SECRET_KEY", "SEALING_KEYS"])
def test_production_refuses_a_short_key_without_printing_it(name: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        configuration.refuse_incomplete_production({**COMPLETE, name: "too-short-a-key"})

    assert name in str(refusal.value)
    assert "too-short" not in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", configuration.FALLBACK_KEY),
        ("SEALING_KEYS", configuration.FALLBACK_KEY),
        ("SEALING_KEYS", f"{KEY},{'0' * 64}"),
        ("SECRET_KEY", "ab" * 40),
        ("RECEIPT_SIGNING_KEY", "0" * 64),
        ("RECEIPT_SIGNING_KEY", KEY),
        ("ALLOWED_HOSTS", "partages.example,*"),
        ("SITE_URL", "http://partages.example"),
    ],
)
def test_production_refuses_what_would_open_it(name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        configuration.refuse_incomplete_production({**COMPLETE, name: value})


@pytest.mark.parametrize("mode", ["production", "test"])
@pytest.mark.parametrize("said", ["1", "true", "yes", "On", "anything"])
def test_a_site_that_is_no_demonstration_does_not_start_with_a_sign_in_without_proof(mode: str, said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DEMO_SIGN_IN"):
        configuration.demo_sign_in({"PORTAL_MODE": mode, "DEMO_SIGN_IN": said})


@pytest.mark.parametrize(
    ("environment", "open_"),
    [
        ({}, False),
        ({"DEMO_SIGN_IN": "0"}, False),
        ({"PORTAL_MODE": "test"}, False),
        ({"PORTAL_MODE": "demo"}, True),
        ({"PORTAL_MODE": "demo", "DEMO_SIGN_IN": "true"}, True),
        ({"PORTAL_MODE": "demo", "DEMO_SIGN_IN": "no"}, False),
    ],
)
def test_only_a_demonstration_signs_in_without_proof(environment: dict[str, str], open_: bool) -> None:
    assert configuration.demo_sign_in(environment) is open_


def test_production_starts_when_everything_is_there() -> None:
    configuration.refuse_incomplete_production(COMPLETE)


def test_the_key_that_signs_receipts_may_be_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "receipts.key"
    file.write_text(COMPLETE["RECEIPT_SIGNING_KEY"] + "\n")
    given = {**COMPLETE, "RECEIPT_SIGNING_KEY": "", "RECEIPT_SIGNING_KEY_FILE": str(file)}

    configuration.refuse_incomplete_production(given)
    assert configuration.receipt_signing_key(given) == COMPLETE["RECEIPT_SIGNING_KEY"]


def test_a_slip_in_the_keys_that_signed_before_stops_the_start() -> None:
    x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"

    assert configuration.receipt_public_keys({"RECEIPT_PUBLIC_KEYS": f"{x}, {x},"}) == [x, x]
    with pytest.raises(ImproperlyConfigured, match="RECEIPT_PUBLIC_KEYS"):
        configuration.receipt_public_keys({"RECEIPT_PUBLIC_KEYS": x[:-1]})


def test_the_site_s_role_is_used_and_the_owner_s_only_when_asked() -> None:
    urls = {"DATABASE_URL": "postgresql://app@db/portal", "DATABASE_OWNER_URL": "postgresql://owner@db/portal"}

    assert configuration.database(urls)["USER"] == "app"
    assert configuration.database({**urls, "PORTAL_AS_OWNER": "1"})["USER"] == "owner"


def test_a_database_url_may_name_a_folder_of_sockets_and_options() -> None:
    found = configuration.database(
        {"DATABASE_URL": "postgresql://app:p%40ss@/portal?host=/Run/my%20db&sslmode=require"}
    )

    assert found["HOST"] == "/Run/my db"
    assert found["PASSWORD"] == "p@ss"
    assert found["NAME"] == "portal"
    assert found["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize(
    ("url", "broker", "cache"),
    [
        ("unix:///run/v.sock", "redis+socket:///run/v.sock?virtual_host=0", "unix:///run/v.sock?db=1"),
        ("redis://:secret@valkey:6379/3", "redis://:secret@valkey:6379/0", "redis://:secret@valkey:6379/1"),
        ("rediss://valkey", "rediss://valkey/0", "rediss://valkey/1"),
    ],
)
def test_one_address_becomes_the_broker_s_and_the_cache_s(url: str, broker: str, cache: str) -> None:
    assert configuration.redis({"REDIS_URL": url}) == configuration.Redis(broker, cache)
