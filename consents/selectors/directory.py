"""The directory of professionals, as a patient looks someone up in it: by name or by RPPS, never as a list.

Accents, capitals and hyphens count for nothing. What answers is bounded, and says only that there is more.
"""

import unicodedata
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import F, Func, Q, QuerySet, TextField

from consents.models import CareEntry, Professional, SharingPreference
from consents.selectors import portrait
from consents.selectors.portrait import ProfessionalCard
from consents.vocabulary import PROFESSION_KINDS, ProfessionKind, RecipientKind

#: So many answers at most, then only that there are others.
MOST = 20
#: Fewer letters than this name nobody in particular.
LEAST_LETTERS = 3
_RPPS_DIGITS = 11
_MOST_WORDS = 5
_TITLES = frozenset({"dr", "docteur", "docteure", "pr", "professeur", "professeure", "m", "mme", "me"})
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ß": "ss"})
#: Professions that no patient may open his record to, or that read nothing.
_OUTSIDE = sorted(
    profession.value
    for profession, kind in PROFESSION_KINDS.items()
    if kind in (ProfessionKind.NEVER, ProfessionKind.NONE)
)


@dataclass(frozen=True, slots=True)
class Found:
    """Those who answer, by family name; `more`: others do too, and are not shown."""

    cards: tuple[ProfessionalCard, ...]
    more: bool


def is_enough(asked: str) -> bool:
    """Whether this names somebody: a whole RPPS, or letters enough."""
    return bool(_rpps(asked)) or sum(len(word) for word in _words(asked)) >= LEAST_LETTERS


def search(asked: str, *, patient_id: uuid.UUID, most: int = MOST) -> Found:
    """Active professionals of that name or RPPS, the patient himself left out. Three statements at most."""
    if not is_enough(asked):
        return Found((), False)
    rows = _open_to_choice(patient_id).filter(_named(asked)).order_by("family_name", "given_name", "pk")
    keys = [str(key) for key in rows.values_list("pk", flat=True)[: most + 1]]
    cards = portrait.professionals(keys[:most])
    return Found(tuple(cards[key] for key in keys[:most]), len(keys) > most)


def is_of_record(patient_id: uuid.UUID, professional: str, *, by_word: bool = True) -> bool:
    """Takes or took part in the care, or (`by_word`) was ever named by a word. Two statements at most.

    Who wrote a document is not said here: the patient may not be shown all of them.
    """
    keys = portrait.identifiers([professional])
    if not keys:
        return False
    (key,) = keys
    named = Q(to_kind=RecipientKind.PROFESSIONAL.value, to_professional=key)
    if CareEntry.objects.filter(patient=patient_id, professional=key).exists():
        return True
    return by_word and SharingPreference.objects.filter(named, patient=patient_id).exists()


def _open_to_choice(patient_id: uuid.UUID) -> QuerySet[Professional]:
    rows = Professional.objects.filter(is_active=True).exclude(profession__in=_OUTSIDE).exclude(person=patient_id)
    return rows.annotate(family=_folded("family_name"), given=_folded("given_name"))


def _folded(column: str) -> Func:
    """As the index of migration 0006 folds it."""
    return Func(F(column), function="portal_folded", output_field=TextField())


def _named(asked: str) -> Q:
    """Given name then family name, or the other way round, each by its first letters."""
    if rpps := _rpps(asked):
        return Q(rpps=rpps)
    condition = Q()
    for given, family in _ways(_words(asked)):
        condition |= _begins("given", given) & _begins("family", family)
    return condition


def _begins(column: str, words: Sequence[str]) -> Q:
    return Q(**{f"{column}__startswith": " ".join(words)}) if words else Q()


def _ways(words: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    for cut in range(len(words) + 1):
        yield words[:cut], words[cut:]
        if 0 < cut < len(words):
            yield words[cut:], words[:cut]


def _rpps(asked: str) -> str:
    digits = "".join(asked.split())
    return digits if len(digits) == _RPPS_DIGITS and digits.isascii() and digits.isdigit() else ""


def _words(asked: str) -> list[str]:
    bare = unicodedata.normalize("NFKD", asked.lower().translate(_LIGATURES))
    letters = "".join(" " if not one.isalnum() else one for one in bare if not unicodedata.combining(one))
    return [word for word in letters.split() if word not in _TITLES][:_MOST_WORDS]
