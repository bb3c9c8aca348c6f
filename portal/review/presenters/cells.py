"""A cell of the console's tables: a line, lines under it, perhaps a link."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from consents.selectors.review import PersonLine
from portal.review.presenters import words

#: More rules than that are on the request's own page.
_RULES_SHOWN = 2
_SHORT = 8


@dataclass(frozen=True, slots=True)
class Cell:
    """`code`: an identifier; `whole` is what it shortens. `moment` makes a machine-readable time of it.
    `verdict`: sees, not or never.
    """

    text: str
    under: tuple[str, ...] = ()
    url: str = ""
    about: str = ""
    code: bool = False
    moment: datetime | None = None
    verdict: str = ""
    tag: str = ""
    whole: str = ""


def when(value: datetime | None) -> Cell:
    return Cell(words.moment(value), moment=value)


def patient(person: PersonLine | None, named: str = "") -> Cell:
    """Name and year of birth; whoever is not known, as he was named."""
    if person is None:
        return Cell(value_of(named) or "—", under=(_("inconnu ici"),), code=True)
    return Cell(person.name, under=(_("naissance : %(year)s") % {"year": person.birth_year},))


def value_of(named: str) -> str:
    """An identifier without its system, which the request's own page says."""
    return named.rpartition("|")[2]


def short(identifier: str, under: tuple[str, ...] = ()) -> Cell:
    """The beginning of one of our identifiers, enough to tell it from its neighbours; the whole under the pointer."""
    return Cell(identifier[:_SHORT], under=under, code=True, whole=identifier)


def rules(numbers: tuple[str, ...]) -> Cell:
    """The number, the article behind it, and the sentence that the patient reads, said to be his."""
    if len(numbers) == 1:
        return Cell(numbers[0], under=words.rule_lines(numbers[0]))
    shown = (" · ".join((each, *words.rule_lines(each))) for each in numbers[:_RULES_SHOWN])
    return Cell(", ".join(numbers), under=tuple(shown))
