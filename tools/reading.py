"""How hard the French is that patients read: sentences too long, and Kandel and Moles' score of each page.

    python -m tools.reading

The score is Flesch's, set for French: 207 − 1.015 × words a sentence − 73.6 × syllables a word. 70 and more is easy,
30 and less is for specialists. Syllables are those of hyphenation (pyphen), or the vowels that are heard where it sees fewer.
Labels of less than four words do not count. `make check` refuses a sentence of more than 25 words, and a sign that may
leave its word.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import pyphen

from tools import messages
from tools.messages import Sentence

MOST_WORDS = 25
#: What patients read; the console, the pattern page and what machines are told are not.
READ = (
    "templates/", "portal/patient/", "portal/notices/", "portal/accounts/", "portal/proof/", "portal/demo/",
    "portal/context.py", "portal/errors.py", "portal/forms.py", "consents/labels.py",
)  # fmt: skip
NOT_READ = ("templates/review/", "templates/patterns", "templates/api/")
#: Shorter than this is a label, not a sentence: it would make any page look easy.
FEWEST_WORDS = 4

_MARKUP = re.compile(r"<[^>]+>|&\w+;")
_PLACEHOLDER = re.compile(messages.PLACEHOLDER.pattern)
_END = re.compile(r"(?<=[.!?…])[\s»”)]+(?=[«“(]?[\s\u00a0\u202f]?[A-ZÀ-ÖØ-Þ0-9x%{])|\n+")
_LOOSE = re.compile(r" [:;?!»](?![^\s\u00a0.,;:)…<{%])|« ")
_WORD = re.compile(r"[^\W_]", re.UNICODE)
_NOT_LETTERS = re.compile(r"[^a-zà-öø-ÿœæ]+")
_VOWELS = re.compile(r"[aeiouyà-öø-ÿœæ]+")
_MUTE = re.compile(r"(?<=[^aeiouyà-öø-ÿœæ])(e|es)$")


@dataclass(frozen=True)
class Measured:
    """A text, or several together."""

    sentences: int
    words: int
    syllables: int

    def __add__(self, other: "Measured") -> "Measured":
        return Measured(self.sentences + other.sentences, self.words + other.words, self.syllables + other.syllables)

    @property
    def score(self) -> float:
        """Kandel and Moles (1958); of one sentence at least."""
        return 207 - 1.015 * self.words / self.sentences - 73.6 * self.syllables / self.words


NOTHING = Measured(0, 0, 0)


def sentences(text: str) -> list[str]:
    """Those of a text of ours: without markup, a placeholder counting as one word."""
    plain = _PLACEHOLDER.sub("x", _MARKUP.sub(" ", text))
    return [part.strip() for part in _END.split(plain) if part and part.strip()]


def words(sentence: str) -> list[str]:
    """Between spaces, as a reader counts them; a number and its unit, or a sign alone, as what they are."""
    return [part for part in re.split(r"[\s\u00a0\u202f]+", sentence) if _WORD.search(part)]


@cache
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="fr", left=1, right=2)


def syllables(word: str) -> int:
    """At least one; those of each part of a word joined by an apostrophe or a hyphen."""
    parts = [part for part in _NOT_LETTERS.split(word.lower()) if _VOWELS.search(part)]
    return max(1, sum(max(len(_hyphens().positions(part)) + 1, _heard(part)) for part in parts if len(part) > 1))


def _heard(part: str) -> int:
    """Groups of vowels, less a mute ending."""
    return len(_VOWELS.findall(_MUTE.sub("", part)))


def measure(text: str) -> Measured:
    found = NOTHING
    for counted in map(words, sentences(text)):
        if len(counted) >= FEWEST_WORDS:
            found += Measured(1, len(counted), sum(syllables(word) for word in counted))
    return found


def read_by_patients() -> Iterator[Sentence]:
    for one in messages.sentences():
        if one.file.startswith(READ) and not one.file.startswith(NOT_READ):
            yield one


def too_long(texts: Iterable[Sentence]) -> list[str]:
    found = []
    for one in texts:
        for sentence in {part for text in (one.text, one.plural or "") for part in sentences(text)}:
            count = len(words(sentence))
            if count > MOST_WORDS:
                found.append(f"{one.file}: {count} words: {sentence}")
    return sorted(set(found))


def loose(texts: Iterable[Sentence]) -> list[str]:
    """A sign that a line could begin with, an opening quote that it could end with: French wants a space that holds.

    The text of an e-mail keeps the plain ones, which every program draws.
    """
    drawn = [one for one in texts if not one.file.endswith(".txt")]
    found = {(one.file, text) for one in drawn for text in (one.text, one.plural or "") if _LOOSE.search(text)}
    return [
        f"{file}: a sign may leave its word, for want of a non-breaking space: {text}" for file, text in sorted(found)
    ]


def problems() -> list[str]:
    texts = list(read_by_patients())
    return [*too_long(texts), *loose(texts)]


def pages(texts: Iterable[Sentence]) -> dict[str, Measured]:
    found: dict[str, Measured] = {}
    for one in texts:
        found[one.file] = found.get(one.file, NOTHING) + measure(one.text)
    return {file: measured for file, measured in found.items() if measured.sentences}


def main() -> int:
    texts = list(read_by_patients())
    found, long = pages(texts), too_long(texts)
    print("score  words a sentence  file")
    for file, measured in sorted(found.items(), key=lambda item: item[1].score):
        print(f"{measured.score:5.0f}  {measured.words / measured.sentences:16.1f}  {file}")
    whole = sum(found.values(), NOTHING)
    print(f"\n{whole.score:5.0f}  {whole.words / whole.sentences:16.1f}  all of it: {whole.sentences} sentences")
    print("\n".join(["", *long, f"{len(long)} sentences of more than {MOST_WORDS} words"]))
    return 1 if long else 0


if __name__ == "__main__":
    sys.exit(main())
