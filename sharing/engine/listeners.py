"""Whom a preference reaches (decision.md §1.1, §2, §9.11).

A grant names its recipient: one addressed to everyone or to a profession reaches nobody (R19).
"""

from collections.abc import Callable, Iterable

from consents.vocabulary import Profession, RecipientKind, Stance
from sharing.engine.facts import Preference, Subject
from sharing.engine.preferences import Heard
from sharing.engine.voices import Voice

Reaches = Callable[[Preference], bool]


def hear(voices: Iterable[Voice], reaches: Reaches) -> tuple[Heard, ...]:
    """The words of each voice that reach the asker, by what they are about."""
    return tuple(Heard(voice.owner, _by_subject(voice, reaches)) for voice in voices)


def _by_subject(voice: Voice, reaches: Reaches) -> dict[Subject, tuple[Preference, ...]]:
    words: dict[Subject, tuple[Preference, ...]] = {}
    for word in voice.words:
        if reaches(word):
            words[word.about] = (*words.get(word.about, ()), word)
    return words


def as_professional(
    professional: str,
    profession: Profession,
    asks_from: tuple[str, ...],
    cared_for_from: Callable[[str], bool],
) -> Reaches:
    """`asks_from`: the organisation and its legal entities. A grant to an organisation holds for
    those who ask from it and have a care entry there (`cared_for_from`).
    """

    def reaches(word: Preference) -> bool:
        to = word.to
        if to.kind is RecipientKind.PROFESSIONAL:
            return to.ref == professional
        if to.kind is RecipientKind.ORGANISATION:
            from_it = to.ref in asks_from
            return from_it and (word.stance is Stance.OPPOSE or cared_for_from(to.ref))
        if word.stance is Stance.GRANT:
            return False
        if to.kind is RecipientKind.PROFESSION:
            return to.ref == profession
        return to.kind is RecipientKind.EVERYONE

    return reaches


def as_person(person: str) -> Reaches:
    """A person is reached by what names him and by oppositions to everyone; never by his own grant
    (decision.md §9.1: nobody opens the record to himself).
    """

    def reaches(word: Preference) -> bool:
        if word.stance is Stance.GRANT:
            named = word.to.kind is RecipientKind.PERSON and word.to.ref == person
            return named and word.voice != person
        to_person = word.to.kind is RecipientKind.PERSON and word.to.ref == person
        return to_person or word.to.kind is RecipientKind.EVERYONE

    return reaches


def by_name_only(reaches: Reaches) -> Reaches:
    """Leaves out what is addressed to everyone."""
    return lambda word: word.to.kind is not RecipientKind.EVERYONE and reaches(word)
