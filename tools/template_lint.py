"""What a template may not hold, found by reading it: each of these breaks the strict Content-Security-Policy, or
sends a patient's browser elsewhere.

Also that Django can parse it, and that every element that is opened is closed.
"""

import html.parser
import pathlib
import re
from collections.abc import Iterator

from tools import places

FOLDERS = ("templates", "portal/templates", "sharing/templates", "consents/templates")
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.S)
COMMENT = re.compile(r"\{%\s*comment\b.*?\{%\s*endcomment\s*%\}", re.S)
# Branches may open an element twice and close it once: such files are only parsed, not balanced.
BRANCH = re.compile(r"\{%\s*(else|elif)\b")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
DATA_SCRIPTS = {"application/json", "application/ld+json", "importmap"}
ADDRESSES = {"src", "href", "action", "formaction", "poster", "data", "srcset"}
OUTSIDE = re.compile(r"^\s*(https?:)?//", re.I)
# A link for a reader to follow is not a resource that the browser fetches by itself.
LINKS = {("a", "href"), ("area", "href")}
Found = tuple[int, str]


class Reader(html.parser.HTMLParser):
    """Reads the markup with Django's tags blanked out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Found] = []
        self.open: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        given = {name: value or "" for name, value in attrs}
        self.found += [(line, problem) for problem in _attributes(tag, given)]
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") not in DATA_SCRIPTS):
            self.found.append((line, f"inline <{tag}>"))
        if tag not in VOID:
            self.open.append((tag, line))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        line = self.getpos()[0]
        if self.open and self.open[-1][0] == tag:
            self.open.pop()
        elif any(name == tag for name, _ in self.open):
            self.found.append((self.open.pop()[1], "element never closed"))
            self.handle_endtag(tag)
        else:
            self.found.append((line, f"unbalanced: </{tag}> closes nothing"))


def _attributes(tag: str, given: dict[str, str]) -> Iterator[str]:
    for name, value in given.items():
        if name == "style":
            yield "style= attribute"
        if re.fullmatch(r"on[a-z]+", name):
            yield f"{name}= handler"
        if value.strip().lower().startswith("javascript:"):
            yield f"javascript: in {name}="
        if name in ADDRESSES and OUTSIDE.match(value) and (tag, name) not in LINKS:
            yield f"address outside the site in {name}="


def read(text: str) -> list[Found]:
    """Line and problem. A variable counts as one letter and a tag as a space: what surrounds them is read as sent."""
    plain = TAG.sub(_blank, COMMENT.sub(_same_lines, text))
    reader = Reader()
    reader.feed(plain)
    reader.close()
    found = reader.found + [(line, f"<{tag}> is never closed") for tag, line in reader.open]
    if BRANCH.search(text):
        return [problem for problem in found if "closed" not in problem[1] and "unbalanced" not in problem[1]]
    return found


def _blank(found: re.Match[str]) -> str:
    return ("x" if found[0].startswith("{{") else " ") + _same_lines(found)


def _same_lines(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def templates() -> Iterator[tuple[pathlib.Path, str]]:
    """Path, and the name under which Django knows it."""
    for folder in FOLDERS:
        root = places.ROOT / folder
        for path in sorted(root.rglob("*")):
            if path.suffix in {".html", ".txt"}:
                yield path, str(path.relative_to(root))


def problems() -> list[str]:
    found = []
    for path, _ in templates():
        if path.suffix == ".html":
            here = path.relative_to(places.ROOT)
            found += [f"{here}:{line}: {problem}" for line, problem in read(path.read_text(encoding="utf-8"))]
    return found + unparsable()


def unparsable() -> list[str]:
    """Unknown tags and filters, a library that was not loaded, a block that is not closed."""
    import os

    import django
    from django.template import TemplateDoesNotExist, TemplateSyntaxError, engines

    os.environ.setdefault("PORTAL_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    found = []
    for path, name in templates():
        try:
            engines["django"].get_template(name)
        except (TemplateSyntaxError, TemplateDoesNotExist) as error:
            found.append(f"{path.relative_to(places.ROOT)}: {error}")
    return found
