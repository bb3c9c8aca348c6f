"""Sentences: gathered from the sources, translated in `locale/en`, compiled. No gettext binary needed.

    python -m tools.messages extract | compile | check      (several may follow one another)

The source speaks French, so French needs no translation; `locale/fr` only holds the plurals, written by
`extract`, because French counts 0 as singular. The compiled files (.mo) are not committed.
"""

import dataclasses
import io
import pathlib
import re
import sys
from collections.abc import Iterator
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools import places

SOURCES = ("portal", "sharing", "consents", "templates")
LOCALE = places.ROOT / "locale"
ENGLISH = LOCALE / "en" / "LC_MESSAGES" / "django.po"
FRENCH = LOCALE / "fr" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
CONTEXT_FIRST = ((1, "c"), 2)
KEYWORDS: dict = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": CONTEXT_FIRST,
    "pgettext_lazy": CONTEXT_FIRST,
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


@dataclasses.dataclass(frozen=True)
class Sentence:
    """What a translator sees: the French, its plural, its context, and the file it is in."""

    text: str
    plural: str | None
    context: str | None
    file: str

    @property
    def id(self) -> str | tuple[str, str]:
        return (self.text, self.plural) if self.plural else self.text


def sentences() -> Iterator[Sentence]:
    for source in SOURCES:
        for path in sorted((places.ROOT / source).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts:
                yield from in_file(path.read_text(encoding="utf-8"), str(path.relative_to(places.ROOT)))


def in_file(text: str, name: str) -> Iterator[Sentence]:
    """Django turns a template into something like Python, where everything but the sentences is blank."""
    if not name.endswith(".py"):
        from django.utils.translation.template import templatize

        text = "\n".join(line.strip() for line in templatize(text, origin=name).split("\n"))
    found = extract_python(io.BytesIO(text.encode()), KEYWORDS, [], {"encoding": "utf-8"})
    for _, called, given, _ in found:
        function = str(called)
        arguments: Any = given
        parts = [arguments] if isinstance(arguments, str) else list(arguments)
        context = parts.pop(0) if "pgettext" in function else None
        plural = parts[1] if function.startswith("n") and len(parts) > 1 else None
        if parts and parts[0]:
            yield Sentence(parts[0], plural, context, name)


def extract() -> None:
    """Adds what is new to the catalogues with an empty translation, and drops what is no longer said."""
    english, french = _gathered("en"), _gathered("fr")
    if ENGLISH.exists():
        known = _read(ENGLISH)
        for message in english:
            before = known.get(message.id, message.context) if message.id else None
            if before is not None and before.id == message.id:
                message.string, message.flags = before.string, before.flags | message.flags
    _write(english, ENGLISH)
    plurals = Catalog(locale="fr", project="Mes partages", charset="utf-8")
    for message in french:
        if isinstance(message.id, tuple):
            plurals.add(message.id, message.id, flags=message.flags, context=message.context)
    _write(plurals, FRENCH)
    print(f"[messages] {sum(bool(message.id) for message in english)} sentences in {_named(ENGLISH)}")


def _gathered(language: str) -> Catalog:
    catalog = Catalog(locale=language, project="Mes partages", charset="utf-8")
    for sentence in sentences():
        catalog.add(sentence.id, context=sentence.context, locations=[(sentence.file, 1)])
    return catalog


def _read(path: pathlib.Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def _write(catalog: Catalog, path: pathlib.Path) -> None:
    """Without line numbers and dates, which would make every change touch every line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    catalog.fuzzy = False
    body = io.BytesIO()
    write_po(body, catalog, width=110, sort_by_file=True, include_lineno=False, ignore_obsolete=True, omit_header=True)
    header = (
        f'msgid ""\nmsgstr ""\n"Language: {catalog.locale}\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalog.plural_forms}\\n"\n\n'
    )
    path.write_text(header + body.getvalue().decode(), encoding="utf-8")


def compile_all() -> None:
    for source in LOCALE.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            half = target.with_suffix(".new")
            with half.open("wb") as file:
                write_mo(file, _read(source))
            half.replace(target)


def problems() -> list[str]:
    """What a reader of English would see in French, or see broken."""
    catalog = _read(ENGLISH) if ENGLISH.exists() else Catalog(locale="en")
    said = {(sentence.text, sentence.context): sentence for sentence in sentences()}
    found = [line for sentence in said.values() for line in _problem(sentence, catalog)]
    for message in catalog:
        text = message.id[0] if isinstance(message.id, tuple) else message.id
        if text and (text, message.context) not in said:
            found.append(f"no longer said (make messages): {text!r}")
    return found


def _problem(sentence: Sentence, catalog: Catalog) -> Iterator[str]:
    message = catalog.get(sentence.id, sentence.context)
    if message is None:
        yield f"{sentence.file}: not in the catalogue (make messages): {sentence.text!r}"
    elif not all(_strings(message)):
        yield f"{sentence.file}: not translated: {sentence.text!r}"
    elif message.fuzzy:
        yield f"{sentence.file}: fuzzy: {sentence.text!r}"
    elif any(_holes(string) - _holes(sentence.plural or sentence.text) for string in _strings(message)):
        yield f"{sentence.file}: the English has a placeholder that the French has not: {sentence.text!r}"


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def _holes(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def check() -> int:
    found = problems()
    for line in found:
        print(line)
    return 1 if found else 0


def _named(path: pathlib.Path) -> str:
    return str(path.relative_to(places.ROOT))


def main(actions: list[str]) -> int:
    status = 0
    for action in actions:
        match action:
            case "extract":
                extract()
            case "compile":
                compile_all()
            case "check":
                status |= check()
            case _:
                sys.exit(__doc__)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["help"]))
