"""What leaves the house unreadable, or rests in it unreadable: tokens, references, webhook secrets, exports.

Keys come from the setting `SEALING_KEYS` (the first one seals, all of them open, so that a key can be replaced).
"""

import base64
import secrets
import uuid
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_REVISION_BYTES = 8
_UUID_BYTES = 16
_NONCE_BYTES = 12


class Unreadable(ValueError):
    """Not sealed by us, or by a key that is gone, or not for this reader."""


def seal(secret: str) -> bytes:
    """A secret to keep at rest, encrypted."""
    return _fernets(_keys()).encrypt(secret.encode())


def unseal(sealed: bytes) -> str:
    try:
        return _fernets(_keys()).decrypt(bytes(sealed)).decode()
    except InvalidToken as wrong:
        raise Unreadable from wrong


def seal_piece(piece: bytes, *, place: str) -> bytes:
    """A part of a file to keep at rest, encrypted; it opens only for the same place (whose file, which part)."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(_derived(_keys()[0], b"piece", b"")).encrypt(nonce, piece, place.encode())


def unseal_piece(sealed: bytes, *, place: str) -> bytes:
    nonce, text = bytes(sealed)[:_NONCE_BYTES], bytes(sealed)[_NONCE_BYTES:]
    for key in _keys():
        try:
            return AESGCM(_derived(key, b"piece", b"")).decrypt(nonce, text, place.encode())
        except (InvalidTag, ValueError):
            continue
    raise Unreadable


def freshness_token(reader: uuid.UUID, patient: uuid.UUID, revision: int) -> str:
    """What a calling system is given instead of a revision (decision.md §1.7).

    The same for the same reader, patient and revision; always as long; nothing can be counted from it, and two
    readers cannot compare theirs.
    """
    return _encrypt("freshness", reader, patient.bytes + revision.to_bytes(_REVISION_BYTES, "big"))


def read_freshness_token(reader: uuid.UUID, token: str) -> tuple[uuid.UUID, int]:
    """The patient and the revision behind a token that this reader was given; else `Unreadable`."""
    plain = _decrypt("freshness", reader, token)
    return uuid.UUID(bytes=plain[:_UUID_BYTES]), int.from_bytes(plain[_UUID_BYTES:], "big")


def page_token(reader: uuid.UUID, place: bytes, *, question: bytes) -> str:
    """Where the next page of a list begins; it opens for the same reader who asks the same question."""
    return _encrypt("page", reader, place, question)


def read_page_token(reader: uuid.UUID, token: str, *, question: bytes) -> bytes:
    return _decrypt("page", reader, token, question)


def change_cursor(reader: uuid.UUID, place: int) -> str:
    """How far a calling system has read what it is told; the same for the same reader and place."""
    return _encrypt("changes", reader, place.to_bytes(_REVISION_BYTES, "big"))


def read_change_cursor(reader: uuid.UUID, cursor: str) -> int:
    """The place behind a cursor that this reader was given; else `Unreadable`."""
    return int.from_bytes(_decrypt("changes", reader, cursor), "big")


def patient_reference(reader: uuid.UUID, patient: uuid.UUID) -> str:
    """What a notice calls a patient: stable for one reader, different for each (decision.md §7)."""
    return _encrypt("patient", reader, patient.bytes)


def nobody(named: str) -> uuid.UUID:
    """A stable identifier for someone we do not know, so that he looks like anyone else."""
    digest = _derived(_keys()[0], b"nobody", named.encode())
    return uuid.UUID(bytes=digest[:_UUID_BYTES], version=4)


def _encrypt(kind: str, reader: uuid.UUID, plain: bytes, about: bytes = b"") -> str:
    sealed = AESSIV(_derived(_keys()[0], kind.encode(), reader.bytes)).encrypt(plain, [about] if about else None)
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def _decrypt(kind: str, reader: uuid.UUID, token: str, about: bytes = b"") -> bytes:
    for key in _keys():
        try:
            sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
            return AESSIV(_derived(key, kind.encode(), reader.bytes)).decrypt(sealed, [about] if about else None)
        except (InvalidTag, ValueError):
            continue
    raise Unreadable


def _keys() -> tuple[str, ...]:
    return tuple(settings.SEALING_KEYS)


@lru_cache(maxsize=4096)
def _derived(key: str, kind: bytes, reader: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=kind + b"\0" + reader).derive(key.encode())


@lru_cache(maxsize=4)
def _fernets(keys: tuple[str, ...]) -> MultiFernet:
    derived = [base64.urlsafe_b64encode(_derived(key, b"at rest", b"")) for key in keys]
    return MultiFernet([Fernet(key) for key in derived])
