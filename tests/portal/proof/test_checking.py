"""A receipt is ours and unchanged, or it is refused: one byte, another key, another algorithm, a file made to hurt."""

import base64
import hashlib
import hmac
import json
import re
import time
import zlib
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.management import call_command
from django.test import Client

from portal.proof import attached, base64url, checking, keys, signing
from portal.proof.canonical import MOST_BYTES, Unreadable, canonical, read
from portal.proof.checking import Verdict

RECEIPT: dict[str, Any] = {
    "schema_version": "mes-partages-receipt/1.0",
    "ledger": {"revision": 7, "hash": "ab" * 32},
    "plain_language": {"said": "Opposition à Bruno Keller, pour « tout »\u00a0!", "facts": [], "does_not_stop": []},
    "privacy_notice": None,
}
A_KEY, ANOTHER = "0123456789abcdef" * 4, "fedcba9876543210" * 4


@pytest.fixture(autouse=True)
def _a_key(settings: Any) -> None:
    settings.RECEIPT_SIGNING_KEY = A_KEY
    settings.RECEIPT_PUBLIC_KEYS = []


@pytest.fixture
def file() -> bytes:
    return signing.signed(RECEIPT)


def verdict(data: bytes) -> Verdict:
    return checking.check(data, keys.published()).verdict


def with_header(file: bytes, **changed: Any) -> tuple[dict[str, Any], str]:
    """The file taken apart, and another header for it."""
    found = json.loads(file)
    header = json.loads(base64url.read(found["signature"]["protected"])) | changed
    return found, base64url.write(canonical({name: value for name, value in header.items() if value is not None}))


def test_a_receipt_as_it_was_signed_is_genuine_and_only_then_is_its_content_given(file: bytes) -> None:
    checked = checking.check(file, keys.published())

    assert (checked.verdict, checked.content) == (Verdict.GENUINE, RECEIPT)
    assert checking.check(file.replace(b"Keller", b"Kelter"), keys.published()).content == {}


def test_the_same_receipt_written_with_other_spaces_and_order_is_still_genuine(file: bytes) -> None:
    again = json.dumps(dict(reversed(json.loads(file).items())), indent=4, ensure_ascii=True).encode()

    assert verdict(again) is Verdict.GENUINE


def test_one_byte_changed_anywhere_is_refused(file: bytes) -> None:
    known = keys.published()
    for at in range(len(file)):
        for other in (file[at] ^ 1, file[at] ^ 32):
            changed = file[:at] + bytes([other]) + file[at + 1 :]
            assert checking.check(changed, known).verdict is not Verdict.GENUINE, (at, changed[at - 20 : at + 20])


def test_one_byte_taken_out_or_put_in_anywhere_is_refused(file: bytes) -> None:
    known = keys.published()
    for at in range(len(file)):
        assert checking.check(file[:at] + file[at + 1 :], known).verdict is not Verdict.GENUINE, at
        assert checking.check(file[:at] + b"7" + file[at:], known).verdict is not Verdict.GENUINE, at


def test_a_receipt_signed_by_another_key_is_of_an_unknown_key(file: bytes, settings: Any) -> None:
    settings.RECEIPT_SIGNING_KEY = ANOTHER

    assert verdict(file) is Verdict.UNKNOWN_KEY


def test_another_key_that_bears_our_name_is_refused(file: bytes) -> None:
    found, header = with_header(file)
    forged = Ed25519PrivateKey.generate().sign(signing.signing_input(header, canonical(RECEIPT)))
    found["signature"]["signature"] = base64url.write(forged)

    assert verdict(canonical(found)) is Verdict.ALTERED


@pytest.mark.parametrize("algorithm", ["none", "None", "", "HS256", "RS256", "eddsa", "Ed25519", None])
def test_an_algorithm_that_is_not_ours_is_refused_whatever_it_signs(file: bytes, algorithm: str | None) -> None:
    """A public key used as a shared secret (HS256), no signature at all (none), a missing name."""
    found, header = with_header(file, alg=algorithm)
    key = next(iter(keys.published().values())).public_bytes_raw()
    content = signing.signing_input(header, canonical(RECEIPT))
    for sealed in (b"", hmac.new(key, content, hashlib.sha256).digest(), keys.signing_key().sign(content)):
        found["signature"] = {"protected": header, "signature": base64url.write(sealed)}
        assert verdict(canonical(found)) is Verdict.ALTERED


