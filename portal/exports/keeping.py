"""The bytes of an export: cut, compressed, sealed, kept in the database until they are fetched or forgotten.

Each piece opens only at its place in its export; the number of pieces and the size are on the export's line, so
that a file that lost one is known to be broken.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator

from portal.models import Export, ExportPiece
from sharing import sealing

#: Bytes of the file, before compression, in one piece.
PIECE = 1024 * 1024


class Broken(RuntimeError):
    """A piece is missing, or is not the one that was kept."""


def store(export: Export, parts: Iterable[bytes], *, goes_on: Callable[[], None]) -> tuple[int, int]:
    """Keep the file of this attempt; how many pieces, how many bytes. `goes_on` is called after each, and may stop it."""
    size = position = 0
    for piece in _pieces(parts):
        sealed = sealing.seal_piece(zlib.compress(piece, 6), place=_place(export, position))
        ExportPiece.objects.create(export=export, attempt=export.attempt, position=position, sealed=sealed)
        size, position = size + len(piece), position + 1
        goes_on()
    return position, size


def read(export: Export) -> Iterator[bytes]:
    """The file, a piece at a time."""
    for position in range(export.pieces):
        row = ExportPiece.objects.filter(export=export, attempt=export.attempt, position=position).first()
        if row is None:
            raise Broken
        try:
            yield zlib.decompress(sealing.unseal_piece(bytes(row.sealed), place=_place(export, position)))
        except (sealing.Unreadable, zlib.error) as fault:
            raise Broken from fault


def forget(export: Export) -> None:
    """Every piece of every attempt."""
    ExportPiece.objects.filter(export=export).delete()


def _pieces(parts: Iterable[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for part in parts:
        waiting += part
        while len(waiting) >= PIECE:
            yield bytes(waiting[:PIECE])
            del waiting[:PIECE]
    if waiting:
        yield bytes(waiting)


def _place(export: Export, position: int) -> str:
    return f"export/{export.pk}/{export.attempt}/{position}"
