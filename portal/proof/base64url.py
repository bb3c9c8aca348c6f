"""Base64url without padding (RFC 7515 §2), read strictly: one text for one value."""

import base64
import binascii


def write(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def read(text: object) -> bytes:
    """Raises ValueError for anything that `write` would not have written."""
    if not isinstance(text, str) or not text.isascii():
        raise ValueError("not base64url")
    try:
        value = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        raise ValueError("not base64url") from None
    if write(value) != text:
        raise ValueError("not base64url as it is written")
    return value
