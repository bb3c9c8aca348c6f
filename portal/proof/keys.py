"""The site's keys (Ed25519, RFC 8037): the one that signs, and all those under which a receipt is still good.

A key is named by its thumbprint (RFC 7638). A replaced key goes on being published for ever: a receipt outlives
the key that signed it.
"""

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings

from portal.proof import base64url
from portal.proof.canonical import canonical

Keys = Mapping[str, Ed25519PublicKey]
_SEED = re.compile(r"[0-9a-fA-F]{64}")


def signing_key() -> Ed25519PrivateKey:
    return private_key(settings.RECEIPT_SIGNING_KEY)


@lru_cache(maxsize=4)
def private_key(text: str) -> Ed25519PrivateKey:
    """From 64 hexadecimal digits, or PEM (PKCS #8); ValueError for anything else."""
    if _SEED.fullmatch(text.strip()):
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text.strip()))
    try:
        found = load_pem_private_key(text.encode(), password=None)
    except (TypeError, UnsupportedAlgorithm):
        raise ValueError("not a private key without a password") from None
    if not isinstance(found, Ed25519PrivateKey):
        raise ValueError("not an Ed25519 key")
    return found


def published() -> dict[str, Ed25519PublicKey]:
    """By their thumbprint: the key in use first, then those it replaced (`RECEIPT_PUBLIC_KEYS`)."""
    current = signing_key().public_key()
    former = [Ed25519PublicKey.from_public_bytes(base64url.read(x)) for x in settings.RECEIPT_PUBLIC_KEYS]
    return {thumbprint(key): key for key in (current, *former)}


def thumbprint(key: Ed25519PublicKey) -> str:
    """RFC 7638: SHA-256 of the canonical key, in base64url."""
    return base64url.write(hashlib.sha256(canonical(_required(key))).digest())


def jwks(keys: Keys) -> dict[str, Any]:
    """A JWK Set (RFC 7517 §5)."""
    shown = [{**_required(key), "kid": name, "use": "sig", "alg": "EdDSA"} for name, key in keys.items()]
    return {"keys": shown}


def from_jwks(found: Any) -> dict[str, Ed25519PublicKey]:
    """The Ed25519 keys of a JWK Set, each under its own thumbprint whatever name it bears; ValueError when malformed."""
    try:
        named = [each["x"] for each in found["keys"] if (each["kty"], each["crv"]) == ("OKP", "Ed25519")]
    except (TypeError, KeyError):
        raise ValueError("not a JWK Set") from None
    keys = [Ed25519PublicKey.from_public_bytes(base64url.read(x)) for x in named]
    return {thumbprint(key): key for key in keys}


def _required(key: Ed25519PublicKey) -> dict[str, str]:
    return {"kty": "OKP", "crv": "Ed25519", "x": base64url.write(key.public_bytes_raw())}