@pytest.mark.parametrize(
    "more",
    [{"crit": ["b64"], "b64": False}, {"jwk": {"kty": "OKP"}}, {"jku": "https://x.example"}, {"kid": 3}, {"kid": None}],
)
def test_a_header_that_says_more_or_less_than_ours_is_refused_even_well_signed(
    file: bytes, more: dict[str, Any]
) -> None:
    found, header = with_header(file, **more)
    sealed = keys.signing_key().sign(signing.signing_input(header, canonical(RECEIPT)))
    found["signature"] = {"protected": header, "signature": base64url.write(sealed)}

    assert verdict(canonical(found)) is Verdict.ALTERED


def test_what_was_signed_for_paper_is_no_receipt_and_the_other_way_round(file: bytes) -> None:
    header, content, sealed = signing.paper_code(RECEIPT).split(".")
    as_file = {"receipt": json.loads(base64url.read(content)), "signature": {"protected": header, "signature": sealed}}
    found = json.loads(file)["signature"]
    as_code = f"{found['protected']}.{base64url.write(canonical(RECEIPT))}.{found['signature']}"

    assert verdict(canonical(as_file)) is Verdict.ALTERED
    assert checking.check_paper(as_code, keys.published()).verdict is Verdict.ALTERED


def test_the_code_on_paper_holds_the_fingerprint_and_nothing_about_anyone() -> None:
    checked = checking.check_paper(signing.paper_code(RECEIPT), keys.published())

    assert checked.verdict is Verdict.GENUINE
    assert checked.content == {"sha256": hashlib.sha256(canonical(RECEIPT)).hexdigest()}


@pytest.mark.parametrize(
    "data",
    [
        b"", b"null", b"[]", b"{}", b"\xff\xfe", b'{"receipt":{}}', b'{"receipt":{},"signature":3}', b'"receipt"',
        b'{"receipt":{},"receipt":{},"signature":{}}', b"[" * 60_000, b'{"a":' * 10_000, b"9" * 60_000,
        b'{"receipt":{"a":1.5},"signature":{"protected":"","signature":""}}',
        b'{"receipt":{"a":NaN},"signature":{"protected":"","signature":""}}',
        b'{"receipt":{"a":9007199254740993},"signature":{"protected":"","signature":""}}',
        b'{"receipt":{"a":"\\ud800"},"signature":{"protected":"","signature":""}}',
        b'{"receipt":{"a":"' + b"a" * MOST_BYTES + b'"},"signature":{"protected":"","signature":""}}',
        b'{"receipt":' + b"[" * 40 + b"]" * 40 + b',"signature":{"protected":"","signature":""}}',
    ],
)  # fmt: skip
def test_a_file_that_is_huge_deep_doubled_or_of_another_kind_is_no_receipt_and_costs_nothing(data: bytes) -> None:
    began = time.monotonic()

    assert verdict(data) is Verdict.NOT_A_RECEIPT
    assert time.monotonic() - began < 0.5


def test_canonical_json_is_that_of_rfc_8785() -> None:
    """The order of names by UTF-16 units and the escapes of its §3.2, without its fractions."""
    value = {
        "\u20ac": "Euro",
        "\r": 1,
        "\ufb33": "x",
        "1": "One",
        "\U0001f600": "y",
        "\u0080": "z",
        "ö": 'ö\u000f\n"\\/',
    }

    assert canonical(value).decode() == (
        '{"\\r":1,"1":"One","\u0080":"z","ö":"ö\\u000f\\n\\"\\\\/","€":"Euro","\U0001f600":"y","\ufb33":"x"}'
    )
    with pytest.raises(Unreadable):
        canonical({"a": 0.5})


# --- keys: replaced, published, named


def test_a_receipt_outlives_the_key_that_signed_it(file: bytes, settings: Any) -> None:
    """The rotation of docs/receipts.md: the old key's `x` is published, then the new key signs."""
    (old,) = keys.jwks(keys.published())["keys"]
    settings.RECEIPT_SIGNING_KEY, settings.RECEIPT_PUBLIC_KEYS = ANOTHER, [old["x"]]

    assert verdict(file) is Verdict.GENUINE
    assert verdict(signing.signed(RECEIPT)) is Verdict.GENUINE
    assert [each["kid"] for each in keys.jwks(keys.published())["keys"]][1] == old["kid"]


