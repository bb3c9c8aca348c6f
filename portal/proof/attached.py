"""The signed file inside a paper receipt (PDF): found without reading the PDF, which proves nothing by itself.

Only what is signed is believed, so any compressed part that opens and has a receipt's form may be the one.
"""

import re
import zlib
from collections.abc import Iterator

from portal.proof.canonical import MOST_BYTES

#: Our papers weigh a tenth of that.
MOST_PDF_BYTES = 1024 * 1024
_MOST_PARTS = 500
_PART = re.compile(rb"stream\r?\n")
_BEGINNING = b'{"receipt":'


def is_pdf(data: bytes) -> bool:
    return data.startswith(b"%PDF-")


def receipt_in(pdf: bytes) -> bytes:
    """The file's bytes; empty when the PDF holds none. Each part is opened no further than `MOST_BYTES`."""
    return next((part for part in _parts(pdf) if part.startswith(_BEGINNING)), b"")


def _parts(pdf: bytes) -> Iterator[bytes]:
    for number, found in enumerate(_PART.finditer(pdf)):
        if number == _MOST_PARTS:
            return
        start = found.end()
        yield pdf[start : start + MOST_BYTES] if pdf[start : start + 1] == b"{" else _opened(pdf, start)


def _opened(pdf: bytes, start: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(pdf[start : start + MOST_BYTES], MOST_BYTES)
    except zlib.error:
        return b""
