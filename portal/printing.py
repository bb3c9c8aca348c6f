"""Paper: a page set by typst from a template of `templates/pdf/` and plain data; nothing is fetched, nothing runs.

The data goes in as JSON, so that no word of it can become markup. Every PDF is PDF/A-3a and PDF/UA-1: it is read
aloud as it is seen, and will open in fifty years. The same data at the same moment gives the same bytes.
"""

import functools
import json
import queue
import threading
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.timezone import localtime

TEMPLATES: Path = settings.BASE_DIR / "templates" / "pdf"
FONTS: Path = settings.BASE_DIR / "portal" / "fonts"
#: Seconds that one page may take, and how many may be set at once in a process.
PATIENCE = 20
AT_ONCE = 2
#: What our fonts can draw: Latin, Greek and Cyrillic letters, marks, currencies, arrows, signs (a test draws each).
DRAWN = (
    (0x20, 0x7E), (0xA0, 0x4FF), (0x1E00, 0x1FFF), (0x2000, 0x2040), (0x2070, 0x20BF), (0x2190, 0x22FF), (0x25A0, 0x25FF),
)  # fmt: skip
NOT_DRAWN = "\u25a1"

Answers = queue.SimpleQueue[bytes | BaseException]
_places = threading.BoundedSemaphore(AT_ONCE)


class NotPrinted(Exception):
    """The page could not be set; what was asked for is not lost, only its paper."""


class TooLong(NotPrinted):
    """It took longer than `PATIENCE`, or others were already waiting as long."""


def pdf(
    template: str,
    data: Mapping[str, Any],
    *,
    at: datetime,
    title: str,
    language: str,
    attached: Mapping[str, str] | None = None,
) -> bytes:
    """The template with this data. In it: `data`, `printed` (the moment's parts in Paris), `title`, `lang`.

    `attached`: texts that go into the PDF as files, letter for letter.
    """
    set_at = localtime(at)
    parts = {name: getattr(set_at, name) for name in ("year", "month", "day", "hour", "minute", "second")}
    said = {"title": title, "lang": language, "printed": parts, "data": drawable(data), "attached": attached or {}}
    return _in_time(lambda: _compiled(template, json.dumps(said), at))


def drawable(value: Any) -> Any:
    """The same data, each letter that our fonts cannot draw replaced by a square: no name keeps a page from being set."""
    if isinstance(value, str):
        return "".join(_drawn(letter) for letter in unicodedata.normalize("NFC", value))
    if isinstance(value, Mapping):
        return {str(key): drawable(each) for key, each in value.items()}
    return [drawable(each) for each in value] if isinstance(value, list | tuple) else value


def _drawn(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind == "Cf":  # it only turns or joins letters
        return ""
    known = kind != "Cn" and any(first <= ord(letter) <= last for first, last in DRAWN)
    return letter if known or letter == "\n" else NOT_DRAWN


def _compiled(template: str, said: str, at: datetime) -> bytes:
    return typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"said": said},
        pdf_standards=["a-3a", "ua-1"],
        timestamp=int(at.timestamp()),
    )


@functools.cache
def _fonts() -> typst.Fonts:
    """Ours, then those that typst carries within itself for letters that ours lacks; none of the machine's."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


def _in_time(work: Callable[[], bytes]) -> bytes:
    """The result, or TooLong. Work that is given up keeps its place until it really ends."""
    places, answers = _places, Answers()
    if not places.acquire(timeout=PATIENCE):
        raise TooLong
    threading.Thread(target=_work, args=(work, answers, places), daemon=True).start()
    try:
        answer = answers.get(timeout=PATIENCE)
    except queue.Empty:
        raise TooLong from None
    if isinstance(answer, BaseException):
        raise NotPrinted from answer
    return answer


def _work(work: Callable[[], bytes], answers: Answers, places: threading.Semaphore) -> None:
    try:
        answers.put(work())
    except BaseException as problem:  # a panic of the compiler is no Exception
        answers.put(problem)
    finally:
        places.release()
