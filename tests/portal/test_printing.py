"""Paper: plain data set on a page, the same bytes each time, no word of it ever read as markup."""

import re
import shutil
import threading
import time
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest

from portal import printing

AT = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)
BODY = '#import "house.typ": *\n#show: paper.with(foot: data.foot)\n= #data.title\n#data.text\n#facts(data.facts)\n'
DATA = {"title": "Un essai", "text": "Du texte.", "facts": [["Qui", "Nadège"]], "foot": "Pied"}


@pytest.fixture(autouse=True)
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of templates of its own, with the real house style and one page that shows what it is given."""
    shutil.copy(printing.TEMPLATES / "house.typ", tmp_path)
    (tmp_path / "essai.typ").write_text(BODY)
    monkeypatch.setattr(printing, "TEMPLATES", tmp_path)
    return tmp_path


def printed(**data: Any) -> bytes:
    return printing.pdf("essai", DATA | data, at=AT, title="Essai", language="fr")


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def test_a_page_says_what_it_was_given_in_its_language_with_tags_for_screen_readers() -> None:
    read = pypdf.PdfReader(BytesIO(printed()))
    root = read.trailer["/Root"]
    xmp = root["/Metadata"].get_data().decode()

    assert "Nadège" in text_of(printed())
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], read.metadata.title) == ("fr", True, "Essai")
    assert "<pdfaid:part>3</pdfaid:part>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp


def test_the_same_data_at_the_same_moment_gives_the_same_bytes() -> None:
    assert printed() == printed()
    assert printed() != printed(text="Un autre texte.")


@pytest.mark.parametrize(
    "word", ["#strong[gras]", "$x^2$", "*étoiles*", "<label>", "= titre", '#read("/etc/passwd")', "// rien", "\\ @ref"]
)
def test_a_word_that_looks_like_markup_is_only_shown(word: str) -> None:
    assert word.replace(" ", "") in text_of(printed(text=word)).replace(" ", "").replace("”", '"').replace("“", '"')


@pytest.mark.parametrize("name", ["Łukasz Đorđević", "Nguyễn Thị Ánh", "Αθηνά", "Зоя", "a\u0301", "😀 \u202e\x07 محمد"])
def test_no_name_keeps_a_page_from_being_set(name: str) -> None:
    assert printed(text=name).startswith(b"%PDF")


def test_our_fonts_draw_every_letter_that_is_said_to_be_drawn() -> None:
    every = "".join(chr(code) for first, last in printing.DRAWN for code in range(first, last + 1))
    assert printed(text=every).startswith(b"%PDF")


def test_a_letter_that_no_font_draws_is_a_square_and_one_that_only_turns_the_line_is_nothing() -> None:
    assert printing.drawable({"a": ["😀\u202ex", 3, None]}) == {"a": ["□x", 3, None]}


def test_no_template_reads_data_as_markup_or_asks_for_a_package() -> None:
    for file in (printing.FONTS.parent.parent / "templates" / "pdf").glob("*.typ"):
        assert not re.search(r"\beval\b|@preview|\bplugin\b|http", file.read_text().replace("http://www.w3.org", "")), (
            file
        )


def test_a_template_that_cannot_be_set_says_so_by_its_type(template: Path) -> None:
    (template / "essai.typ").write_text("#panic()")
    with pytest.raises(printing.NotPrinted):
        printed()


def test_a_page_that_takes_too_long_is_given_up_and_the_next_one_is_not_kept_waiting_for_ever(
    template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (template / "long.typ").write_text("#let n = 0\n#for i in range(1500) { for j in range(1500) { n += 1 } }\n#n")
    monkeypatch.setattr(printing, "PATIENCE", 0.2)
    places = threading.BoundedSemaphore(1)
    monkeypatch.setattr(printing, "_places", places)
    began = time.monotonic()
    for _ in range(2):  # the second finds the only place taken
        with pytest.raises(printing.TooLong):
            printing.pdf("long", {}, at=AT, title="Long", language="fr")

    assert time.monotonic() - began < 1
    assert places.acquire(timeout=10)  # given back once the work has really ended
