"""The copy on paper: one PDF, or several when the record is so large that one would be too long to open.

Each is set by typst from plain data (portal.printing): tagged, with a title, a language, a table of contents and
page numbers (PDF/UA-1). What is in memory at once is one of them.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from uuid import UUID

import typst
from django.utils.translation import gettext as _

from portal import printing
from portal.exports import on_paper
from portal.exports.gathering import Record
from portal.exports.sections import Section
from portal.patient.presenters import counting

#: Lines of a table in one PDF: about sixty pages, set in a second or two.
LINES = 2_000
_REMEMBERED = 11


def papers(record: Record, *, language: str) -> Iterator[bytes]:
    """One PDF after the other; the first begins with who you are and what you chose."""
    sections = _all(record)
    part, waiting, lines = 1, [next(sections)], 0
    for found in sections:
        size = len(found["rows"])
        if lines and lines + size > LINES:
            yield _set(record, waiting, part, language, more=True)
            _forget()
            part, waiting, lines = part + 1, [], 0
        waiting.append(found)
        lines += size
    yield _set(record, waiting, part, language, more=False)


def zipped(first: bytes, rest: Iterator[bytes], *, at: datetime) -> bytes:
    """Several PDFs in one file, already compressed as they are."""
    held = io.BytesIO()
    moment = (at.year, at.month, at.day, at.hour, at.minute, at.second)
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        for number, paper in enumerate(chain((first,), rest), start=1):
            archive.writestr(zipfile.ZipInfo(f"mes-partages-{number:02}.pdf", moment), paper)
    return held.getvalue()


def _all(record: Record) -> Iterator[Section]:
    """Documents are decided before anything is written: what names one depends on whether it may be seen."""
    patient = UUID(record.patient.id)
    documents = on_paper.cut(record.documents(), LINES)
    first = next(documents)
    yield from on_paper.beginning(record)
    for lot in chain((first,), documents):
        yield on_paper.documents(lot, patient)
    for came in on_paper.cut(record.accesses(), LINES):
        yield on_paper.accesses(came, patient)


def _forget() -> None:
    """typst remembers what it worked out for ten more pages: blank ones make it let go of a large one's memory."""
    for number in range(_REMEMBERED):
        typst.compile(b"", sys_inputs={"number": str(number)})


def _set(record: Record, sections: list[Section], part: int, language: str, *, more: bool) -> bytes:
    when = counting.moment(record.at)
    alone = part == 1 and not more
    data = {
        "lede": [_("Voici tout ce que ce site garde sur vous, le %(when)s.") % {"when": when}],
        "part": "" if alone else _("Partie %(number)d") % {"number": part},
        "contents": _("Dans ce document"),
        "sections": sections,
        "foot": _("Mes partages, le %(when)s") % {"when": when},
        "page_word": _("page"),
    }
    return printing.pdf("export", data, at=record.at, title=_("Mes données"), language=language)
