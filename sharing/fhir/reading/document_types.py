"""Which of a document's codings says what it is (vocabulary B); none that is mapped: `unknown`, nobody's."""

from collections.abc import Iterable

from consents import terminology
from consents.vocabulary import Category
from sharing.fhir.reading import codes
from sharing.fhir.reading.elements import Coding

#: More sensitive than their class: they win over any other coding of the same document.
_SENSITIVE = {Category.MENTAL_HEALTH, Category.BIRTH, Category.GENETICS, Category.WISHES, Category.SOCIAL}


def decide(codings: Iterable[Coding]) -> tuple[Coding | None, Category]:
    """The coding that decides and its category: the first sensitive one, else the first known, else the first."""
    read = [(coding, terminology.category(coding.system, coding.code)) for coding in map(codes.plain, codings)]
    read.sort(key=_rank)
    return read[0] if read else (None, Category.UNKNOWN)


def _rank(read: tuple[Coding, Category]) -> int:
    if read[1] in _SENSITIVE:
        return 0
    return 2 if read[1] is Category.UNKNOWN else 1
