"""A signature by the site: JWS (RFC 7515) with EdDSA (RFC 8037).

A receipt is a JWS in flattened JSON with its content detached (RFC 7515 §7.2.2, appendix F): the content signed is
the canonical form (RFC 8785) of `receipt`. The code printed on paper is a compact JWS that holds its fingerprint.
"""

import hashlib
from typing import Any

from portal.proof import base64url, keys
from portal.proof.canonical import canonical

ALGORITHM = "EdDSA"
RECEIPT = "mes-partages-receipt+json"
PAPER = "mes-partages-paper+json"


def signed(receipt: dict[str, Any]) -> bytes:
    """The file that the patient keeps: `{"receipt": …, "signature": {"protected", "signature"}}`, canonical."""
    header, signature = _sign(canonical(receipt), RECEIPT)
    return canonical({"receipt": receipt, "signature": {"protected": header, "signature": signature}})


def paper_code(receipt: dict[str, Any]) -> str:
    """What the printed code holds: the fingerprint of a receipt, signed; nothing about anyone."""
    content = canonical({"sha256": fingerprint(receipt)})
    header, signature = _sign(content, PAPER)
    return f"{header}.{base64url.write(content)}.{signature}"


def fingerprint(receipt: Any) -> str:
    """SHA-256 of the canonical receipt, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(receipt)).hexdigest()


def signing_input(header: str, content: bytes) -> bytes:
    return f"{header}.{base64url.write(content)}".encode()


def _sign(content: bytes, kind: str) -> tuple[str, str]:
    key = keys.signing_key()
    named = {"alg": ALGORITHM, "kid": keys.thumbprint(key.public_key()), "typ": kind}
    header = base64url.write(canonical(named))
    return header, base64url.write(key.sign(signing_input(header, content)))
