"""Reads a story strictly: an unknown key, word or name is an error with its place, never a skip."""

from datetime import timedelta

from sharing.scenarios.reading_cast import (
    Cast,
    read_care,
    read_documents,
    read_family,
    read_organisations,
    read_people,
    read_professionals,
)
from sharing.scenarios.reading_checks import read_checks
from sharing.scenarios.reading_declarations import read_declarations
from sharing.scenarios.reading_words import read_rule
from sharing.scenarios.story import Story
from sharing.scenarios.yaml_nodes import Place, read_file_text

_SECTIONS = (
    "people",
    "organisations",
    "professionals",
    "care",
    "documents",
    "family",
    "declarations",
)


def read_story(text: str, *, known_rules: frozenset[str]) -> Story:
    """The story of one file.

    Raises StoryError with the place and the reason.
    """
    root = read_file_text(text)
    found = root.mapping(needed=("title", "rules", "source", "now", "checks"), allowed=_SECTIONS)
    now = found["now"].moment()
    for source in found["source"].items():
        source.value()
    cast = read_cast(found)
    checks = read_checks(found["checks"], cast, now=now, known_rules=known_rules)
    if not checks:
        raise found["checks"].wrong("a story without a check proves nothing")
    return Story(
        title=found["title"].text(),
        rules=tuple(read_rule(item, known_rules) for item in found["rules"].items()),
        now=now,
        people=cast.people,
        organisations=cast.organisations,
        professionals=cast.professionals,
        care=cast.care,
        documents=cast.documents,
        family=cast.family,
        declarations=read_declarations(
            found.get("declarations"),
            cast,
            default_at=now - timedelta(minutes=1),
            known_rules=known_rules,
        ),
        checks=checks,
        names=cast.names,
    )


def read_cast(found: dict[str, Place]) -> Cast:
    """Everyone and everything that has a name, then what ties them."""
    cast = Cast()
    for section in ("people", "organisations", "professionals", "documents"):
        if section in found:
            cast.collect(section, found[section])
    for section, reader in (
        ("people", read_people),
        ("organisations", read_organisations),
        ("professionals", read_professionals),
        ("documents", read_documents),
        ("care", read_care),
        ("family", read_family),
    ):
        if section in found:
            reader(found[section], cast)
    return cast