def test_the_published_keys_are_public_ones_that_anyone_may_keep_an_hour(client: Client, db: None) -> None:
    answer = client.get("/.well-known/mes-partages-keys.json")
    (key,) = answer.json()["keys"]
    required = f'{{"crv":"Ed25519","kty":"OKP","x":"{key["x"]}"}}'.encode()

    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/jwk-set+json", "public, max-age=3600")
    assert key.keys() == {"kty", "crv", "x", "kid", "use", "alg"}
    assert base64url.read(key["kid"]) == hashlib.sha256(required).digest()  # RFC 7638
    assert A_KEY not in answer.content.decode()


def test_the_thumbprint_is_that_of_rfc_8037_appendix_a_3() -> None:
    named = {"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}

    assert list(keys.from_jwks(named)) == ["kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"]


def test_a_key_may_be_given_in_pem() -> None:
    pem = keys.private_key(A_KEY).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()

    assert keys.private_key(pem).private_bytes_raw().hex() == A_KEY


# --- the command, off line


def command(*arguments: object) -> tuple[int | str | None, str]:
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_receipt", *map(str, arguments), stdout=out)
    return ended.value.code, out.getvalue()


def test_the_command_needs_no_database_and_says_by_its_status_what_a_file_is(tmp_path: Path, file: bytes) -> None:
    """No database is allowed to this test."""
    good, bad, none = tmp_path / "recu.json", tmp_path / "change.json", tmp_path / "autre.json"
    good.write_bytes(file)
    bad.write_bytes(file.replace(b"Keller", b"Kelly"))
    none.write_bytes(b"{}")

    assert command(good) == (0, f"genuine: {RECEIPT['plain_language']['said']}\n")
    assert command(bad) == (1, "altered\n")
    assert command(none) == (2, "not_a_receipt\n")
    assert command(tmp_path / "absent.json")[0] == 2


def test_the_command_verifies_with_keys_that_were_kept(tmp_path: Path, file: bytes, settings: Any) -> None:
    kept, receipt = tmp_path / "keys.json", tmp_path / "recu.json"
    kept.write_bytes(canonical(keys.jwks(keys.published())))
    receipt.write_bytes(file)
    settings.RECEIPT_SIGNING_KEY = ANOTHER

    assert command(receipt)[0] == 1
    assert command(receipt, "--keys", kept)[0] == 0
    assert command(receipt, "--keys", receipt)[0] == 2


# --- what the documentation promises


def test_the_ten_lines_of_the_documentation_verify_a_receipt_with_nothing_of_ours(
    tmp_path: Path, file: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (Path(__file__).parents[3] / "docs" / "receipts.md").read_text(encoding="utf-8")
    (lines,) = re.findall(r"```python\n(.*?)```", text, re.S)
    (tmp_path / "recu.json").write_bytes(file)
    (tmp_path / "keys.json").write_bytes(canonical(keys.jwks(keys.published())))
    monkeypatch.chdir(tmp_path)
    exec(lines, {})

    (tmp_path / "recu.json").write_bytes(file.replace(b"Keller", b"Kelley"))
    with pytest.raises(InvalidSignature):
        exec(lines, {})
    assert "portal" not in lines


def test_a_pdf_without_a_receipt_holds_none_and_a_bomb_is_opened_no_further_than_a_receipt() -> None:
    bomb = b"%PDF-1.7\nstream\n" + zlib.compress(b'{"receipt":' + b"0" * 50_000_000) + b"\nendstream"

    assert attached.receipt_in(b"%PDF-1.7\nstream\nrien\nendstream") == b""
    assert len(attached.receipt_in(bomb)) <= MOST_BYTES
    assert verdict(attached.receipt_in(bomb)) is Verdict.NOT_A_RECEIPT


def test_base64_that_is_not_written_as_we_write_it_is_refused() -> None:
    assert base64url.read(base64url.write(b"\x00\xff\xfe")) == b"\x00\xff\xfe"
    for text in ("AB==", "AB", "A/8", "A 8", "é", 3, None):
        with pytest.raises(ValueError):
            base64url.read(text)
    assert base64.urlsafe_b64decode("AB==") == b"\x00"
    assert read(b"{}") == {}
