"""Pages of a list over the API: a token leads on, for the same caller who asks the same question, and not for long.

A token says nothing: it is encrypted, always as long, and neither a number nor a place in a list can be read from it.
"""

import struct
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sharing import sealing
from sharing.services.lists import LARGEST_PAGE, PAGE

#: How long the next page may be asked for.
TOKEN_HOLDS = timedelta(minutes=15)
#: How many bytes name the last row shown, those bytes, the size of the pages, the second at which it ends.
_PLACE = struct.Struct(">B32sHQ")


class NoSuchPage(Exception):
    """Not a token of this caller for this question, or not any more, or not for pages of this size."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """As asked: a token of an earlier page, or the first page; `size` None: as that token says, or the usual."""

    token: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """`after`: the row that was shown last, empty at the beginning."""

    after: bytes
    size: int


def opened(wanted: Wanted, *, reader: uuid.UUID, question: bytes, at: datetime) -> Part:
    """Raises `NoSuchPage`."""
    if not wanted.token:
        return Part(b"", PAGE if wanted.size is None else min(wanted.size, LARGEST_PAGE))
    try:
        length, after, size, ends = _PLACE.unpack(sealing.read_page_token(reader, wanted.token, question=question))
    except (sealing.Unreadable, struct.error) as wrong:
        raise NoSuchPage from wrong
    if at.timestamp() > ends or (wanted.size is not None and min(wanted.size, LARGEST_PAGE) != size):
        raise NoSuchPage
    return Part(after[:length], size)


def onwards(part: Part, *, reader: uuid.UUID, question: bytes, at: datetime) -> str:
    """The token of the page after `part.after`."""
    ends = int((at + TOKEN_HOLDS).timestamp())
    return sealing.page_token(reader, _PLACE.pack(len(part.after), part.after, part.size, ends), question=question)
