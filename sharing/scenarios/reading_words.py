"""Words that stand in several sections: rules, recipients, subjects, periods."""

import re
from datetime import date, datetime

from consents.vocabulary import Category, Profession, RecipientKind, Specialty, SubjectKind
from consents.words import EVERYONE, EVERYTHING, Recipient, Subject
from sharing.scenarios.reading_cast import Cast
from sharing.scenarios.yaml_nodes import Place

_RULE = re.compile(r"R\d{2}[a-c]?")


def read_rule(place: Place, known_rules: frozenset[str]) -> str:
    rule = place.text()
    if not _RULE.fullmatch(rule):
        raise place.wrong(f"a rule is written R and two digits (R08, R74a), not {rule!r}")
    if rule not in known_rules:
        raise place.wrong(f"rule {rule} is not in the catalogue")
    return rule


def read_recipient(place: Place, cast: Cast) -> Recipient:
    """A name of the story, a profession, or everyone."""
    word = place.text()
    for kind, names in (
        (RecipientKind.PROFESSIONAL, cast.named("professionals")),
        (RecipientKind.ORGANISATION, cast.named("organisations")),
        (RecipientKind.PERSON, cast.named("people")),
    ):
        if word in names:
            return Recipient(kind, word)
    if word == "everyone":
        return EVERYONE
    if word in list(Profession):
        return Recipient(RecipientKind.PROFESSION, word)
    raise place.wrong(f"{word!r} is nobody of this story, no profession and not everyone")


def read_subject(place: Place, cast: Cast) -> Subject:
    """A document of the story, a category, a specialty, or everything."""
    word = place.text()
    if word in cast.named("documents"):
        return Subject(SubjectKind.DOCUMENT, word)
    if word == "everything":
        return EVERYTHING
    if word in list(Category):
        return Subject(SubjectKind.CATEGORY, word)
    if word in list(Specialty):
        return Subject(SubjectKind.SPECIALTY, word)
    raise place.wrong(f"{word!r} is no document of this story, no category, no specialty and not everything")


def read_end(found: dict[str, Place], key: str) -> date | datetime | None:
    return found[key].day_or_moment() if key in found else None
